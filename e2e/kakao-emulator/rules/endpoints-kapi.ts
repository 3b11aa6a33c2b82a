// The addresses of kapi.kakao.com.
import type { Endpoint } from "./endpoint";

type Row = Omit<Endpoint, "host" | "source" | "confidence"> & Partial<Endpoint>;

function row<const Path extends string>(
  path: Path,
  rest: Omit<Row, "path">,
): Endpoint & {
  path: Path;
} {
  return { host: "kapi", source: "rest-api", confidence: "doc", ...rest, path };
}

export const kapiEndpoints = {
  user_me: row("/v2/user/me", {
    methods: ["GET", "POST"],
    caller: "token or admin key",
    what: {
      en: "the person; `property_keys`, `secure_resource`",
      ko: "사용자 정보. `property_keys`, `secure_resource`",
    },
    unknown: {
      en: "the `_needs_agreement` flag of something agreed to that the person has none of (false here)",
      ko: "동의했지만 값이 없는 항목의 `_needs_agreement` (여기서는 false)",
    },
  }),
  userinfo: row("/v1/oidc/userinfo", {
    methods: ["GET"],
    caller: "token",
    what: { en: "the person as OpenID claims", ko: "OpenID 클레임으로 된 사용자 정보" },
    source: "utilize",
    unknown: {
      en: "`gender` is lower case here; Kakao's sample is upper case",
      ko: "`gender`는 소문자로 답해요. 카카오 예제에는 대문자도 있어요",
    },
  }),
  access_token_info: row("/v1/user/access_token_info", {
    methods: ["GET"],
    caller: "token",
    what: { en: "`id`, `expires_in`, `app_id`", ko: "`id`, `expires_in`, `app_id`" },
  }),
  logout: row("/v1/user/logout", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "ends tokens", ko: "토큰 만료" },
    unknown: {
      en: "which tokens end: with a token that sign-in's, with the admin key all",
      ko: "어느 토큰까지 끝나는지. 토큰이면 그 로그인, 어드민 키면 전부",
    },
  }),
  unlink: row("/v1/user/unlink", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "ends the link; no unlink webhook", ko: "연결 해제. 웹훅은 보내지 않아요" },
  }),
  signup: row("/v1/user/signup", {
    methods: ["POST"],
    caller: "token",
    what: {
      en: "apps without auto-link: signs the person up",
      ko: "자동 연결이 꺼진 앱의 수동 연결",
    },
  }),
  update_profile: row("/v1/user/update_profile", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "sets user properties", ko: "사용자 프로퍼티 저장" },
  }),
  scopes: row("/v2/user/scopes", {
    methods: ["GET"],
    caller: "token or admin key",
    what: { en: "consent items and whether they are agreed to", ko: "동의 내역 조회" },
  }),
  revoke_scopes: row("/v2/user/revoke/scopes", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "withdraws consent to items", ko: "동의 철회" },
  }),
  service_terms: row("/v2/user/service_terms", {
    methods: ["GET"],
    caller: "token or admin key",
    what: { en: "service terms (Kakao Sync)", ko: "서비스 약관 동의 내역 (카카오싱크)" },
  }),
  upgrade_service_terms: row("/v2/user/upgrade/service_terms", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "agrees to terms for the person", ko: "서비스 약관 동의 처리" },
  }),
  revoke_service_terms: row("/v2/user/revoke/service_terms", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "takes back consent to terms", ko: "서비스 약관 동의 철회" },
  }),
  user_ids: row("/v1/user/ids", {
    methods: ["GET"],
    caller: "admin key",
    what: { en: "ids of linked people, in pages", ko: "연결된 사용자 목록" },
  }),
  app_users: row("/v2/app/users", {
    methods: ["GET"],
    caller: "admin key",
    what: { en: "several people at once", ko: "여러 사용자 정보 조회" },
  }),
  shipping_address: row("/v1/user/shipping_address", {
    methods: ["GET"],
    caller: "token or admin key",
    what: { en: "delivery addresses", ko: "배송지 조회" },
  }),
  talk_profile: row("/v1/api/talk/profile", {
    methods: ["GET"],
    caller: "token",
    what: { en: "the KakaoTalk profile", ko: "카카오톡 프로필" },
    source: "talk",
  }),
} as const satisfies Record<string, Endpoint>;
