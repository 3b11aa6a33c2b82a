// The session cookie on the wire. Called where a session starts, is read, and ends.
import "server-only";
import { type Cookie, readCookie } from "../http/cookies";
import { isSecureSite } from "../http/site";
import { ABSOLUTE_SECONDS } from "./lifetimes";

/** `__Host-` pins the cookie to this host over https; plain-http development cannot have it. */
export function sessionCookieName(): string {
  return isSecureSite() ? "__Host-session" : "session";
}

/** Null when there is none, or more than one: then nobody can tell whose it is. */
export function readSessionCookie(cookieHeader: string | null): string | null {
  return readCookie(cookieHeader, sessionCookieName());
}

/** Lax and not Strict: the browser would not send it on the way back from Kakao (WB-1). */
export function sessionCookie(token: string): Cookie {
  return { name: sessionCookieName(), value: token, maxAgeSeconds: ABSOLUTE_SECONDS };
}

export function endedSessionCookie(): Cookie {
  return { name: sessionCookieName(), value: "", maxAgeSeconds: 0 };
}
