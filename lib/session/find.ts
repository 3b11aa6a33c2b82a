// A cookie goes in, the signed-in person comes out. Called by current-user.ts for pages and by
// handlers that answer with a status of their own.
import "server-only";
import { readSessionClaims } from "./claims";
import { formTokenFor } from "./form-token";
import { findLiveSession, sessionIdOf } from "./rows";

/** The signed-in person, as pages may see them. */
export type CurrentUser = {
  id: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
  /** When nickname, image and e-mail were last taken from Kakao. */
  refreshedAt: Date;
  signedInAt: Date;
  /** Row id of this browser's session; not a secret. */
  sessionId: string;
  /** Goes into every form that changes something; bound to this session. */
  csrfToken: string;
};

/**
 * Costs nothing without a whole, current token, and otherwise one indexed statement.
 *
 * @returns null when nobody is signed in with this cookie
 * @throws DatabaseUnavailable: not being able to look is not being signed out (D11)
 */
export async function findCurrentUser(cookieHeader: string | null): Promise<CurrentUser | null> {
  const found = await findBySessionCookie(cookieHeader);
  if (!found) return null;
  const { flowId: _, userId: id, ...profile } = found.session;
  const { sessionId, sessionSecret } = found;
  return { id, ...profile, sessionId, csrfToken: formTokenFor(sessionSecret) };
}

/** The flow that this browser's live session came from. @throws DatabaseUnavailable */
export async function findSessionFlowId(cookieHeader: string | null): Promise<string | null> {
  return (await findBySessionCookie(cookieHeader))?.session.flowId ?? null;
}

async function findBySessionCookie(cookieHeader: string | null) {
  const claims = readSessionClaims(cookieHeader);
  if (!claims) return null;
  const { userId, sessionSecret } = claims;
  const sessionId = sessionIdOf(sessionSecret);
  const session = await findLiveSession(sessionId, userId);
  return session && { session, sessionId, sessionSecret };
}
