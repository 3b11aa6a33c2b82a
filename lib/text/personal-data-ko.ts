// What is kept about people in Korean: a name, a word for each column, why, and until when. The table
// is lib/users/personal-data.ts, which also has the lengths in {braces}. Called through privacy-ko.ts.

export const personalDataKo = {
  account: {
    title: "회원 정보",
    why: "누구인지 알아보고 이름을 보여 드려요. 동의하지 않은 항목은 받지 않아요.",
    until: "회원 탈퇴하거나 카카오와 연결을 끊을 때까지",
    columns: {
      id: "회원 번호",
      kakaoId: "카카오 회원번호",
      nickname: "닉네임",
      image: "프로필 사진 주소",
      email: "인증된 이메일",
      createdAt: "가입 시각",
      refreshedAt: "카카오에서 새로 받은 시각",
      connectedAt: "카카오와 연결된 시각",
      consents: "동의 상태",
      blockedAt: "카카오가 계정을 막은 시각",
      stateAt: "계정 상태가 바뀐 시각",
      saves: "카카오에서 받은 횟수",
    },
  },
  browsers: {
    title: "로그인한 브라우저",
    why: "로그인을 유지하고, 어디에서 로그인했는지 보여 드려요.",
    until:
      "로그아웃하거나 회원 탈퇴할 때까지. 길어도 마지막 방문 뒤 {idle}, 로그인한 뒤 {longest}까지",
    columns: {
      id: "세션의 해시",
      userId: "회원 번호",
      flowId: "로그인 시도의 해시",
      createdAt: "로그인 시각",
      lastSeenAt: "마지막 방문 시각",
      expiresAt: "끝나는 시각",
      browser: "브라우저 이름",
      system: "운영체제 이름",
      reauthenticatedAt: "본인 확인 시각",
    },
  },
  apps: {
    title: "로그인한 앱",
    why: "앱의 로그인을 유지하고, 훔친 토큰이 쓰이면 알아차려요.",
    until:
      "로그아웃하거나 회원 탈퇴할 때까지. 길어도 마지막 사용 뒤 {idle}, 로그인한 뒤 {longest}까지",
    columns: {
      id: "세션 번호",
      userId: "회원 번호",
      generation: "토큰이 바뀐 횟수",
      refreshHash: "갱신 토큰의 해시",
      rotatedAt: "토큰이 바뀐 시각",
      createdAt: "로그인 시각",
      lastUsedAt: "마지막 사용 시각",
      expiresAt: "끝나는 시각",
      app: "앱 이름",
      system: "운영체제 이름",
    },
  },
  activity: {
    title: "활동 기록",
    why: "모르는 로그인이 있었는지 스스로 확인할 수 있어요.",
    until: "{longest}. 그 전에 회원 탈퇴하면 그때까지",
    columns: {
      id: "기록 번호",
      userId: "회원 번호",
      kind: "있었던 일",
      at: "시각",
      browser: "브라우저 이름",
      app: "앱 이름",
      system: "운영체제 이름",
    },
  },
  kakaoTokens: {
    title: "카카오 토큰(이 기능을 켠 서비스만)",
    why: "카카오에서 정보를 다시 가져와요.",
    until: "카카오가 정한 토큰의 기간이 모두 끝나거나 회원 탈퇴할 때까지",
    columns: {
      userId: "회원 번호",
      accessToken: "암호화한 액세스 토큰",
      accessExpiresAt: "액세스 토큰이 끝나는 시각",
      refreshToken: "암호화한 갱신 토큰",
      refreshExpiresAt: "갱신 토큰이 끝나는 시각",
      scope: "동의 범위",
      kid: "암호화한 열쇠의 이름",
      leasedUntil: "갱신하는 중이라는 표시",
      savedAt: "받은 시각",
    },
  },
  errands: {
    title: "카카오에 전할 일",
    why: "회원 탈퇴 뒤 카카오 연결을 끊는 일처럼, 잠시 뒤에 마쳐야 하는 일을 잊지 않아요.",
    until: "일이 끝날 때까지. 회원이 아닌 분의 것은 길어도 {longest}",
    columns: {
      kind: "일의 종류",
      key: "일의 이름",
      kakaoId: "카카오 회원번호",
      details: "일의 내용",
      dueAt: "할 시각",
      createdAt: "적은 시각",
    },
  },
  journal: {
    title: "탈퇴 기록",
    why: "백업을 되돌려도 탈퇴한 분의 정보가 되살아나지 않게 해요. 누구인지는 적지 않아요.",
    until: "{longest}",
    columns: {
      id: "예전 회원 번호",
      reason: "탈퇴한 방법",
      withdrawnAt: "탈퇴 시각",
      unlinkedAt: "카카오 연결이 끊긴 시각",
    },
  },
  journalNames: {
    title: "탈퇴한 분의 카카오 연결",
    why: "탈퇴와 동시에 들어온 로그인이 계정을 되살리지 못하게 해요.",
    until: "카카오 연결이 끊긴 뒤 {unlinked}. 끊지 못하면 탈퇴한 뒤 {longest}",
    columns: {
      personHash: "카카오 회원번호를 열쇠로 섞은 값",
      connectedAt: "카카오와 연결됐던 시각",
    },
  },
  attempts: {
    title: "시도 횟수",
    why: "무작위 시도와 과도한 요청을 막아요.",
    until: "길어도 {longest}",
    columns: {
      key: "회원 번호, 세션 번호, 또는 접속 주소나 토큰을 섞은 값",
      points: "시도 횟수",
      expire: "끝나는 시각",
    },
  },
  trips: {
    title: "카카오에 다녀온 로그인",
    why: "같은 로그인 응답이 두 번 쓰이지 않게 해요.",
    until: "{longest}",
    columns: { id: "로그인 시도의 해시", outcome: "결과", expiresAt: "끝나는 시각" },
  },
  usedTokens: {
    title: "앱이 쓴 ID 토큰",
    why: "훔친 토큰이 다시 쓰이지 않게 해요.",
    until: "그 토큰이 끝날 때까지, 길어도 {longest}",
    columns: { id: "토큰의 해시", expiresAt: "끝나는 시각" },
  },
  events: {
    title: "카카오가 보낸 알림",
    why: "같은 알림이 두 번 처리되지 않게 해요.",
    until: "{longest}",
    columns: { id: "알림의 해시", receivedAt: "받은 시각" },
  },
};

/** What each cookie says, by its place in app/privacy/cookies.ts. */
export const cookiesKo = {
  session: "로그인 상태. 길어도 {period}",
  flow: "로그인하는 중이라는 표시. {period}",
  kakaoSignOut: "카카오계정에서 로그아웃하는 중이라는 표시. {period}",
  cookieCheck: "브라우저가 쿠키를 저장하는지 확인. {period}",
  signedInBefore: "이 기기에서 로그인한 적이 있다는 표시. {period}",
  silentTry: "카카오톡 안에서 자동으로 다시 로그인하지 않는다는 표시. 길어도 {period}",
  locale: "고른 언어. {period}",
};
