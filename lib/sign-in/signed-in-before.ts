// Whether somebody has signed in on this device before: "어떤 걸로 가입했는지" answered on /sign-in.
// Says nothing of who. Set by finish.ts, read by the sign-in page, taken away by a withdrawal.
import "server-only";
import { cookies } from "next/headers";
import type { Cookie } from "../http/cookies";

const NAME = "signed-in-before";
export const SIGNED_IN_BEFORE_SECONDS = 365 * 24 * 60 * 60;

export function signedInBeforeCookie(): Cookie {
  return { name: NAME, value: "1", maxAgeSeconds: SIGNED_IN_BEFORE_SECONDS };
}

/** Whoever has left is somebody new the next time. */
export function endedSignedInBeforeCookie(): Cookie {
  return { name: NAME, value: "", maxAgeSeconds: 0 };
}

export async function hasSignedInBefore(): Promise<boolean> {
  return (await cookies()).get(NAME)?.value === "1";
}
