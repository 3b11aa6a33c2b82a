// Every sentence a person reads, in Korean (해요체). Its shape is the shape of every dictionary.
// `{name}` and the like are filled in by fill.ts. Called through locale.ts.
import { apiKo } from "#lib/text/api-ko";
import { crashText } from "#lib/text/crash";

export const ko = {
  home: {
    headline: "카카오로 3초면 시작해요",
    underHeadline: "비밀번호를 새로 만들 필요가 없어요.",
    bubble: "처음이어도 이 버튼이면 돼요",
    greeting: "{nickname}님, 반가워요",
    greetingNameless: "반가워요",
    account: "내 계정",
  },
  signIn: {
    title: "로그인",
    headline: "로그인하고 계속해요",
    button: "카카오 로그인",
    otherAccount: "다른 카카오계정으로 로그인",
    signedInBefore: "최근에 카카오로 로그인했어요",
    needsCookies:
      "이 브라우저가 쿠키를 막고 있어서 로그인을 마칠 수 없어요. 쿠키를 허용하고 다시 시도해 주세요.",
  },
  signOut: {
    here: "이 기기에서 로그아웃",
    hereWhat: "이 브라우저에서만 로그아웃해요. 다른 기기와 앱은 그대로예요.",
    everywhere: "모든 기기에서 로그아웃",
    everywhereWhat: "로그인된 모든 브라우저와 앱에서 로그아웃해요.",
    kakaoAccount: "카카오계정도 로그아웃",
    kakaoAccountWhat:
      "공용 컴퓨터라면 이걸 눌러 주세요. 여기서 로그아웃하고, 이 브라우저의 카카오계정 로그아웃까지 이어져요.",
    kakaoAccountDone: "카카오계정에서도 로그아웃했어요",
  },
  account: {
    title: "내 계정",
    profile: "프로필",
    nickname: "닉네임",
    email: "이메일",
    notReceived: "카카오에서 받지 않았어요",
    refreshed: "마지막 업데이트",
    devices: "로그인된 기기",
    thisDevice: "이 기기",
    app: "앱",
    unknownDevice: "알 수 없는 기기",
    signOutOfDevice: "로그아웃",
    signOutOfNamedDevice: "{device} 기기에서 로그아웃",
    signOut: "로그아웃",
  },
  setup: {
    title: "설정하기",
    headline: "카카오 연결만 하면 끝나요",
    underHeadline: "아래를 마치고 서버를 다시 시작하면 이 화면이 로그인 화면으로 바뀌어요.",
    app: "카카오 앱 만들기",
    appHow: "앱을 만들고 [카카오 로그인]의 사용 설정을 켜요.",
    console: "카카오 디벨로퍼스 열기",
    redirectUri: "Redirect URI 등록하기",
    redirectUriWhere: "[앱] > [플랫폼 키] > REST API 키 > Redirect URI",
    redirectUriLabel: "Redirect URI",
    logoutRedirectUriWhere: "[카카오 로그인] > [고급] > 로그아웃 리다이렉트 URI",
    logoutRedirectUriLabel: "로그아웃 리다이렉트 URI",
    redirectUriHow: "한 글자라도 다르면 카카오가 거절하니 그대로 복사해 주세요.",
    consent: "동의항목 켜기",
    consentWhere: "[카카오 로그인] > [동의항목]",
    consentNickname: "닉네임",
    consentImage: "프로필 사진",
    consentEmail: "이메일, 비즈 앱일 때만",
    variables: "환경 변수 채우기",
    variablesHow: "아직 비어 있는 값이에요.",
    kakaoId: "[앱] > [플랫폼 키]의 REST API 키",
    kakaoSecret: "같은 REST API 키의 클라이언트 시크릿",
    kakaoAppId: "[앱] > [일반]의 앱 ID",
    kakaoAdminKey: "[앱] > [어드민 키]의 대표 키",
  },
  errors: {
    cancelled: "로그인을 취소했어요. 언제든 다시 시작할 수 있어요.",
    expired: "로그인 시간이 지났거나 다른 브라우저에서 돌아왔어요. 처음부터 다시 시도해 주세요.",
    kakao_unavailable: "지금 카카오와 연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요.",
    kakao_rejected: "카카오가 로그인을 확인해 주지 않았어요. 다시 시도해 주세요.",
    misconfigured: "서비스 설정을 확인하고 있어요. 잠시 후 다시 시도해 주세요.",
    rate_limited: "요청이 많아요. 잠시 후 다시 시도해 주세요.",
    in_kakaotalk: "카카오톡 안에서는 본인 확인을 다시 할 수 없어요. 다른 브라우저에서 열어 주세요.",
    under_14: "만 14세 미만은 보호자 동의가 필요해요.",
    unknown: "문제가 생겼어요. 다시 시도해 주세요.",
    unavailable:
      "지금은 정보를 불러올 수 없어요. 로그인은 그대로 유지돼요. 잠시 후 다시 시도해 주세요.",
  },
  crash: crashText.ko,
  unavailable: { title: "잠시만요", retry: "다시 시도" },
  notFound: { title: "찾을 수 없는 페이지", headline: "찾으시는 페이지가 없어요", home: "홈으로" },
  frame: {
    description: "카카오로 3초면 시작해요. 비밀번호를 새로 만들 필요가 없어요.",
    home: "{name} 홈",
    otherLanguage: "English",
  },
  api: apiKo,
  dates: { now: "방금" },
};

/** The shape of every dictionary: the same keys, all of them sentences. */
export type Text = typeof ko;
