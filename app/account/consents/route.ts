// POST /account/consents: asks Kakao for one more consent item. The forms are on /account.
import { handlePageErrors } from "#lib/http/error-page";
import { methodNotAllowed } from "#lib/http/errors";
import { startConsent } from "#lib/sign-in/account-trips";

export const POST = handlePageErrors(startConsent);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
