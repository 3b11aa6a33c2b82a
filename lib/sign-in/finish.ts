// The way back from Kakao: a list of steps, each checked before the next. Called by the Auth.js
// route. Nothing is asked of Kakao until this browser has shown that the trip is its own.
import "server-only";
import { DatabaseUnavailable } from "../database-unavailable";
import { logEvent } from "../http/log";
import {
  countFailure,
  forgiveAttemptOfAddress,
  rateLimits,
  refuseAfterFailures,
} from "../http/rate-limits";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";
import { createBreaker } from "../kakao/breaker";
import { KakaoError } from "../kakao/errors";
import { takeTurn } from "../kakao/turns";
import { findSessionFlowId } from "../session/find";
import { claimFlow } from "../session/flow-claims";
import { startSession } from "../session/start";
import { UserGone } from "../session/user-gone";
import { saveKakaoUser } from "../users/save-from-kakao";
import { SaveRefused } from "../users/save-refused";
import { saveKakaoTokens } from "../vault/save";
import { arrive, type SignedIn } from "./arrive";
import { type CodeAnswer, exchangeCode } from "./authjs";
import { closedFlowCookie, type Flow, findFlow, flowIdOf, shortFlowId } from "./flow";
import { requireFreshAuthentication } from "./fresh-authentication";
import { joinFirstArrival } from "./join";
import { type KakaoAnswer, readKakaoAnswer } from "./kakao-answer";
import {
  PersonNeeded,
  refusalFromKakao,
  refusalOfUserGone,
  refusalToSave,
  SignInRefused,
} from "./refusal";
import { refuse, type Trip } from "./refuse";

/** All of Kakao's answers together; a person waits no longer than this. */
const KAKAO_DEADLINE_MS = 5000;

const breaker = createBreaker();
/** What guessing and replaying look like. Neither a cancelled consent nor Kakao's troubles do. */
const COUNTED = new Set<string>(["expired", "unknown", "kakao_rejected"]);

/**
 * @returns a redirect to where the person wanted to go, or to /sign-in with one clear sentence
 * @throws MalformedAnswer for a query that no Kakao sends
 * @throws RateLimited
 */
export async function finishSignIn(request: Request): Promise<Response> {
  const trip: Trip = {};
  try {
    await refuseAfterFailures(request, rateLimits.failedCallbacks);
    const answer = readKakaoAnswer(new URL(request.url));
    trip.flowId = flowIdOf(answer.state);
    if (await isFinishedHere(trip.flowId, request)) return goHome(trip.flowId);
    trip.flow = await requireOwnFlow(answer, trip.flowId, request);
    const { isFirst, outcome } = await claimFlow(trip.flow.id);
    if (isFirst) await forgiveAttemptOfAddress(request, rateLimits.signInStarts);
    const signedIn = isFirst
      ? await signIn(answer, trip.flow, request)
      : await joinFirstArrival(trip.flow, outcome);
    return arrive(trip.flow, signedIn, request);
  } catch (error) {
    const refusal = toRefusal(error);
    if (!(refusal instanceof SignInRefused || refusal instanceof DatabaseUnavailable)) throw error;
    const answer = await refuse(request, refusal, trip);
    if (isCounted(refusal)) await countFailure(request, rateLimits.failedCallbacks);
    return answer;
  }
}

function isCounted(refusal: SignInRefused | DatabaseUnavailable): boolean {
  if (refusal instanceof PersonNeeded) return false;
  return refusal instanceof SignInRefused && COUNTED.has(refusal.code);
}

function toRefusal(error: unknown): unknown {
  if (error instanceof KakaoError) return refusalFromKakao(error);
  if (error instanceof UserGone) return refusalOfUserGone(error);
  return error instanceof SaveRefused ? refusalToSave(error) : error;
}

/** A reload, or Back to this address: the session of this very trip is there already (B3, K7). */
async function isFinishedHere(flowId: string, request: Request): Promise<boolean> {
  return (await findSessionFlowId(request.headers.get("cookie"))) === flowId;
}

function goHome(flowId: string): Response {
  return seeOther("/", [closedFlowCookie(flowId)]);
}

/** No cookie, no trip: there is no second way to believe a `state` (CB-1, CB-4). */
async function requireOwnFlow(
  { kind }: KakaoAnswer,
  flowId: string,
  request: Request,
): Promise<Flow> {
  const flow = await findFlow(request.headers.get("cookie"), flowId);
  if (flow) return flow;
  const reason = "the state is not of this browser, or older than ten minutes";
  throw new SignInRefused(kind === "code" ? "expired" : "unknown", reason);
}

async function signIn(answer: KakaoAnswer, flow: Flow, { headers }: Request): Promise<SignedIn> {
  const codeAnswer = requireCode(answer, flow);
  breaker.refuseIfOpen();
  return takeTurn(KAKAO_DEADLINE_MS, async (signal) => {
    const exchanged = await breaker.run(() => exchangeCode(codeAnswer, flow, signal));
    if (flow.intent === "reauthenticate") requireFreshAuthentication(exchanged);
    const user = await saveKakaoUser(exchanged.kakaoUser);
    // Before the session: who is told that they are signed in has all of it done.
    if (exchanged.toKeep) await saveKakaoTokens(user.id, exchanged.toKeep);
    const isReauthentication = flow.intent === "reauthenticate" && flow.userId === user.id;
    const cookie = await startSession(user.id, { ...flow, isReauthentication }, headers);
    const requestId = requestIdOf(headers);
    logEvent("sign_in.succeeded", { requestId, flow: shortFlowId(flow.id), user: user.id });
    return { userId: user.id, cookie };
  });
}

function requireCode(answer: KakaoAnswer, { intent }: Flow): CodeAnswer {
  if (answer.kind === "code") return answer;
  if (answer.needsPerson && intent === "silent") throw new PersonNeeded();
  throw new SignInRefused(answer.refusal, answer.reason);
}
