// POST /api/auth/signout: this browser's session ends, here and on every instance at once. With
// `kakaoAccount` the browser then goes on to Kakao, to leave the Kakao account there too.
// Called by actions.ts. Never waits for Kakao (LO-3); safe to repeat (LO-5).
import "server-only";
import { HttpError } from "../http/errors";
import { readForm } from "../http/form-body";
import { logEvent } from "../http/log";
import { countAttempt, rateLimits } from "../http/rate-limits";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";
import { isSameOrigin } from "../http/same-origin";
import { endedSessionCookie } from "../session/cookie";
import { readFormSession, signOutHere } from "../session/sign-out";
import { beginAccountSignOut } from "./kakao-sign-out";
import { readReturnTo } from "./return-to";
import { staySignedOutCookies } from "./silent-try";

/**
 * @throws HttpError 403 when the form is not ours or not of this session
 * @throws RateLimited
 */
export async function signOut(request: Request): Promise<Response> {
  const { headers } = request;
  if (!isSameOrigin(headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const session = readFormSession(headers.get("cookie"), form.get("csrfToken"));
  if (session === "refused") throw new HttpError(403, "FORBIDDEN");
  if (session !== "none") {
    // Side by side, so that a database that is away is heard of in time. A session that ends
    // beyond the limit is no harm: asking again would have ended nothing more.
    await Promise.all([
      countAttempt(request, rateLimits.signOuts, session.userId),
      signOutHere(session),
    ]);
    logEvent("sign_out.here", { requestId: requestIdOf(headers), user: session.userId });
  }
  const answer = leave(form, headers);
  // Back must not show what a signed-out person may no longer see (WB-11).
  answer.headers.set("clear-site-data", '"cache", "storage"');
  return answer;
}

/** Our own session has ended by now, whatever Kakao does with the browser. */
function leave(form: URLSearchParams, headers: Headers): Response {
  const cookies = [endedSessionCookie(), ...staySignedOutCookies(headers)];
  const atKakao = form.get("kakaoAccount") === "1" ? beginAccountSignOut() : null;
  if (atKakao) return seeOther(atKakao.address, [...cookies, atKakao.cookie]);
  return seeOther(readReturnTo(form.get("returnTo") ?? form.get("callbackUrl")), cookies);
}
