// Takes a session cookie back that is worth nothing any more. Called where a program is told
// that nobody is signed in; a page cannot set cookies.
import "server-only";
import { readCookies, serializeCookie } from "../http/cookies";
import { endedSessionCookie, sessionCookieName } from "./cookie";

/** Headers: empty unless the browser sent a session cookie (ST-9). */
export function clearUnusableCookie(cookieHeader: string | null): Record<string, string> {
  const name = sessionCookieName();
  const wasSent = readCookies(cookieHeader).some((cookie) => cookie.name === name);
  return wasSent ? { "set-cookie": serializeCookie(endedSessionCookie()) } : {};
}
