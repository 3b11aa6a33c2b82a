// POST /account/withdraw/confirm: the person leaves. The form is on /account/withdraw, which as a
// page of Next.js cannot take it itself.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed } from "#lib/http/errors";
import { readForm } from "#lib/http/form-body";
import { logEvent, logRefusal } from "#lib/http/log";
import { countAttempt, rateLimits } from "#lib/http/rate-limits";
import { seeOther } from "#lib/http/redirect";
import { requestIdOf } from "#lib/http/request-id";
import { isSameOrigin } from "#lib/http/same-origin";
import { runJobsAfterAnswer } from "#lib/jobs/kick";
import { endedSessionCookie } from "#lib/session/cookie";
import { type FormSession, isLiveSession, readFormSession } from "#lib/session/sign-out";
import { endedSignedInBeforeCookie } from "#lib/sign-in/signed-in-before";
import { staySignedOutCookies } from "#lib/sign-in/silent-try";
import { ERRAND_DELAY_SECONDS, hasLeft, withdrawUser } from "#lib/users/forget";

/** A little after the errand is due. */
const KICK_SECONDS = ERRAND_DELAY_SECONDS + 0.5;

async function withdraw(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const session = readFormSession(request.headers.get("cookie"), form.get("csrfToken"));
  if (session === "refused") throw new HttpError(403, "FORBIDDEN");
  if (session === "none") return seeOther("/sign-in");
  if (!(await isLiveSession(session))) return answerEnded(session, request);
  // Only whoever is signed in uses up the person's tries (RL-4).
  await countAttempt(request, rateLimits.withdrawals, session.userId);
  if (form.get("confirm") !== "yes") return seeOther("/account/withdraw?error=unconfirmed");
  return leave(session, request);
}

async function leave(session: FormSession, request: Request): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  if ((await withdrawUser(session.userId, session.sessionId)) === null) {
    if (!(await isLiveSession(session))) return answerEnded(session, request);
    logRefusal("withdrawal.refused", { requestId, user: session.userId, reason: "not fresh" });
    return seeOther("/account/withdraw?error=stale");
  }
  logEvent("withdrawal.done", { requestId, user: session.userId });
  runJobsAfterAnswer(KICK_SECONDS);
  return sayGoodbye(request);
}

/** A second press of the button, or a press in another window, ends where the first one did. */
async function answerEnded({ userId }: FormSession, request: Request): Promise<Response> {
  return (await hasLeft(userId)) ? sayGoodbye(request) : seeOther("/sign-in");
}

function sayGoodbye({ headers }: Request): Response {
  const answer = seeOther("/goodbye", [
    endedSessionCookie(),
    endedSignedInBeforeCookie(),
    // Inside KakaoTalk the next page would else sign them in, and so up, again.
    ...staySignedOutCookies(headers),
  ]);
  // Back must not show what is deleted (WB-11).
  answer.headers.set("clear-site-data", '"cache", "storage"');
  return answer;
}

export const POST = handlePageErrors(withdraw);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
