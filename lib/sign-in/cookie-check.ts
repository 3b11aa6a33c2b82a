// Whether this browser keeps cookies at all: without them every sign-in ends as one that "came back
// in another browser", and trying again would never help (B7). Set by refuse.ts, read by the sign-in
// page that the same answer leads to.
import "server-only";
import { cookies } from "next/headers";
import type { Cookie } from "../http/cookies";

const NAME = "cookie-check";
/** As long as a person may look at the page, and reload it. */
export const COOKIE_CHECK_SECONDS = 10 * 60;

export function cookieCheck(): Cookie {
  return { name: NAME, value: "1", maxAgeSeconds: COOKIE_CHECK_SECONDS };
}

export async function hasKeptCookieCheck(): Promise<boolean> {
  return (await cookies()).has(NAME);
}
