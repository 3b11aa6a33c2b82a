// POST /api/csp-report: browsers tell what the Content-Security-Policy kept from a page.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { receivePolicyReport } from "#lib/http/policy-report";

export const POST = handleErrors(receivePolicyReport);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
