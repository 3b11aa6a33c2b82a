// Refusals of the REST API (kapi): `{"msg", "code"}`.
import type { Rule } from "./rule";

type Row = Pick<Rule, "description" | "when" | "source" | "confidence"> &
  Partial<Pick<Rule, "unknown" | "onlyAsFault" | "challenge">>;

function row<Code extends number>(code: Code, status: number, rest: Row): Rule & { code: Code } {
  return { code, status, error: null, answersAs: "kapi", ...rest };
}

export const kapiRules = {
  "kapi-token-unknown": row(-401, 401, {
    description: "this access token does not exist",
    when: {
      en: "the access token is missing, unknown, logged out or unlinked",
      ko: "액세스 토큰이 없거나, 없는 값이거나, 로그아웃·연결 해제된 것이에요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "the text for a missing header",
    challenge: "Bearer",
  }),
  "kapi-token-expired": row(-401, 401, {
    description: "this access token is already expired",
    when: { en: "the access token is expired", ko: "액세스 토큰이 만료됐어요" },
    source: "reference",
    confidence: "doc",
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
  "kapi-bad-header": row(-2, 400, {
    description: "wrong Authorization header",
    when: {
      en: "access_token_info without a Bearer header",
      ko: "access_token_info에 Bearer 헤더가 없어요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
  }),
  "kapi-bad-parameter": row(-2, 400, {
    description: "{parameter} is missing or malformed",
    when: {
      en: "property_keys is no JSON array of strings; or, with an admin key, target_id_type or target_id is wrong",
      ko: "property_keys가 문자열 JSON 배열이 아니거나, 어드민 키 요청의 target_id_type, target_id가 잘못됐어요",
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
    unknown: "msg",
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
    when: { en: "the person is under 14", ko: "만 14세 미만이에요" },
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
  "kapi-internal": row(-1, 400, {
    description: "internal error",
    when: {
      en: "temporary; a token must not be treated as dead",
      ko: "일시적인 문제예요. 토큰이 죽은 것으로 보면 안 돼요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-feature-off": row(-3, 403, {
    description: "this feature is not enabled",
    when: { en: "feature not enabled in the app", ko: "앱에서 켜지 않은 기능이에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-permission": row(-5, 403, {
    description: "no permission",
    when: { en: "no permission for the API", ko: "API를 쓸 권한이 없어요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-maintenance": row(-7, 400, {
    description: "service under maintenance",
    when: { en: "product under maintenance", ko: "서비스 점검 중이에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-quota": row(-10, 400, {
    description: "API limit has been exceeded.",
    when: { en: "quota exceeded", ko: "허용된 호출 수를 넘었어요" },
    source: "reference",
    confidence: "doc",
    onlyAsFault: true,
  }),
  "kapi-sanctioned-app": row(-12, 403, {
    description: "app is sanctioned",
    when: { en: "app or developer sanctioned", ko: "앱이나 개발자가 제재됐어요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-no-account": row(-103, 400, {
    description: "NotExistKakaoAccountException",
    when: { en: "no such Kakao account", ko: "없는(휴면) 카카오계정이에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-scope": row(-402, 403, {
    description: "insufficient scopes.",
    when: {
      en: "consent missing for the API; add required_scopes and allowed_scopes with setFields",
      ko: "API에 필요한 동의가 없어요. required_scopes, allowed_scopes는 setFields로 더해요",
    },
    source: "reference",
    confidence: "doc",
    onlyAsFault: true,
  }),
  "kapi-timeout": row(-603, 400, {
    description: "timeout inside Kakao",
    when: { en: "timeout inside Kakao", ko: "카카오 안의 시간 초과예요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
  "kapi-down": row(-9798, 503, {
    description: "service is under maintenance",
    when: { en: "maintenance", ko: "카카오 점검 중이에요" },
    source: "reference",
    confidence: "doc",
    unknown: "msg",
    onlyAsFault: true,
  }),
} satisfies Record<string, Rule>;
