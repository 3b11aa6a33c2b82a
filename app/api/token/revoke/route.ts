// POST /api/token/revoke: an app signs out.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { revokeTokens } from "#lib/native/refresh";

export const POST = handleErrors(revokeTokens);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
