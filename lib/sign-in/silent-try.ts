// One sign-in without a press of a button, inside KakaoTalk, where Kakao knows who is there already.
// Read by home and the sign-in page, set where a silent trip begins and where a person signs out.
import "server-only";
import { headers } from "next/headers";
import { type Cookie, readCookies } from "../http/cookies";
import { sessionCookieName } from "../session/cookie";
import { isInKakaoTalk } from "./in-kakaotalk";

/** Says only that it is not to be tried (again). */
const NAME = "silent-try";
const ONE_DAY_SECONDS = 24 * 60 * 60;
/** The longer of its two lives. */
export const SILENT_TRY_SECONDS = 30 * ONE_DAY_SECONDS;

/** For a page that has found nobody signed in. */
export async function maySignInSilently(): Promise<boolean> {
  const requestHeaders = await headers();
  // A session cookie that counts no more: ended on another device, and that is not to be undone.
  return isInKakaoTalk(requestHeaders) && !has(requestHeaders, NAME, sessionCookieName());
}

export function triedSilentlyCookie(): Cookie {
  return { name: NAME, value: "1", maxAgeSeconds: ONE_DAY_SECONDS };
}

/** With every sign-out: the next page inside KakaoTalk would undo it. */
export function staySignedOutCookies(requestHeaders: Headers): Cookie[] {
  if (!isInKakaoTalk(requestHeaders)) return [];
  return [{ name: NAME, value: "1", maxAgeSeconds: SILENT_TRY_SECONDS }];
}

/** With a sign-in by hand, which takes back that one has signed out. */
export function forgottenSilentTryCookies(requestHeaders: Headers): Cookie[] {
  return has(requestHeaders, NAME) ? [{ name: NAME, value: "", maxAgeSeconds: 0 }] : [];
}

function has(requestHeaders: Headers, ...names: string[]): boolean {
  return readCookies(requestHeaders.get("cookie")).some(({ name }) => names.includes(name));
}
