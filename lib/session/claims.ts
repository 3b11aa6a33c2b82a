// What this browser's session cookie says, once its signature holds. Called by find.ts, start.ts
// and sign-out.ts; whether the session still lives is the database's to say.
import "server-only";
import { readSessionCookie } from "./cookie";
import { readSessionToken, type SessionClaims } from "./token";

/** Null for no cookie, two cookies, or one that is not a whole, current token of ours. */
export function readSessionClaims(cookieHeader: string | null): SessionClaims | null {
  const token = readSessionCookie(cookieHeader);
  return token === null ? null : readSessionToken(token);
}
