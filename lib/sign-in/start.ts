// The way to Kakao: a posted form becomes a redirect and a cookie. Called by the Auth.js route.
import "server-only";
import { randomBytes } from "node:crypto";
import { HttpError } from "../http/errors";
import { readForm } from "../http/form-body";
import { logEvent, logRefusal } from "../http/log";
import { countAttemptOfAddress, rateLimits } from "../http/rate-limits";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";
import { isSameOrigin } from "../http/same-origin";
import { createAuthorization } from "./authjs";
import { flowIdOf, keepFlow, shortFlowId } from "./flow";
import { readReturnTo } from "./return-to";
import { findMissingSetup } from "./setup";

/**
 * @throws HttpError 403 when the form is not on a page of ours, 413, 415
 * @throws RateLimited
 */
export async function startSignIn(request: Request): Promise<Response> {
  const { headers } = request;
  const requestId = requestIdOf(headers);
  if (!isSameOrigin(headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const returnTo = readReturnTo(form.get("returnTo") ?? form.get("callbackUrl"));
  if (findMissingSetup()) {
    logRefusal("sign_in.refused", { requestId, code: "misconfigured", reason: "not set up yet" });
    return seeOther(`/sign-in?${new URLSearchParams({ error: "misconfigured", ref: requestId })}`);
  }
  await countAttemptOfAddress(request, rateLimits.signInStarts);
  const nonce = randomBytes(32).toString("base64url");
  const chosen = readChosenParameters(new URL(request.url).searchParams, form);
  const { url, state, codeVerifier } = await createAuthorization(nonce, chosen);
  const flow = { id: flowIdOf(state), codeVerifier, nonce, returnTo };
  logEvent("sign_in.started", { requestId, flow: shortFlowId(flow.id) });
  return seeOther(new URL(url), await keepFlow(flow, headers.get("cookie")));
}

/** What a visitor may say about the authorization request; every other parameter is ours (AR-2). */
const CHOOSABLE: Record<string, RegExp> = {
  prompt: /^(login|none|create|select_account)$/,
  login_hint: /^[\w.+@ -]{1,100}$/,
  service_terms: /^[\w,-]{1,200}$/,
  channel_public_id: /^[\w,-]{1,200}$/,
};

export function readChosenParameters(
  query: URLSearchParams,
  form: URLSearchParams,
): URLSearchParams {
  const chosen = new URLSearchParams();
  for (const [name, pattern] of Object.entries(CHOOSABLE)) {
    const value = query.get(name) ?? form.get(name);
    if (value !== null && pattern.test(value)) chosen.set(name, value);
  }
  return chosen;
}
