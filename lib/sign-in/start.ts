// The way to Kakao: a posted form becomes a redirect and a cookie. Called by the Auth.js route.
import "server-only";
import { HttpError } from "../http/errors";
import { readForm } from "../http/form-body";
import { isSameOrigin } from "../http/same-origin";
import { beginTrip, type Plan } from "./begin";
import { readReturnTo } from "./return-to";
import { triedSilentlyCookie } from "./silent-try";

/** @throws HttpError 403 when the form is not on a page of ours, 413, 415 */
export async function startSignIn(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const returnTo = readReturnTo(form.get("returnTo") ?? form.get("callbackUrl"));
  const parameters = readChosenParameters(new URL(request.url).searchParams, form);
  const plan: Plan = { intent: "sign-in", returnTo, parameters };
  return beginTrip(request, parameters.get("prompt") === "none" ? silently(plan, form) : plan);
}

/** `prompt=none` shows no page of Kakao's, so that whoever asks for it must not be told of an error. */
function silently(plan: Plan, form: URLSearchParams): Plan {
  const page = form.get("page") === "/" ? "/" : "/sign-in";
  return { ...plan, intent: "silent", page, cookies: [triedSilentlyCookie()] };
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
