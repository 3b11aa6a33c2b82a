// Every trip to Kakao begins here: a new state, proof key and nonce, sealed in a cookie of this
// browser. Called by start.ts and account-trips.ts, once they know that the form is ours.
import "server-only";
import { randomBytes } from "node:crypto";
import { DatabaseUnavailable } from "../database-unavailable";
import type { Cookie } from "../http/cookies";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { countAttemptOfAddress, RateLimited, rateLimits } from "../http/rate-limits";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";
import { createAuthorization } from "./authjs";
import { findWayBack } from "./ends";
import { type Flow, flowIdOf, keepFlow, shortFlowId } from "./flow";
import { findMissingSetup } from "./setup";

export type Plan = Pick<Flow, "intent" | "returnTo" | "page" | "userId"> & {
  /** What goes along to Kakao; checked by the caller (AR-2). */
  parameters: URLSearchParams;
  /** What to ask for, where it is not what every sign-in asks for. */
  scopes?: readonly string[];
  /** Set whether or not the trip begins. */
  cookies?: Cookie[];
};

export async function beginTrip(request: Request, plan: Plan): Promise<Response> {
  const { headers } = request;
  const requestId = requestIdOf(headers);
  if (findMissingSetup()) {
    logRefusal("sign_in.refused", { requestId, code: "misconfigured", reason: "not set up yet" });
    return seeOther(findWayBack(plan, "misconfigured", requestId), plan.cookies);
  }
  const held = await findHoldUp(request, plan);
  if (held) return held;
  const { parameters, scopes, cookies = [], ...kept } = plan;
  const nonce = randomBytes(32).toString("base64url");
  const { url, state, codeVerifier } = await createAuthorization(nonce, parameters, scopes);
  const flow = { ...kept, id: flowIdOf(state), codeVerifier, nonce };
  logEvent("sign_in.started", { requestId, flow: shortFlowId(flow.id), intent: flow.intent });
  return seeOther(new URL(url), [...(await keepFlow(flow, headers.get("cookie"))), ...cookies]);
}

/** A limit leads back to where the person came from, and so does anything that a silent try meets. */
async function findHoldUp(request: Request, plan: Plan): Promise<Response | null> {
  const requestId = requestIdOf(request.headers);
  try {
    await countAttemptOfAddress(request, rateLimits.signInStarts);
    return null;
  } catch (error) {
    const isAway = plan.intent === "silent" && error instanceof DatabaseUnavailable;
    if (isAway) logFailure("database.unavailable", { requestId }, error);
    else if (!(error instanceof RateLimited)) throw error;
    return seeOther(findWayBack(plan, "rate_limited", requestId), plan.cookies);
  }
}
