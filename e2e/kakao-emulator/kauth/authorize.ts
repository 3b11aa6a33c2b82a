// GET /oauth/authorize: the checks, in order; what passes becomes a transaction and goes on to
// the first page it needs. See sign-in.ts and consent.ts for the pages.
import type { Answer } from "../http/answer";
import { findRepeated, type Incoming, readParameter, splitList } from "../http/incoming";
import { refuseByPage } from "../pages/koe";
import type { PageRuleId } from "../rules/rules";
import type { App, AppKey } from "../world/app-schema";
import { consentLevel } from "../world/apps";
import { isRegisteredUri } from "../world/console-rules";
import type { EmulatorState } from "../world/emulator-state";
import type { AuthorizeRequest } from "../world/transactions";
import { continueFlow } from "./authorize-steps";

const knownParameters = [
  "client_id",
  "redirect_uri",
  "response_type",
  "scope",
  "prompt",
  "login_hint",
  "service_terms",
  "channel_public_id",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
] as const;

/** A refusal found by a check: the row, and what its description needs. */
type Refusal = { rule: PageRuleId; values?: Record<string, string | null> };

export function authorize(state: EmulatorState, incoming: Incoming): Answer {
  const { query } = incoming;
  const clientId = readParameter(query, "client_id");
  const found = state.apps.findByClientId(clientId);
  const subject = { clientId: clientId ?? undefined };
  if (found === null) return { ...refuseClient(state, incoming, clientId), subject };
  const refusal =
    checkApp(found.app, found.key, query) ??
    checkResponse(query) ??
    checkScope(found.app, query) ??
    checkChannels(found.app, query);
  if (refusal !== null) {
    const page = refuseByPage(incoming, refusal.rule, found.app, refusal.values);
    return { ...page, subject };
  }
  const transaction = state.transactions.open(readRequest(found.app, query));
  return { subject, ...continueFlow(state, incoming, transaction) };
}

function checkApp(app: App, key: AppKey, query: URLSearchParams): Refusal | null {
  if (!app.loginEnabled) return { rule: "page-login-off" };
  const repeated = findRepeated(query, knownParameters);
  if (repeated !== null) return { rule: "page-bad-parameter", values: { parameter: repeated } };
  const redirectUri = readParameter(query, "redirect_uri");
  if (redirectUri === null) return missing("redirect_uri");
  return isRegisteredUri(key.redirectUris, redirectUri) ? null : { rule: "page-redirect-uri" };
}

function checkChannels(app: App, query: URLSearchParams): Refusal | null {
  const channels = splitList(readParameter(query, "channel_public_id"));
  const isLinked = channels.every((channel) => app.channels.includes(channel));
  return isLinked ? null : { rule: "page-channel" };
}

function checkResponse(query: URLSearchParams): Refusal | null {
  const responseType = readParameter(query, "response_type");
  if (responseType === null) return missing("response_type");
  if (responseType === "token") return { rule: "page-implicit" };
  if (responseType !== "code") {
    return { rule: "page-response-type", values: { response_type: responseType } };
  }
  return checkChallenge(query);
}

/** S256 is the only method Kakao's discovery document lists, and its value has 43 characters. */
function checkChallenge(query: URLSearchParams): Refusal | null {
  const challenge = readParameter(query, "code_challenge");
  const method = readParameter(query, "code_challenge_method");
  if (challenge === null && method === null) return null;
  if (method !== "S256") return bad("code_challenge_method");
  return /^[A-Za-z0-9_-]{43}$/.test(challenge ?? "") ? null : bad("code_challenge");
}

function checkScope(app: App, query: URLSearchParams): Refusal | null {
  const scopes = splitList(readParameter(query, "scope"));
  const unknown = scopes.filter((scope) =>
    scope === "openid" ? !app.oidc : consentLevel(app, scope) === "off",
  );
  if (unknown.length === 0) return null;
  return { rule: "page-scope", values: { scopes: unknown.join(",") } };
}

function readRequest(app: App, query: URLSearchParams): AuthorizeRequest {
  const scope = readParameter(query, "scope");
  const serviceTerms = readParameter(query, "service_terms");
  return {
    appId: app.appId,
    clientId: query.get("client_id") ?? "",
    redirectUri: query.get("redirect_uri") ?? "",
    scopes: scope === null ? null : splitList(scope),
    prompts: splitList(readParameter(query, "prompt")),
    loginHint: readParameter(query, "login_hint"),
    serviceTerms: serviceTerms === null ? null : splitList(serviceTerms),
    channels: splitList(readParameter(query, "channel_public_id")),
    // An empty state is a value like any other: what came is given back.
    state: query.get("state"),
    nonce: readParameter(query, "nonce"),
    codeChallenge: readParameter(query, "code_challenge"),
  };
}

/** A key that no app has, or one that is not for signing people in. */
export function refuseClient(
  state: EmulatorState,
  incoming: Incoming,
  clientId: string | null,
): Answer {
  const admin = state.apps.findByAdminKey(clientId ?? "");
  if (admin !== null) return refuseByPage(incoming, "page-wrong-key-kind", admin.app);
  return refuseByPage(incoming, "page-unknown-client", null, { client_id: clientId });
}

function missing(parameter: string): Refusal {
  return { rule: "page-missing-parameter", values: { parameter } };
}

function bad(parameter: string): Refusal {
  return { rule: "page-bad-parameter", values: { parameter } };
}
