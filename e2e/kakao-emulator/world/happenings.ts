// What happens to people and their links, told to whoever listens: the webhook sender is the one
// listener. Emitted by link-life.ts, person-life.ts and the token endpoints.

/** Why a link ended. The first five are also the `referrer_type` of the unlink webhook. */
export const unlinkReasons = [
  "ACCOUNT_DELETE",
  "FORCED_ACCOUNT_DELETE",
  "UNLINK_FROM_ADMIN",
  "UNLINK_FROM_APPS",
  "INCOMPLETE_SIGN_UP",
  "UNLINK_FROM_SERVICE",
  "REVOKE_ACCOUNT_SERVICE_TERMS",
] as const;

export type UnlinkReason = (typeof unlinkReasons)[number];

/** Named by the last part of the account-state webhook's event URI. */
export const happeningKinds = [
  "user-linked",
  "user-unlinked",
  "user-scope-consent",
  "user-scope-withdraw",
  "tokens-revoked",
  "token-issued",
  "token-revoked",
  "account-credential-change-required",
  "account-purged",
  "account-disabled",
  "account-enabled",
  "credential-compromise",
  "identifier-changed",
  "identifier-recycled",
  "sessions-revoked",
  "assurance-level-change",
  "credential-change",
  "user-profile-changed",
] as const;

export type HappeningKind = (typeof happeningKinds)[number];

export type Happening = {
  kind: HappeningKind;
  appId: number;
  personId: string;
  /** The emulator's time, in seconds: `toe` of a security event token. */
  atSeconds: number;
  /** Of `user-unlinked`. */
  reason?: UnlinkReason;
};

export class Happenings {
  private listeners = new Set<(happening: Happening) => void>();
  private isSilent = false;

  /** @returns how to stop listening */
  listen(listener: (happening: Happening) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Nobody hears of what this does: a test that cleans up is nothing that happened at Kakao. */
  silently(act: () => void): void {
    this.isSilent = true;
    try {
      act();
    } finally {
      this.isSilent = false;
    }
  }

  emit(happening: Happening): void {
    if (this.isSilent) return;
    for (const listener of this.listeners) listener(happening);
  }
}
