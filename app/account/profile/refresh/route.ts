// POST /account/profile/refresh: nickname, picture and e-mail from Kakao again, with the tokens that
// the vault holds. The form is on /account.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed } from "#lib/http/errors";
import { readForm } from "#lib/http/form-body";
import { seeOther } from "#lib/http/redirect";
import { requestIdOf } from "#lib/http/request-id";
import { isSameOrigin } from "#lib/http/same-origin";
import { isLiveSession, readFormSession } from "#lib/session/sign-out";
import { refreshProfile } from "#lib/vault/refresh-profile";
import { isVaultOn } from "#lib/vault/switch";

async function refreshOwnProfile(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  if (!isVaultOn()) throw new HttpError(404, "NOT_FOUND");
  const form = await readForm(request);
  const session = readFormSession(request.headers.get("cookie"), form.get("csrfToken"));
  if (session === "refused") throw new HttpError(403, "FORBIDDEN");
  if (session === "none" || !(await isLiveSession(session))) return seeOther("/sign-in");
  const outcome = await refreshProfile(session.userId, requestIdOf(request.headers));
  return seeOther(`/account?${new URLSearchParams({ profile: outcome })}`);
}

export const POST = handlePageErrors(refreshOwnProfile);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
