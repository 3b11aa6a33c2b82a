// The codes that may stand in ?error= after a trip to Kakao. Called by the pages that trips end at.

export const signInErrorCodes = [
  "cancelled",
  "expired",
  "kakao_unavailable",
  "kakao_rejected",
  "misconfigured",
  "rate_limited",
  "under_14",
  "in_kakaotalk",
  "unknown",
] as const;

export type SignInErrorCode = (typeof signInErrorCodes)[number];

/** Null when nothing went wrong; a code nobody knows is `unknown`. */
export function readSignInError(value: string | undefined): SignInErrorCode | null {
  if (value === undefined || value === "") return null;
  return signInErrorCodes.find((code) => code === value) ?? "unknown";
}
