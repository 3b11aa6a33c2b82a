// GET /api/auth/session and /api/auth/csrf, in the shapes that Auth.js's clients expect.
// Called by actions.ts. Reading never extends or re-issues a session.
import "server-only";
import { NO_STORE } from "../http/errors";
import { clearUnusableCookie } from "../session/clear";
import { findCurrentUser } from "../session/find";
import { ABSOLUTE_SECONDS } from "../session/lifetimes";

/** `{user: {name, email, image}, expires}`, or null when nobody is signed in. */
export async function answerSession(request: Request): Promise<Response> {
  const cookieHeader = request.headers.get("cookie");
  const user = await findCurrentUser(cookieHeader);
  if (!user) {
    const headers = { ...NO_STORE, ...clearUnusableCookie(cookieHeader) };
    return Response.json(null, { headers });
  }
  const { id, nickname: name, email, image, signedInAt } = user;
  const expires = new Date(signedInAt.getTime() + ABSOLUTE_SECONDS * 1000).toISOString();
  return Response.json({ user: { id, name, email, image }, expires }, { headers: NO_STORE });
}

/** `{csrfToken}`: what POST /api/auth/signout expects of this session; empty when signed out. */
export async function answerCsrfToken(request: Request): Promise<Response> {
  const user = await findCurrentUser(request.headers.get("cookie"));
  return Response.json({ csrfToken: user?.csrfToken ?? "" }, { headers: NO_STORE });
}
