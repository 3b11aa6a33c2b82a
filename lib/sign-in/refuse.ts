// A refused sign-in becomes a calm page, a line in the log and a closed flow. Called by finish.ts.
import "server-only";
import type { DatabaseUnavailable } from "../database-unavailable";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";
import { AlarmingKakaoError } from "../kakao/errors";
import { settleFailedFlow } from "../session/flow-claims";
import type { SignInErrorCode } from "../text/sign-in-error";
import { cookieCheck } from "./cookie-check";
import { findWayBack } from "./ends";
import { closedFlowCookie, type Flow, shortFlowId } from "./flow";
import { PersonNeeded, SignInRefused } from "./refusal";

/** As far as the trip is known: it grows with the checks that it has passed. */
export type Trip = { flowId?: string; flow?: Flow };

/** How a silent trip that needs the person is remembered for a second arrival of it. */
export const PERSON_NEEDED = "person_needed";

export async function refuse(
  request: Request,
  error: SignInRefused | DatabaseUnavailable,
  { flowId, flow }: Trip,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const code = error instanceof SignInRefused ? error.code : "unknown";
  report(error, code, { requestId, flow: flowId && shortFlowId(flowId) });
  if (flow && error instanceof SignInRefused) await settle(flow, error, requestId);
  const cookies = flowId ? [closedFlowCookie(flowId)] : [];
  if (code === "expired") cookies.push(cookieCheck());
  return seeOther(findWayBack(flow ?? {}, code, requestId), cookies);
}

type Fields = { requestId: string; flow: string | undefined };

/** What an operator has to repair is an error; what strangers and Kakao do is a warning. */
function report(error: Error, code: SignInErrorCode, fields: Fields): void {
  if (error instanceof PersonNeeded) logEvent("sign_in.person_needed", fields);
  else if (!(error instanceof SignInRefused)) logFailure("database.unavailable", fields, error);
  else if (code === "misconfigured")
    logFailure("sign_in.misconfigured", { ...fields, code }, error);
  else if (error.cause instanceof AlarmingKakaoError)
    logFailure("sign_in.alarm", { ...fields, code, reason: error.reason }, error);
  else logRefusal("sign_in.refused", { ...fields, code, reason: error.reason }, error.cause);
}

/** Tells a second arrival of the same trip how this one ended. */
async function settle(flow: Flow, error: SignInRefused, requestId: string): Promise<void> {
  try {
    await settleFailedFlow(flow.id, error instanceof PersonNeeded ? PERSON_NEEDED : error.code);
  } catch (error) {
    logFailure("database.unavailable", { requestId }, error);
  }
}
