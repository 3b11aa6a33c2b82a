// GET /api/me: who is signed in, for scripts and native apps.
import { HttpError, handleErrors, methodNotAllowed, NO_STORE } from "#lib/http/errors";
import { clearUnusableCookie } from "#lib/session/clear";
import { findCurrentUser } from "#lib/session/find";
import { findBearerUser } from "#lib/session/native-tokens";

async function answerMe(request: Request): Promise<Response> {
  // A caller who presents a token means that token; the cookie beside it is not consulted.
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const user = await findBearerUser(authorization);
    if (!user) throw new HttpError(401, "UNAUTHENTICATED", { "www-authenticate": "Bearer" });
    return Response.json({ user }, { headers: NO_STORE });
  }
  const cookieHeader = request.headers.get("cookie");
  const user = await findCurrentUser(cookieHeader);
  if (!user) throw new HttpError(401, "UNAUTHENTICATED", clearUnusableCookie(cookieHeader));
  const { id, nickname, image, email } = user;
  return Response.json({ user: { id, nickname, image, email } }, { headers: NO_STORE });
}

export const GET = handleErrors(answerMe);
const refuse = methodNotAllowed("GET");

export {
  refuse as DELETE,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
};
