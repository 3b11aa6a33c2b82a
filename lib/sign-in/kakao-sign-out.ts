// Out of the Kakao account as well, for computers that many people use: the browser goes to Kakao,
// which asks and sends it back to /sign-in. Called by sign-out.ts and the sign-in page (LO-4).
import "server-only";
import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { env } from "../env";
import { type Cookie, readCookie } from "../http/cookies";
import { isSecureSite, siteUrl } from "../http/site";

/** As long as a person may look at Kakao's page. */
export const KAKAO_SIGN_OUT_SECONDS = 10 * 60;

function cookieName(): string {
  return isSecureSite() ? "__Host-kakao-sign-out" : "kakao-sign-out";
}

/** To be registered in Kakao's console, to the letter: Kakao sends nobody anywhere else. */
export function logoutRedirectUri(): string {
  return siteUrl("/sign-in").href;
}

/** @returns null while Kakao's key is not set: there is no account to sign out of then */
export function beginAccountSignOut(): { address: URL; cookie: Cookie } | null {
  const { authUrl, restApiKey } = env().kakao;
  if (restApiKey === null) return null;
  const state = randomBytes(32).toString("base64url");
  const address = new URL("/oauth/logout", authUrl);
  address.search = new URLSearchParams({
    client_id: restApiKey,
    logout_redirect_uri: logoutRedirectUri(),
    state,
  }).toString();
  const cookie = { name: cookieName(), value: state, maxAgeSeconds: KAKAO_SIGN_OUT_SECONDS };
  return { address, cookie };
}

/**
 * Whether this browser is back from where beginAccountSignOut sent it. Anything else may be an
 * address that somebody made up: nothing is claimed then, and nothing was changed (LO-4).
 */
export async function isBackFromAccountSignOut(state: string | null): Promise<boolean> {
  return state !== null && (await cookies()).get(cookieName())?.value === state;
}

/** Whoever signs in again is no longer signed out. */
export function forgottenAccountSignOutCookies(requestHeaders: Headers): Cookie[] {
  const isThere = readCookie(requestHeaders.get("cookie"), cookieName()) !== null;
  return isThere ? [{ name: cookieName(), value: "", maxAgeSeconds: 0 }] : [];
}
