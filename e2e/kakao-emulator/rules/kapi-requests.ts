// Refusals of single kapi calls: the call is understood, and what it asks cannot be given.
import { row } from "./kapi-row";
import type { Rule } from "./rule";

export const kapiRequestRules = {
  "kapi-ended": row(-9, 400, {
    description: "using deprecated api(/v1/user/me)",
    when: {
      en: "the first version of user/me, which Kakao has ended",
      ko: "카카오가 종료한 첫 번째 버전의 user/me예요",
    },
    source: "reports",
    confidence: "3rd",
    unknown: "the HTTP status",
  }),
  "kapi-already-signed-up": row(-102, 400, {
    description: "already registered",
    when: {
      en: "signup of somebody who is linked already, as everybody is in an app with auto-link",
      ko: "이미 연결된 사람의 signup이에요. 자동 연결을 쓰는 앱에서는 누구나 그래요",
    },
    source: "rest-api",
    confidence: "doc",
  }),
  "kapi-unknown-property": row(-201, 400, {
    description: "user property not found ([{properties}] for appId={appId})",
    when: {
      en: "a user property that the app has not defined (`userProperties`), or a key in property_keys that there is not; also nickname, profile_image and thumbnail_image when stored, which Kakao fills itself",
      ko: "앱에 정의하지 않은 사용자 프로퍼티(`userProperties`)거나, property_keys에 없는 키예요. 카카오가 채우는 nickname, profile_image, thumbnail_image를 저장하려 해도 그래요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown:
      "the code for storing nickname, profile_image and thumbnail_image; which keys of property_keys there are beyond the documented ones",
  }),
  "kapi-not-revocable": row(-3, 403, {
    description:
      "[{ids}] is not revocable. check out if it's set as required on developers.kakao.com",
    when: {
      en: "revoking a required consent item or a required service term",
      ko: "필수 동의항목이나 필수 서비스 약관의 동의를 철회하려 해요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: "whether service terms are refused in the same words",
  }),
  "kapi-no-scope-to-revoke": row(-2, 400, {
    description:
      "There is no scopes to revoke. check out if given scope id([{ids}]) is correct again.",
    when: {
      en: "revoking a consent item that there is not, or that was not agreed to",
      ko: "없는 동의항목이나, 동의하지 않은 동의항목을 철회하려 해요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: "whether one unknown id among known ones is refused; an item that was not agreed to",
  }),
  "kapi-unknown-term": row(-2, 400, {
    description:
      "There is no tags to get service terms. check out to configured this tags([{tags}]) in app({app}).",
    when: {
      en: "service_terms asked for a tag that the app does not have",
      ko: "앱에 없는 태그의 서비스 약관을 조회해요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: "whether one unknown tag among known ones is refused",
  }),
  "kapi-no-term-to-revoke": row(-2, 400, {
    description:
      "There is no tags to revoke. check out to configured this tags([{tags}]) in app({app}).",
    when: {
      en: "revoking a service term that the app does not have",
      ko: "앱에 없는 서비스 약관의 동의를 철회하려 해요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: "whether one unknown tag among known ones is refused",
  }),
  "kapi-scope": row(-402, 403, {
    description: "insufficient scopes.",
    when: {
      en: "talk/profile without any of its consent items; with api_type, required_scopes and allowed_scopes (add them with setFields when a fault asks for this row)",
      ko: "필요한 동의가 하나도 없는 talk/profile이에요. api_type, required_scopes, allowed_scopes가 함께 와요 (fault라면 setFields로 더해요)",
    },
    source: "reference",
    confidence: "doc",
    unknown: "the name in api_type",
  }),
  "kapi-item-off": row(-3, 403, {
    description:
      "[{app}] App disabled [{items}] scopes for [{api}] API on developers.kakao.com. Enable it first.",
    when: {
      en: "shipping_address or talk/profile in an app that has not configured its consent items",
      ko: "필요한 동의항목을 설정하지 않은 앱의 shipping_address나 talk/profile이에요",
    },
    source: "reports",
    confidence: "3rd",
    unknown: "the name of the API in msg",
  }),
  "kapi-no-talk-user": row(-501, 400, {
    description: "given account is not connected to any talk user.",
    when: {
      en: "talk/profile of somebody who does not use KakaoTalk",
      ko: "카카오톡을 쓰지 않는 사람의 talk/profile이에요",
    },
    source: "reference",
    confidence: "doc",
    unknown: "msg, which reports show",
  }),
  "kapi-user-ids-quota": row(-10, 429, {
    description: "API limit has been exceeded.",
    when: {
      en: "more than 100 calls of user/ids a minute, in an app with rateLimits",
      ko: "rateLimits를 켠 앱에서 user/ids를 1분에 100번 넘게 불렀어요",
    },
    source: "rest-api",
    confidence: "doc",
    unknown: "whether the minute slides",
  }),
} satisfies Record<string, Rule>;
