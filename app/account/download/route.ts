// GET /account/download: all that is kept about the person, as a JSON file. The link is on /account.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed, NO_STORE } from "#lib/http/errors";
import { logEvent } from "#lib/http/log";
import { countAttempt, rateLimits } from "#lib/http/rate-limits";
import { seeOther } from "#lib/http/redirect";
import { requestIdOf } from "#lib/http/request-id";
import { isOwnVisit } from "#lib/http/same-origin";
import { findCurrentUser } from "#lib/session/find";
import { readText } from "#lib/text/locale";
import { readOwnData } from "#lib/users/own-data";
import { kept } from "#lib/users/personal-data";

async function download(request: Request): Promise<Response> {
  // Another site may neither start it nor learn from it whether somebody is signed in.
  if (!isOwnVisit(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const user = await findCurrentUser(request.headers.get("cookie"));
  if (!user) return seeOther("/sign-in?returnTo=%2Faccount");
  await countAttempt(request, rateLimits.downloads, user.id);
  const body = await describeData(user.id);
  logEvent("user.downloaded", { requestId: requestIdOf(request.headers), user: user.id });
  return new Response(JSON.stringify(body, null, 2), {
    headers: {
      ...NO_STORE,
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="humblebug-data.json"',
    },
  });
}

/** Each part with what it is and why it is kept, in the reader's language. */
async function describeData(userId: string) {
  const [data, { privacy }] = await Promise.all([readOwnData(userId), readText()]);
  const parts = data.map(({ name, rows }) => {
    const hidden = kept.find((one) => one.name === name)?.hidden;
    return [
      name,
      { ...privacy.kept[name], rows, ...(hidden && { [privacy.download.hidden]: hidden }) },
    ];
  });
  return { madeAt: new Date().toISOString(), ...Object.fromEntries(parts) };
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
