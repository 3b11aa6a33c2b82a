// The events of the account-state webhook, as data: their address, whether the app needs Kakao's
// permission, and what makes them happen in the emulator. Used by the sender.
import type { HappeningKind } from "../world/happenings";
import type { Confidence } from "./rule";
import type { SourceId } from "./sources";

export type SecurityEvent = {
  uri: string;
  group: "oauth" | "risc" | "caep" | "kakao";
  what: { en: string; ko: string };
  source: SourceId;
  confidence: Confidence;
  /** What of this event is not known about Kakao and was chosen here. */
  unknown?: { en: string; ko: string };
  /** Nothing in the emulator causes it; it is sent through the control API. */
  onlyByHand?: true;
};

type Rest = Omit<SecurityEvent, "uri" | "group" | "source" | "confidence">;

const openidPrefix = "https://schemas.openid.net/secevent";

function row(group: "oauth" | "risc" | "caep", name: HappeningKind, rest: Rest): SecurityEvent {
  const uri = `${openidPrefix}/${group}/event-type/${name}`;
  return { uri, group, source: "webhook", confidence: "3rd-doc", ...rest };
}

const byHand = { onlyByHand: true } as const;

export const securityEvents: Record<HappeningKind, SecurityEvent> = {
  "user-linked": row("oauth", "user-linked", {
    what: { en: "somebody connected to the app", ko: "사용자가 앱과 연결됐어요" },
  }),
  "user-unlinked": row("oauth", "user-unlinked", {
    what: {
      en: "a link has ended, for any of the reasons, also by the app itself",
      ko: "연결이 끊어졌어요. 앱이 스스로 끊은 경우를 포함한 모든 사유예요",
    },
  }),
  "user-scope-consent": row("oauth", "user-scope-consent", {
    what: { en: "agreed to more consent items", ko: "동의항목에 더 동의했어요" },
    unknown: {
      en: "whether it also comes with the first consent (it does here)",
      ko: "첫 동의 때도 오는지 (여기서는 와요)",
    },
  }),
  "user-scope-withdraw": row("oauth", "user-scope-withdraw", {
    what: { en: "withdrew consent items", ko: "동의항목을 철회했어요" },
    unknown: {
      en: "whether it comes when the app itself withdraws them (it does here)",
      ko: "앱이 직접 철회한 경우에도 오는지 (여기서는 와요)",
    },
  }),
  "tokens-revoked": row("oauth", "tokens-revoked", {
    what: {
      en: "all tokens of a person ended: /v1/user/logout with the admin key",
      ko: "사용자의 모든 토큰이 만료됐어요: 어드민 키로 부른 /v1/user/logout",
    },
    unknown: {
      en: "whether a logout by the app itself is told (it is here); an unlink tells user-unlinked only",
      ko: "앱이 부른 로그아웃도 알리는지 (여기서는 알려요). 연결 끊기는 user-unlinked만 알려요",
    },
  }),
  "token-issued": row("oauth", "token-issued", {
    what: { en: "/oauth/token issued a token", ko: "/oauth/token이 토큰을 발급했어요" },
    unknown: {
      en: "whether a refresh is told, too (it is here)",
      ko: "토큰 갱신도 알리는지 (여기서는 알려요)",
    },
  }),
  "token-revoked": row("oauth", "token-revoked", {
    what: {
      en: "the tokens of one sign-in ended: /v1/user/logout with an access token",
      ko: "한 로그인의 토큰이 만료됐어요: 액세스 토큰으로 부른 /v1/user/logout",
    },
    unknown: {
      en: "whether a logout by the app itself is told (it is here)",
      ko: "앱이 부른 로그아웃도 알리는지 (여기서는 알려요)",
    },
  }),
  "account-credential-change-required": row("risc", "account-credential-change-required", {
    ...byHand,
    what: { en: "the password must be changed", ko: "비밀번호를 바꿔야 해요" },
  }),
  "account-purged": row("risc", "account-purged", {
    what: {
      en: "the account is deleted; told before user-unlinked",
      ko: "계정이 탈퇴됐어요. user-unlinked보다 먼저 알려요",
    },
    unknown: { en: "which of the two comes first", ko: "둘 중 어느 것이 먼저 오는지" },
  }),
  "account-disabled": row("risc", "account-disabled", {
    what: { en: "Kakao restricted the account", ko: "카카오가 계정 이용을 제한했어요" },
  }),
  "account-enabled": row("risc", "account-enabled", {
    what: { en: "the restriction has ended", ko: "이용 제한이 풀렸어요" },
  }),
  "credential-compromise": row("risc", "credential-compromise", {
    ...byHand,
    what: { en: "the password is known to others", ko: "비밀번호가 유출됐어요" },
  }),
  "identifier-changed": row("risc", "identifier-changed", {
    what: {
      en: "another e-mail address or phone number",
      ko: "이메일 주소나 전화번호가 바뀌었어요",
    },
    unknown: {
      en: "which identifiers count; the new value is not in the event here",
      ko: "어떤 식별자가 포함되는지. 여기서는 새 값을 담지 않아요",
    },
  }),
  "identifier-recycled": row("risc", "identifier-recycled", {
    ...byHand,
    what: {
      en: "an e-mail address or phone number belongs to somebody else now",
      ko: "이메일 주소나 전화번호가 다른 사람의 것이 됐어요",
    },
  }),
  "sessions-revoked": row("risc", "sessions-revoked", {
    what: {
      en: "the Kakao account's session ended: logged out of the account on the page of /oauth/logout",
      ko: "카카오계정 세션이 끝났어요: /oauth/logout 화면에서 카카오계정까지 로그아웃했어요",
    },
    unknown: {
      en: "whether the end of one browser's session is told (it is here)",
      ko: "한 브라우저의 세션이 끝난 것도 알리는지 (여기서는 알려요)",
    },
  }),
  "assurance-level-change": row("caep", "assurance-level-change", {
    ...byHand,
    what: { en: "identity verification changed", ko: "본인 인증 수준이 바뀌었어요" },
  }),
  "credential-change": row("caep", "credential-change", {
    ...byHand,
    what: { en: "the password was changed", ko: "비밀번호가 바뀌었어요" },
  }),
  "user-profile-changed": {
    uri: "https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed",
    group: "kakao",
    what: {
      en: "something changed that the app has a consent item for",
      ko: "앱이 설정한 동의항목의 정보가 바뀌었어요",
    },
    source: "notice",
    confidence: "doc",
    unknown: {
      en: "how the event carries what changed (it does not here); whether it needs permission (not here), and the person's consent (not here)",
      ko: "바뀐 정보를 어떻게 담는지 (여기서는 담지 않아요). 권한이 필요한지, 사용자가 동의했어야 하는지 (여기서는 아니에요)",
    },
  },
};
