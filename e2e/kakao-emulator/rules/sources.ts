// Where a rule comes from. Every row of the rules and endpoints tables names one of these.

const docs = "https://developers.kakao.com/docs/latest/en";

export const sources = {
  "rest-api": {
    en: "Kakao Login › REST API",
    ko: "카카오 로그인 › REST API",
    url: `${docs}/kakaologin/rest-api`,
  },
  prerequisite: {
    en: "Kakao Login › Prerequisites",
    ko: "카카오 로그인 › 설정하기",
    url: `${docs}/kakaologin/prerequisite`,
  },
  utilize: {
    en: "Kakao Login › Utilization (OpenID Connect, auto-login, extra consent)",
    ko: "카카오 로그인 › 활용하기 (OpenID Connect, 자동 로그인, 추가 동의)",
    url: `${docs}/kakaologin/utilize`,
  },
  troubleshooting: {
    en: "Kakao Login › Troubleshooting",
    ko: "카카오 로그인 › 문제 해결",
    url: `${docs}/kakaologin/trouble-shooting`,
  },
  webhook: {
    en: "Kakao Login › Webhook",
    ko: "카카오 로그인 › 웹훅",
    url: `${docs}/kakaologin/callback`,
  },
  notice: {
    en: "DevTalk › Notice on the account-state webhook",
    ko: "데브톡 › 계정 상태 변경 웹훅 공지",
    url: "https://devtalk.kakao.com/t/notice-update-on-the-account-status-change-webhook/142432",
  },
  reference: {
    en: "REST API › Reference and error codes",
    ko: "REST API › 레퍼런스와 에러 코드",
    url: `${docs}/rest-api/reference`,
  },
  sync: {
    en: "Kakao Sync",
    ko: "카카오싱크",
    url: `${docs}/kakaosync/common`,
  },
  talk: {
    en: "Kakao Talk Social › REST API",
    ko: "카카오톡 소셜 › REST API",
    url: `${docs}/kakaotalk-social/rest-api`,
  },
  sdk: {
    en: "Kakao's SDKs for Flutter and iOS (source code)",
    ko: "카카오 Flutter·iOS SDK 소스 코드",
    url: "https://github.com/kakao",
  },
  reports: {
    en: "reports by developers (public issues, posts, samples)",
    ko: "개발자들이 남긴 기록 (공개 이슈, 글, 예제)",
    url: null,
  },
  rfc: {
    en: "RFC 6749, 7636 and 8935",
    ko: "RFC 6749, 7636, 8935",
    url: "https://www.rfc-editor.org/rfc/rfc6749",
  },
  choice: {
    en: "chosen here; Kakao is silent",
    ko: "카카오에 정해진 것이 없어 여기서 정했어요",
    url: null,
  },
} as const;

export type SourceId = keyof typeof sources;
