// POST /api/token/refresh: the next pair of tokens of an app's session.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { refreshTokens } from "#lib/native/refresh";

export const POST = handleErrors(refreshTokens);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
