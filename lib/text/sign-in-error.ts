// The codes that may stand in /sign-in?error=. Called by the sign-in page.

export const signInErrorCodes = [
  "cancelled",
  "expired",
  "kakao_unavailable",
  "kakao_rejected",
  "misconfigured",
  "rate_limited",
  "under_14",
  "unknown",
] as const;

export type SignInErrorCode = (typeof signInErrorCodes)[number];

/** Null when nothing went wrong; a code nobody knows is `unknown`. */
export function readSignInError(value: string | undefined): SignInErrorCode | null {
  if (value === undefined || value === "") return null;
  return signInErrorCodes.find((code) => code === value) ?? "unknown";
}
