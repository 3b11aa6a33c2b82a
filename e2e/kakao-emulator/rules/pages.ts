// Refusals of /oauth/authorize that Kakao shows on its own page: the browser never goes back.
import type { Rule } from "./rule";

const status = 400;
const unknown = "HTTP status";

export const pageRules = {
  "page-unknown-client": {
    code: "KOE101",
    status,
    error: "invalid_client",
    description: "Not exist client_id [{client_id}]",
    answersAs: "page",
    when: {
      en: "client_id is missing or belongs to no app",
      ko: "client_id가 없거나, 어느 앱의 키도 아니에요",
    },
    confidence: "doc",
    unknown: "HTTP status; whether a missing client_id is this code",
  },
  "page-login-off": {
    code: "KOE004",
    status,
    error: null,
    description: null,
    answersAs: "page",
    when: {
      en: "Kakao Login is not switched on for the app",
      ko: "앱의 카카오 로그인 사용 설정이 꺼져 있어요",
    },
    confidence: "doc",
    unknown,
  },
  "page-not-member": {
    code: "KOE005",
    status,
    error: null,
    description: null,
    answersAs: "page",
    when: {
      en: "a test app, and the person is not one of its members",
      ko: "테스트 앱인데, 로그인한 사람이 그 앱의 멤버가 아니에요",
    },
    confidence: "doc",
    unknown,
  },
  "page-redirect-uri": {
    code: "KOE006",
    status,
    error: null,
    description: null,
    answersAs: "page",
    when: {
      en: "redirect_uri is not, character for character, a registered one",
      ko: "redirect_uri가 등록된 주소와 글자까지 똑같지 않아요",
    },
    confidence: "doc",
    unknown,
  },
  "page-response-type": {
    code: "KOE201",
    status,
    error: "invalid_request",
    description: "Unsupported response type: {response_type}",
    answersAs: "page",
    when: {
      en: "response_type is neither code nor token",
      ko: "response_type이 code가 아니에요",
    },
    confidence: "doc",
    unknown,
  },
  "page-implicit": {
    code: "KOE202",
    status,
    error: "invalid_request",
    description: "Implicit grant is not supported",
    answersAs: "page",
    when: { en: "response_type is token", ko: "response_type이 token이에요" },
    confidence: "doc",
    unknown: "HTTP status; the description after `Implicit g`",
  },
  "page-bad-parameter": {
    code: "KOE204",
    status,
    error: "invalid_request",
    description: "Bad parameter: {parameter}",
    answersAs: "page",
    when: {
      en: "a parameter is sent twice, or the PKCE challenge is not a 43-character S256 one",
      ko: "같은 파라미터가 두 번 왔거나, PKCE 값이 43자 S256이 아니에요",
    },
    confidence: "3rd-doc",
    unknown: "all but the code; whether Kakao refuses these two at all",
  },
  "page-scope": {
    code: "KOE205",
    status,
    error: "invalid_scope",
    description: "{scopes}",
    answersAs: "page",
    when: {
      en: "scope names a consent item the app has not configured (openid while OpenID Connect is off counts)",
      ko: "scope에 앱이 설정하지 않은 동의항목이 있어요 (OpenID Connect가 꺼진 앱의 openid 포함)",
    },
    confidence: "doc",
    unknown: "HTTP status; error; whether openid counts",
  },
  "page-missing-parameter": {
    code: "KOE207",
    status,
    error: "invalid_request",
    description: "Missing parameter: {parameter}",
    answersAs: "page",
    when: {
      en: "redirect_uri or response_type is missing",
      ko: "redirect_uri나 response_type이 없어요",
    },
    confidence: "3rd-doc",
    unknown: "HTTP status; error; description",
  },
} as const satisfies Record<string, Rule>;
