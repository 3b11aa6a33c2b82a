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
      en: "the `_needs_agreement` flag of something agreed to that the person has none of (false here); whether `profile_needs_agreement` stands beside the two flags of its halves (here: when both are configured); which of the deprecated `has_*` flags are left; `for_partner` is never answered",
      ko: "동의했지만 값이 없는 항목의 `_needs_agreement` (여기서는 false), 닉네임과 사진의 플래그 옆에 `profile_needs_agreement`도 오는지 (여기서는 둘 다 설정했을 때), 지금도 오는 `has_*` 플래그. `for_partner`는 답하지 않아요",
    },
  }),
  old_user_me: row("/v1/user/me", {
    methods: ["GET", "POST"],
    caller: "anybody",
    what: {
      en: "ended; some old clients still call it",
      ko: "종료. 오래된 클라이언트가 아직 불러요",
    },
    source: "reports",
    confidence: "3rd",
    unknown: { en: "how it answered when it ended", ko: "종료될 때의 정확한 응답" },
  }),
  userinfo: row("/v1/oidc/userinfo", {
    methods: ["GET"],
    caller: "token",
    what: { en: "the person as OpenID claims", ko: "OpenID 클레임으로 된 사용자 정보" },
    source: "utilize",
    unknown: {
      en: "`gender` is lower case here; Kakao's sample is upper case; what is told before signup (here: as much as user/me)",
      ko: "`gender`는 소문자로 답해요. 카카오 예제에는 대문자도 있어요. 수동 연결 전의 범위 (여기서는 user/me만큼)",
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
    unknown: {
      en: "whether `connected_at` is then the time of signup (here it is)",
      ko: "`connected_at`이 수동 연결한 시각이 되는지 (여기서는 돼요)",
    },
  }),
  update_profile: row("/v1/user/update_profile", {
    methods: ["POST"],
    caller: "token or admin key",
    what: { en: "sets user properties", ko: "사용자 프로퍼티 저장" },
    unknown: {
      en: "whether the admin key still works (Kakao's newer pages name only the access token); values that are not strings are refused here",
      ko: "어드민 키가 아직 되는지 (카카오의 최근 문서에는 액세스 토큰만 있어요). 문자열이 아닌 값은 여기서 거절해요",
    },
  }),
  scopes: row("/v2/user/scopes", {
    methods: ["GET"],
    caller: "token or admin key",
    what: { en: "consent items and whether they are agreed to", ko: "동의 내역 조회" },
    unknown: {
      en: "ids in `scopes` that there are not (left out here); whether `openid` is listed (not here)",
      ko: "`scopes`에 없는 ID를 넣었을 때 (여기서는 빼고 답해요), `openid`가 목록에 오는지 (여기서는 안 와요)",
    },
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
    unknown: {
      en: "`revocable` of a term that was not agreed to (Kakao's table says false, its sample true; false here); whether `tags` shows such a term without `result=app_service_terms` (not here)",
      ko: "동의하지 않은 약관의 `revocable` (카카오 표는 false, 예제는 true. 여기서는 false), `result=app_service_terms` 없이 `tags`로 그런 약관을 볼 수 있는지 (여기서는 안 돼요)",
    },
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
    unknown: {
      en: "optional terms that were not agreed to (left out of the answer here)",
      ko: "동의하지 않은 선택 약관 (여기서는 응답에서 빼요)",
    },
  }),
  user_ids: row("/v1/user/ids", {
    methods: ["GET"],
    caller: "admin key",
    what: { en: "ids of linked people, in pages", ko: "연결된 사용자 목록" },
    unknown: {
      en: "whether pages overlap (`from_id` is part of its page, and the addresses here name the first id not seen yet); which key `app_key` in them is; people who wait for signup (left out here)",
      ko: "페이지가 겹치는지 (`from_id`도 그 페이지에 들어가고, 여기서는 아직 안 본 첫 ID로 주소를 만들어요), 주소의 `app_key`가 어느 키인지, 수동 연결을 기다리는 사람 (여기서는 빼요)",
    },
  }),
  app_users: row("/v2/app/users", {
    methods: ["GET"],
    caller: "admin key",
    what: { en: "several people at once, as a bare list", ko: "여러 사용자 정보 조회 (목록으로)" },
    unknown: {
      en: "ids that are not linked (left out here); the order (as asked, here); ids as strings (refused here)",
      ko: "연결되지 않은 ID (여기서는 빼요), 순서 (여기서는 요청한 대로), 문자열로 된 ID (여기서는 거절해요)",
    },
  }),
  shipping_address: row("/v1/user/shipping_address", {
    methods: ["GET"],
    caller: "token or admin key",
    what: { en: "delivery addresses, in pages", ko: "배송지 조회" },
    unknown: {
      en: "an `address_id` that there is not (an empty list here); `shipping_addresses` of somebody who has none (absent here); the largest `page_size` (not limited here)",
      ko: "없는 `address_id` (여기서는 빈 목록), 배송지가 없는 사람의 `shipping_addresses` (여기서는 없음), `page_size`의 최댓값 (여기서는 제한하지 않아요)",
    },
  }),
  talk_profile: row("/v1/api/talk/profile", {
    methods: ["GET"],
    caller: "token",
    what: { en: "the KakaoTalk profile", ko: "카카오톡 프로필" },
    source: "talk",
    unknown: {
      en: "the spelling of `profileImageURL` and `thumbnailURL` (as in Kakao's SDKs; its table says `…Url`); here the profile is the Kakao account's",
      ko: "`profileImageURL`, `thumbnailURL`의 표기 (카카오 SDK를 따랐어요. 카카오 표에는 `…Url`), 여기서는 카카오계정 프로필과 같아요",
    },
  }),
} as const satisfies Record<string, Endpoint>;
