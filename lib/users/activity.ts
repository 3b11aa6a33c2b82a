// What a person reads about their own account: its kinds. Each line is written by the statement that
// makes the change it tells of, so that neither is there without the other: in lib/session for
// sessions, in lib/users for the rest. account.ts reads them.

export const activityKinds = [
  "signed_in",
  "signed_in_app",
  "signed_out",
  "signed_out_device",
  "signed_out_everywhere",
  /** A used refresh token came again: somebody else may have it, so that session is over. */
  "refresh_reused",
  "consent_changed",
  "profile_changed",
  "downloaded",
  "blocked",
  "unblocked",
  "sessions_ended_by_kakao",
] as const;

export type ActivityKind = (typeof activityKinds)[number];

export type Activity = {
  kind: ActivityKind;
  at: Date;
  browser: string | null;
  app: string | null;
  system: string | null;
};

export function isActivityKind(kind: string | null): kind is ActivityKind {
  return (activityKinds as readonly (string | null)[]).includes(kind);
}
