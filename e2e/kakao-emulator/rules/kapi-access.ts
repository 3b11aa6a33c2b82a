// Refusals of kapi before it looks at what is asked: who calls, from where, about whom, and whether
// the parameters can be read at all.
import { row } from "./kapi-row";
import type { Rule } from "./rule";

export const kapiAccessRules = {
  "kapi-token-unknown": row(-401, 401, {
    description: "this access token does not exist",
    when: {
      en: "the access token is unknown, logged out or unlinked; or an admin key calls what takes only access tokens",
      ko: "액세스 토큰이 없는 값이거나, 로그아웃·연결 해제된 것이에요. 액세스 토큰만 받는 API를 어드민 키로 불러도 그래요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "the text for an admin key",
    challenge: "Bearer",
  }),
  "kapi-token-expired": row(-401, 401, {
    description: "this access token is already expired",
    when: { en: "the access token is expired", ko: "액세스 토큰이 만료됐어요" },
    source: "reference",
    confidence: "doc",
    challenge: "Bearer",
  }),
  "kapi-no-key": row(-401, 401, {
    description: "no authentication key!",
    when: {
      en: "no Authorization header (and no access_token in the query, which counts then), or neither Bearer nor KakaoAK in it; or an access token calls what takes only admin keys",
      ko: "Authorization 헤더가 없거나 (그때는 쿼리의 access_token을 봐요) Bearer, KakaoAK가 아니에요. 어드민 키만 받는 API를 액세스 토큰으로 불러도 그래요",
    },
    source: "reports",
    confidence: "3rd",
    unknown: "whether Kakao's text, seen for a missing key, covers all of these",
    challenge: "Bearer",
  }),
  "kapi-admin-key": row(-401, 401, {
    description: "wrong appKey({key}) format",
    when: { en: "no app has this admin key", ko: "어느 앱의 어드민 키도 아니에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    challenge: "KakaoAK",
  }),
  "kapi-caller-ip": row(-401, 401, {
    description: "ip mismatched! callerIp={callerIp}. check out registered ips.",
    when: {
      en: "the app has allowedIps, and the caller's is not among them",
      ko: "앱에 허용 IP 주소(allowedIps)가 있는데, 호출한 IP가 거기 없어요",
    },
    source: "reference",
    confidence: "doc",
    challenge: "Bearer",
  }),
  "kapi-caller-domain": row(-401, 401, {
    description: "domain mismatched! caller={caller}. check out registered web domains.",
    when: {
      en: "a JavaScript key has domains, and the website in the KA or Origin header is not among them",
      ko: "JavaScript 키에 등록한 도메인이 있는데, KA나 Origin 헤더의 웹사이트가 거기 없어요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "which of the two headers counts; a call with neither (answered here)",
    challenge: "Bearer",
  }),
  "kapi-feature-off": row(-3, 403, {
    description: "this feature is not enabled",
    when: {
      en: "service terms in an app without Kakao Sync; oidc/userinfo in an app without OpenID Connect",
      ko: "카카오싱크를 쓰지 않는 앱의 서비스 약관, OpenID Connect를 켜지 않은 앱의 oidc/userinfo",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg; whether Kakao refuses oidc/userinfo then",
  }),
  "kapi-key-not-allowed": row(-3, 403, {
    description: "this API is not allowed for the admin key",
    when: {
      en: "a secondary admin key whose `allows` does not have the path",
      ko: "보조 어드민 키의 `allows`에 이 경로가 없어요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
  }),
  "kapi-wrong-header": row(-8, 400, {
    description: "wrong header",
    when: {
      en: "Bearer or KakaoAK with nothing behind it, or with more than one word",
      ko: "Bearer나 KakaoAK 뒤에 값이 없거나, 여러 낱말이 있어요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg; which headers Kakao calls wrong",
  }),
  "kapi-bad-parameter": row(-2, 400, {
    description: "Constraints on the parameter [{parameter}] are unsatisfied.",
    when: {
      en: "a parameter has the wrong type, is out of range or comes twice",
      ko: "파라미터의 타입이나 범위가 틀렸거나, 같은 파라미터가 두 번 왔어요",
    },
    source: "reports",
    confidence: "3rd",
    unknown: "whether the calls of Kakao Login use this text, which is the messaging API's",
  }),
  "kapi-missing-parameter": row(-2, 400, {
    description: "The Parameter [{parameter}] cannot be null.",
    when: { en: "a required parameter is missing", ko: "필수 파라미터가 없어요" },
    source: "reports",
    confidence: "3rd",
    unknown: "whether the calls of Kakao Login use this text, which is the messaging API's",
  }),
  "kapi-bad-header": row(-2, 400, {
    description: "wrong Authorization header",
    when: {
      en: "access_token_info without a well-formed Bearer header",
      ko: "access_token_info에 올바른 형식의 Bearer 헤더가 없어요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
  }),
  "kapi-not-linked": row(-101, 400, {
    description: "NotRegisteredUserException",
    when: {
      en: "with an admin key: the person is not linked to the app",
      ko: "어드민 키 요청: 앱에 연결되지 않은 사람이에요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg, which reports show",
  }),
  "kapi-not-signed-up": row(-101, 400, {
    description: "NotRegisteredUserException",
    when: {
      en: "an app without auto-link has not signed the person up, and the call needs a whole link (not: user/me, app/users, userinfo, access_token_info, logout, unlink, scopes, revoke/scopes, signup)",
      ko: "자동 연결을 끈 앱이 아직 수동 연결하지 않은 사람이에요 (user/me, app/users, userinfo, access_token_info, logout, unlink, scopes, revoke/scopes, signup은 돼요)",
    },
    source: "choice",
    confidence: "guess",
    unknown: "which calls Kakao refuses before signup",
  }),
  "kapi-blocked": row(-4, 403, {
    description: "blocked user",
    when: { en: "the account is sanctioned", ko: "이용이 제한된 계정이에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
  }),
  "kapi-under-14": row(-406, 401, {
    description: "under age 14",
    when: {
      en: "the person is under 14 and no guardian consented",
      ko: "보호자 동의가 없는 만 14세 미만이에요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    challenge: "Bearer",
  }),
  "kapi-method": row(-2, 405, {
    description: "method not allowed",
    when: { en: "a method the call does not have", ko: "지원하지 않는 메서드예요" },
    source: "choice",
    confidence: "guess",
    unknown: "everything",
  }),
} satisfies Record<string, Rule>;
