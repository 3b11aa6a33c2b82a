// Errors of /oauth/authorize that go back to the app's redirect_uri.
import type { Rule } from "./rule";

const status = 302;

export const callbackRules = {
  "callback-cancelled": {
    code: "access_denied",
    status,
    error: "access_denied",
    description: "User denied access",
    answersAs: "callback",
    when: { en: "the person pressed Cancel", ko: "동의 화면에서 취소를 눌렀어요" },
    source: "rest-api",
    confidence: "doc",
  },
  "callback-under-14": {
    code: "access_denied",
    status,
    error: "access_denied",
    description: "Not allowed under age 14",
    answersAs: "callback",
    when: {
      en: "a child under 14 without a guardian's consent",
      ko: "보호자 동의가 없는 만 14세 미만이에요",
    },
    source: "rest-api",
    confidence: "3rd-doc",
  },
  "callback-login-required": {
    code: "login_required",
    status,
    error: "login_required",
    description: "user authentication required",
    answersAs: "callback",
    when: {
      en: "prompt=none, and nobody is signed in to the Kakao account in this browser",
      ko: "prompt=none인데 이 브라우저에 카카오계정 로그인이 없어요",
    },
    source: "utilize",
    confidence: "doc",
    unknown: "the description",
  },
  "callback-consent-required": {
    code: "consent_required",
    status,
    error: "consent_required",
    description: "user consent required.",
    answersAs: "callback",
    when: {
      en: "prompt=none, and the person is not linked or has not agreed to all named items",
      ko: "prompt=none인데 연결되지 않았거나, 요청한 항목에 동의하지 않았어요",
    },
    source: "utilize",
    confidence: "doc",
  },
  "callback-interaction-required": {
    code: "interaction_required",
    status,
    error: "interaction_required",
    description: "user interaction required",
    answersAs: "callback",
    when: {
      en: "prompt=none, and the account is sanctioned, or a required service term is not agreed to",
      ko: "prompt=none인데 이용이 제한된 계정이거나, 필수 서비스 약관에 동의하지 않았어요",
    },
    source: "utilize",
    confidence: "3rd-doc",
    unknown: "the description",
  },
  "callback-server-error": {
    code: "server_error",
    status,
    error: "server_error",
    description: "temporary failure",
    answersAs: "callback",
    when: { en: "temporary failure of Kakao", ko: "카카오의 일시적인 문제예요" },
    source: "rest-api",
    confidence: "doc",
    unknown: "the description",
    onlyAsFault: true,
  },
} as const satisfies Record<string, Rule>;
