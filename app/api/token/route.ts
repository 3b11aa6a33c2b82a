// POST /api/token: a native app's Kakao token for a session of ours.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { exchangeKakaoToken } from "#lib/native/exchange";

export const POST = handleErrors(exchangeKakaoToken);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
