// A sign-in becomes a session: a row of ours and a cookie for the browser. Called by lib/sign-in.
import "server-only";
import { createHmac } from "node:crypto";
import type { Cookie } from "../http/cookies";
import { keyRing } from "../keys";
import { readSessionClaims } from "./claims";
import { sessionCookie } from "./cookie";
import { saveSession, sessionIdOf } from "./rows";
import { signSessionToken } from "./token";
import { readUserAgent } from "./user-agent";

/** What of a finished flow a session is made from. */
export type FinishedFlow = {
  id: string;
  /** Known to this browser's sealed cookie alone; 256 random bits. */
  codeVerifier: string;
  /** Set when the flow was begun to prove again who one is, and did prove it. */
  isReauthentication?: boolean;
};

/**
 * Starts a session and ends the one that this browser had before, whosever it was (DEC-4).
 *
 * @returns the cookie to set
 * @throws DatabaseUnavailable
 */
export async function startSession(
  userId: string,
  flow: FinishedFlow,
  requestHeaders: Headers,
): Promise<Cookie> {
  const sessionSecret = sessionSecretOf(flow);
  await saveSession({
    sessionId: sessionIdOf(sessionSecret),
    userId,
    flowId: flow.id,
    replacedSessionId: findReplacedSessionId(requestHeaders),
    isReauthentication: flow.isReauthentication,
    ...readUserAgent(requestHeaders.get("user-agent")),
  });
  return sessionCookie(signSessionToken({ userId, sessionSecret }));
}

/** The cookie of a session that this flow has started already: for the same callback sent twice. */
export function cookieOfStartedSession(userId: string, flow: FinishedFlow): Cookie {
  return sessionCookie(signSessionToken({ userId, sessionSecret: sessionSecretOf(flow) }));
}

export function startedSessionId(flow: FinishedFlow): string {
  return sessionIdOf(sessionSecretOf(flow));
}

/**
 * Derived, not drawn: two simultaneous arrivals of one callback then name the same session.
 * New for every flow, and nobody can compute it without our key.
 */
function sessionSecretOf({ id, codeVerifier }: FinishedFlow): string {
  const { key } = keyRing("session id").current;
  return createHmac("sha256", key).update(`${id}.${codeVerifier}`).digest("base64url");
}

function findReplacedSessionId(requestHeaders: Headers): string | null {
  const claims = readSessionClaims(requestHeaders.get("cookie"));
  return claims === null ? null : sessionIdOf(claims.sessionSecret);
}
