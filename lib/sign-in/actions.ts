// The actions under /api/auth, each with its one method. Called by the Auth.js route.
// The paths and answers are Auth.js's own; session, csrf and signout concern our session alone.
import "server-only";
import { handlePageErrors } from "../http/error-page";
import { errorAnswer, HttpError, methodNotAllowed } from "../http/errors";
import { finishSignIn } from "./finish";
import { answerMalformed } from "./malformed";
import { answerRateLimited } from "./rate-limited";
import { answerCsrfToken, answerSession } from "./session-answers";
import { signOut } from "./sign-out";
import { startSignIn } from "./start";

type Action = { method: "GET" | "POST"; handle: (request: Request) => Promise<Response> };

// A Map, for a plain object would also answer to "constructor".
const ACTIONS = new Map<string, Action>([
  ["signin/kakao", { method: "POST", handle: startSignIn }],
  ["callback/kakao", { method: "GET", handle: answerMalformed(finishSignIn) }],
  ["session", { method: "GET", handle: answerSession }],
  ["csrf", { method: "GET", handle: answerCsrfToken }],
  ["signout", { method: "POST", handle: signOut }],
]);

/**
 * Answers 404 for every action that Auth.js would have besides, and 405 for another method:
 * HEAD and prefetches of the callback must not use up a code (AR-5, CB-13).
 *
 * @param path what follows /api/auth/
 */
export function handleAuthAction(request: Request, path: string[]): Promise<Response> | Response {
  const action = ACTIONS.get(path.join("/"));
  if (!action) return errorAnswer(request, new HttpError(404, "NOT_FOUND"));
  if (request.method !== action.method) return methodNotAllowed(action.method)(request);
  if (isPrefetch(request)) return errorAnswer(request, new HttpError(403, "FORBIDDEN"));
  return handlePageErrors(answerRateLimited(action.handle))(request);
}

/**
 * A browser that only guesses where a person goes next. It throws a refusal away and asks again
 * when the person goes there.
 *
 * @see https://wicg.github.io/nav-speculation/prefetch.html#sec-purpose-header
 */
function isPrefetch({ headers }: Request): boolean {
  return /^prefetch\b/i.test(headers.get("sec-purpose") ?? headers.get("purpose") ?? "");
}
