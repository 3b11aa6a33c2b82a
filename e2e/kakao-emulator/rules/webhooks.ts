// What Kakao sends by itself, as data: the two webhooks and the reasons for an unlink. The sender
// takes its limits from here. The events of the account-state webhook stand in security-events.ts.
import type { UnlinkReason } from "../world/happenings";
import type { Confidence } from "./rule";
import type { SourceId } from "./sources";

export type Webhook = {
  what: { en: string; ko: string };
  /** The one status that counts as received; the body is ignored. */
  accepts: number;
  timeoutMs: number;
  source: SourceId;
  confidence: Confidence;
  /** What of this webhook is not known about Kakao and was chosen here. */
  unknown: { en: string; ko: string };
};

export const webhooks = {
  unlink: {
    what: {
      en: "a link has ended outside of the app: `app_id`, `user_id`, `referrer_type` in the query or in a form, with `Authorization: KakaoAK` and the primary admin key; redirects are not followed, nothing is sent twice",
      ko: "앱 밖에서 연결이 끊어졌어요: 쿼리나 폼의 `app_id`, `user_id`, `referrer_type`, 그리고 `Authorization: KakaoAK`와 대표 어드민 키. 리다이렉트는 따라가지 않고, 다시 보내지 않아요",
    },
    accepts: 200,
    timeoutMs: 3000,
    source: "webhook",
    confidence: "doc",
    unknown: {
      en: "content type of the POST (form-urlencoded here); whether another 2xx counts (not here); retries (none here); order (one after another for each person and app here). `group_user_token` is not sent, and a webhook that keeps failing is not paused. Kakao takes https addresses only; http is for tests",
      ko: "POST의 콘텐츠 타입 (여기서는 form-urlencoded), 다른 2xx도 성공인지 (여기서는 실패), 재전송 (여기서는 없음), 순서 (여기서는 사람과 앱마다 차례대로). `group_user_token`은 보내지 않고, 계속 실패해도 멈추지 않아요. 카카오는 https 주소만 받아요. http는 테스트용이에요",
    },
  },
  "account-state": {
    what: {
      en: "something has happened to an account or its link: a security event token (`application/secevent+jwt`, RS256, no `exp`) in a POST",
      ko: "계정이나 연결에 변화가 있어요: POST 본문의 보안 이벤트 토큰 (`application/secevent+jwt`, RS256, `exp` 없음)",
    },
    accepts: 202,
    timeoutMs: 3000,
    source: "webhook",
    confidence: "doc",
    unknown: {
      en: "`aud`: the first REST API key or the app id (a setting of the app here); the transaction id is `txm`, as in Kakao's texts (RFC 8417: `txn`); whether there is an `app_id` claim (none here); what else an event carries (only `subject`, and `reason` of user-unlinked here); one token for each event; retries (none here). RISC and CAEP also need a consent item at Kakao; here the app's `riscPermitted` is enough",
      ko: "`aud`: 첫 REST API 키인지 앱 ID인지 (여기서는 앱 설정). 트랜잭션 ID는 카카오 문서대로 `txm` (RFC 8417은 `txn`). `app_id` 클레임이 있는지 (여기서는 없음). 이벤트에 더 담기는 것 (여기서는 `subject`와 user-unlinked의 `reason`만). 이벤트마다 토큰 하나. 재전송 (여기서는 없음). RISC와 CAEP는 카카오에서 동의항목도 필요하지만 여기서는 앱의 `riscPermitted`면 돼요",
    },
  },
} as const satisfies Record<string, Webhook>;

export type WebhookKind = keyof typeof webhooks;

export type UnlinkReasonRow = {
  what: { en: string; ko: string };
  /** Whether it is a `referrer_type` of the unlink webhook; a `reason` of user-unlinked it is always. */
  unlinkWebhook: boolean;
  source: SourceId;
  confidence: Confidence;
};

const referrer = { unlinkWebhook: true, source: "webhook", confidence: "doc" } as const;
const reasonOnly = { unlinkWebhook: false, source: "webhook", confidence: "3rd-doc" } as const;

export const unlinkReasonRows: Record<UnlinkReason, UnlinkReasonRow> = {
  ACCOUNT_DELETE: {
    ...referrer,
    what: { en: "the person deleted the Kakao account", ko: "사용자가 카카오계정을 탈퇴했어요" },
  },
  FORCED_ACCOUNT_DELETE: {
    ...referrer,
    what: { en: "Kakao deleted the account", ko: "카카오가 계정을 탈퇴시켰어요" },
  },
  UNLINK_FROM_ADMIN: {
    ...referrer,
    what: { en: "Kakao's customer centre unlinked", ko: "카카오 고객센터가 연결을 끊었어요" },
  },
  UNLINK_FROM_APPS: {
    ...referrer,
    what: {
      en: "the person unlinked, among the Kakao account's connected services",
      ko: "사용자가 카카오계정의 연결된 서비스 관리에서 끊었어요",
    },
  },
  INCOMPLETE_SIGN_UP: {
    ...referrer,
    what: {
      en: "an app without auto-link did not sign the person up within 24 hours",
      ko: "자동 연결을 끈 앱이 24시간 안에 사용자를 연결하지 않았어요",
    },
  },
  UNLINK_FROM_SERVICE: {
    ...reasonOnly,
    what: { en: "the app called /v1/user/unlink", ko: "앱이 /v1/user/unlink를 불렀어요" },
  },
  REVOKE_ACCOUNT_SERVICE_TERMS: {
    ...reasonOnly,
    what: {
      en: "the person withdrew the consent to Kakao's terms",
      ko: "사용자가 카카오 서비스 약관 동의를 철회했어요",
    },
  },
};
