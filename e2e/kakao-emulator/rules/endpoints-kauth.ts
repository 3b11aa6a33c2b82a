// The addresses of kauth.kakao.com.
import type { Endpoint } from "./endpoint";

export const kauthEndpoints = {
  authorize: {
    host: "kauth",
    path: "/oauth/authorize",
    methods: ["GET"],
    caller: "browser",
    what: {
      en: "asks for a code: sign-in, account chooser, consent, terms; `scope`, `prompt`, `login_hint`, `service_terms`, `channel_public_id`, `state`, `nonce`, PKCE",
      ko: "인가 코드 요청: 로그인, 계정 선택, 동의, 약관. `scope`, `prompt`, `login_hint`, `service_terms`, `channel_public_id`, `state`, `nonce`, PKCE",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: {
      en: "`prompt=cert` and `auth_type` are ignored; how Kakao treats several values in `prompt`",
      ko: "`prompt=cert`와 `auth_type`은 무시해요. `prompt`에 값이 여러 개일 때 카카오의 동작",
    },
  },
  token: {
    host: "kauth",
    path: "/oauth/token",
    methods: ["POST"],
    caller: "client",
    what: {
      en: "`authorization_code` and `refresh_token`",
      ko: "`authorization_code`와 `refresh_token`",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: {
      en: "the order of the checks; how long a code lives; whether PKCE is enforced for REST keys",
      ko: "검사 순서, 인가 코드의 수명, REST API 키에 PKCE를 강제하는지",
    },
  },
  account_logout: {
    host: "kauth",
    path: "/oauth/logout",
    methods: ["GET"],
    caller: "browser",
    what: {
      en: "signs out of the Kakao account in this browser, after asking; `logout_redirect_uri`, `state`",
      ko: "물어본 뒤 이 브라우저의 카카오계정에서 로그아웃. `logout_redirect_uri`, `state`",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: {
      en: "the choices on the page; what happens when nobody is signed in",
      ko: "화면의 선택지, 로그인한 사람이 없을 때의 동작",
    },
  },
  token_info: {
    host: "kauth",
    path: "/oauth/tokeninfo",
    methods: ["POST"],
    caller: "anybody",
    what: { en: "the payload of an ID token, if it is good", ko: "유효한 ID 토큰의 내용" },
    source: "rest-api",
    confidence: "doc",
  },
  discovery: {
    host: "kauth",
    path: "/.well-known/openid-configuration",
    methods: ["GET"],
    caller: "anybody",
    what: { en: "OpenID Connect discovery", ko: "OpenID Connect 메타데이터" },
    source: "utilize",
    confidence: "doc",
  },
  jwks: {
    host: "kauth",
    path: "/.well-known/jwks.json",
    methods: ["GET"],
    caller: "anybody",
    what: { en: "the two public keys; rotated on request", ko: "공개키 두 개. 요청하면 교체" },
    source: "utilize",
    confidence: "doc",
    unknown: {
      en: "how often Kakao lets the list be fetched (not limited here)",
      ko: "카카오가 조회를 얼마나 허용하는지 (여기서는 제한하지 않아요)",
    },
  },
  sse_configuration: {
    host: "kauth",
    path: "/.well-known/sse-configuration",
    methods: ["GET"],
    caller: "anybody",
    what: { en: "metadata of the account-state webhook", ko: "계정 상태 변경 웹훅의 메타데이터" },
    source: "webhook",
    confidence: "doc-old",
    unknown: { en: "whether this is still its address", ko: "지금도 이 주소인지" },
  },
} as const satisfies Record<string, Endpoint>;
