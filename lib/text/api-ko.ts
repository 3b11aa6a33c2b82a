// What the API does and what each refusal asks for, in Korean (해요체). The page for developers
// shows it. Its shape is the shape of api-en.ts. Called by ko.ts.

export const apiKo = {
  link: "개발자용 API",
  title: "API",
  headline: "앱은 카카오 SDK로 로그인하고, 그다음은 저희가 맡아요.",
  intro:
    "모바일 앱이나 이 사이트의 페이지가 카카오에서 받은 토큰을 보내면, 누구의 토큰인지 카카오에 확인하고 저희 토큰으로 답해요.",
  document: "OpenAPI 3.1 문서",
  flow: "네 단계로 보는 흐름",
  step1: "카카오 SDK로 로그인해요. 이제 카카오의 액세스 토큰이나 ID 토큰이 있어요.",
  step2: "그 토큰을 {exchange}로 보내요. 답에 든 두 토큰은 시스템의 보안 저장소에 보관해요.",
  step3: "모든 요청에 저희 액세스 토큰을 붙여요: {header}",
  step4:
    "401을 받으면 {refresh}를 한 번 부르고 요청을 다시 보내요. 이것도 401일 때만 세션이 끝난 거예요.",
  contents: "호출 목록",
  request: "요청",
  answer: "응답",
  refusals: "거절하는 경우",
  common: "여러 호출에 공통인 거절",
  answerHeaders: "응답 헤더",
  errorShape:
    "거절은 모두 이 모양의 JSON이에요. 상태와 message로 판단하고, 사용자에게는 앱의 문장을 보여 주고, 문의할 때는 requestId를 알려 주세요.",
  temporary: "429와 503은 저절로 지나가요. Retry-After만큼 기다리고 세션은 그대로 두세요.",
  tags: {
    native: "네이티브 앱 로그인",
    session: "누가 로그인했는지",
    health: "상태 확인(로드 밸런서용)",
  },
  calls: {
    exchangeKakaoToken: {
      summary: "카카오 토큰을 세션으로 바꾸기",
      description:
        "카카오 액세스 토큰을 Authorization에 그대로, 또는 “Bearer ” 뒤에 넣고 본문 없이 보내요. 아니면 Authorization 없이 ID 토큰과 카카오 SDK에 준 nonce를 보내요. 둘을 함께 보내면 안 돼요.",
    },
    refreshTokens: {
      summary: "다음 토큰 한 쌍 받기",
      description:
        "리프레시 토큰은 한 번만 쓸 수 있고, 쓰는 순간 이전 토큰은 쓸모없어져요. 응답을 못 받았다면 10초 안에 같은 요청을 보내세요. 같은 리프레시 토큰을 다시 드려요. 그 뒤에는 도난으로 보고 세션을 끝내요. 갱신은 한 번에 하나씩만 하세요.",
    },
    revokeTokens: {
      summary: "로그아웃하기",
      description:
        "이 리프레시 토큰의 세션을 모든 서버에서 바로 끝내요. 이미 끝난 세션이어도 SUCCESS예요.",
    },
    readMe: {
      summary: "누가 로그인했는지 묻기",
      description:
        "저희 액세스 토큰이나 브라우저의 세션 쿠키로 물어요. Authorization 헤더가 있으면 쿠키는 보지 않아요.",
    },
    readLive: { summary: "프로세스가 살아 있나요?", description: "응답하는 동안 200이에요." },
    readReady: {
      summary: "지금 로그인할 수 있나요?",
      description: "카카오 키가 있고 데이터베이스가 응답하면 200, 아니면 503이에요.",
    },
  },
  fields: {
    message: "SUCCESS 또는 거절 코드예요.",
    requestId: "X-Request-Id와 같아요. 문의할 때 알려 주세요.",
    access_token: "카카오가 아니라 저희 토큰이에요. 내용을 들여다보지 마세요.",
    token_type: "항상 Bearer예요.",
    expires_in: "액세스 토큰을 쓸 수 있는 시간(초)이에요.",
    refresh_token: "갱신 한 번이나 로그아웃에 써요. 가장 새것만 보관하세요.",
    user: "로그인한 사람이에요.",
    id: "카카오가 아니라 저희 ID예요. 바뀌지 않아요.",
    nickname: "마지막으로 로그인할 때 카카오에 있던 닉네임이에요.",
    image: "프로필 사진의 주소예요.",
    email: "카카오가 유효하고 인증됐다고 할 때만 있어요. 이걸로 사람을 구분하지 마세요.",
    id_token: "카카오 SDK가 준 그대로예요. 한 번만 쓸 수 있어요.",
    nonce: "카카오 SDK에 준 값이에요. 로그인할 때마다 새로 만들어요.",
    status: "기계가 읽는 값이에요.",
  },
  headers: {
    requestId: "저희 로그에서 이 응답을 찾는 이름이에요.",
    noStore: "항상 private, no-store예요.",
    retryAfter: "같은 요청을 다시 보내기 전에 기다릴 시간(초)이에요.",
    allow: "여기서 받는 메서드예요.",
    authenticate: "보낸 액세스 토큰을 쓸 수 없을 때 Bearer예요.",
  },
  schemes: {
    kakaoBearer: "이 서비스의 카카오 앱에서 카카오 SDK로 받은 카카오 액세스 토큰이에요.",
    kakaoBare: "같은 카카오 액세스 토큰을 “Bearer ” 없이 보낸 거예요.",
    accessToken: "POST /api/token에서 받은 저희 액세스 토큰이에요.",
    session: "이 사이트에 로그인한 브라우저의 세션 쿠키예요.",
  },
  codes: {
    INVALID_TOKEN: {
      when: "토큰이 없거나, 토큰 모양이 아니거나, 두 개예요.",
      todo: "요청을 고치세요. Authorization에 액세스 토큰을 넣거나 id_token과 nonce를 JSON으로 보내요.",
    },
    KEY_ERROR: {
      when: "카카오의 답에 쓸 수 있는 회원번호가 없어요.",
      todo: "카카오 로그인을 다시 해 보고, 계속되면 requestId를 알려 주세요.",
    },
    WRONG_APP: {
      when: "다른 카카오 앱의 토큰이에요.",
      todo: "이 서비스의 앱 키로 카카오 SDK를 시작하세요.",
    },
    INVALID_ID_TOKEN: {
      when: "ID 토큰의 서명, 대상, nonce, 시각 중 하나가 맞지 않거나 이미 쓴 토큰이에요.",
      todo: "새 nonce로 카카오 로그인을 다시 하게 해 주세요.",
    },
    UNDER_14: {
      when: "카카오가 보호자 동의를 요구해요.",
      todo: "그렇게 안내하세요. 다시 시도해도 바뀌지 않아요.",
    },
    FORBIDDEN_ORIGIN: {
      when: "브라우저가 다른 사이트에서 온 요청이라고 알려 줬어요.",
      todo: "앱이나 서버, 또는 이 사이트의 페이지에서 호출하세요.",
    },
    NOT_FOUND_IN_KAKAO: {
      when: "카카오가 모르는 토큰이거나, 만료됐거나, 연결이 해제된 사람이에요.",
      todo: "카카오 로그인을 다시 하게 해 주세요.",
    },
    METHOD_NOT_ALLOWED: {
      when: "메서드가 달라요.",
      todo: "Allow에 적힌 메서드를 쓰세요.",
    },
    PAYLOAD_TOO_LARGE: {
      when: "본문이 8 KB를 넘어요.",
      todo: "여기 적힌 필드만 보내세요.",
    },
    UNSUPPORTED_MEDIA_TYPE: {
      when: "본문이 JSON이 아니에요.",
      todo: "Content-Type: application/json으로 보내세요.",
    },
    RATE_LIMITED: {
      when: "같은 토큰이나 세션으로 너무 자주 요청했거나, 이 주소에서 거절된 요청이 너무 많아요.",
      todo: "Retry-After만큼 기다리세요. 세션은 그대로 두세요.",
    },
    KAKAO_UNAVAILABLE: {
      when: "카카오가 답하지 않거나 쓸 수 없는 답을 보냈어요.",
      todo: "Retry-After만큼 기다렸다가 같은 요청을 보내세요. 세션은 끝나지 않아요.",
    },
    UNAVAILABLE: {
      when: "저희 데이터베이스가 응답하지 않아요.",
      todo: "Retry-After만큼 기다렸다가 같은 요청을 보내세요. 세션은 그대로 두세요.",
    },
    INTERNAL: {
      when: "저희 쪽 오류예요.",
      todo: "나중에 다시 시도하고 requestId를 알려 주세요.",
    },
    UNAUTHENTICATED: {
      when: "살아 있는 세션의 액세스 토큰이나 쿠키가 없어요.",
      todo: "한 번 갱신하고 다시 보내요. 갱신도 401이면 다시 로그인해요.",
    },
    notARefreshToken: {
      when: "본문이 refresh_token 하나만 든 JSON 객체가 아니에요.",
      todo: "요청을 고치세요.",
    },
    sessionOver: {
      when: "모르는 리프레시 토큰이거나, 만료됐거나, 이미 썼어요.",
      todo: "두 토큰을 지우고 다시 로그인하게 해 주세요.",
    },
    nothingToEnd: {
      when: "저희 리프레시 토큰이 아니에요.",
      todo: "두 토큰을 지우세요. 더 끝낼 것이 없어요.",
    },
  },
};

/** The same keys in every language. */
export type ApiText = typeof apiKo;
