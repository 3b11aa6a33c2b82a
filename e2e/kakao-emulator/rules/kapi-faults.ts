// Refusals of kapi that the emulator never meets by itself: a fault asks for them.
import { row } from "./kapi-row";
import type { Rule } from "./rule";

export const kapiFaultRules = {
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
