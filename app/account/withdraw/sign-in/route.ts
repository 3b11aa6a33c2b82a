// POST /account/withdraw/sign-in: has Kakao ask anew who this is. The form is on /account/withdraw.
import { handlePageErrors } from "#lib/http/error-page";
import { methodNotAllowed } from "#lib/http/errors";
import { startFreshAuthentication } from "#lib/sign-in/account-trips";

export const POST = handlePageErrors(startFreshAuthentication);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
