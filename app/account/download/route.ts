// GET /account/download: all that is kept about the person, as a JSON file. The link is on /account.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed, NO_STORE } from "#lib/http/errors";
import { logEvent } from "#lib/http/log";
import { countAttempt, rateLimits } from "#lib/http/rate-limits";
import { seeOther } from "#lib/http/redirect";
import { requestIdOf } from "#lib/http/request-id";
import { isOwnVisit } from "#lib/http/same-origin";
import { findCurrentUser } from "#lib/session/find";
import { readLocale, readText } from "#lib/text/locale";
import { readOwnData } from "#lib/users/own-data";
import { describeOwnData } from "../data-document";

/** Back to the link: the way back from Kakao is another site's, which may not start a download. */
const SIGN_IN = "/sign-in?returnTo=%2Faccount";

async function download(request: Request): Promise<Response> {
  // Another site may neither start it nor learn from it whether somebody is signed in.
  if (!isOwnVisit(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const user = await findCurrentUser(request.headers.get("cookie"));
  if (!user) return seeOther(SIGN_IN);
  await countAttempt(request, rateLimits.downloads, user.id);
  const data = await readOwnData(user.id, user.sessionId);
  if (data === null) return seeOther(SIGN_IN);
  const [text, locale] = await Promise.all([readText(), readLocale()]);
  logEvent("user.downloaded", { requestId: requestIdOf(request.headers), user: user.id });
  return new Response(JSON.stringify(describeOwnData(data, text, locale), null, 2), {
    headers: {
      ...NO_STORE,
      "content-type": "application/json; charset=utf-8",
      "content-language": locale,
      "content-disposition": 'attachment; filename="humblebug-data.json"',
    },
  });
}

export const GET = handlePageErrors(download);
const refuse = methodNotAllowed("GET");

export {
  refuse as DELETE,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
};
