// POST /oauth/token: both grants. The checks stand in the order in which they are made; the order
// is not documented by Kakao (see the README).
import { createHash } from "node:crypto";
import type { FaultEffects } from "../faults/fault-schema";
import type { Answer, Subject } from "../http/answer";
import { answerJson } from "../http/answer";
import { findRepeated, type Incoming, readParameter } from "../http/incoming";
import type { JsonObject } from "../http/raw-json";
import { refuseToken } from "../rules/rules";
import type { App, AppKey } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import {
  type AuthorizationCode,
  accessTokenLifetime,
  type Grant,
  refreshLifetimeSeconds,
  type Token,
} from "../world/grants";
import { makeIdToken } from "./id-token";

/** Kakao sends a new refresh token only in the last month of the old one. */
const renewalWindowMs = 30 * 24 * 60 * 60 * 1000;

const knownParameters = [
  "client_id",
  "client_secret",
  "grant_type",
  "code",
  "redirect_uri",
  "code_verifier",
  "refresh_token",
];

type Exchange = {
  state: EmulatorState;
  incoming: Incoming;
  app: App;
  key: AppKey;
  fault: FaultEffects;
};

/** Whose request this is: the person whose code or refresh token it carries. */
export function identifyTokenRequest(state: EmulatorState, incoming: Incoming): Subject {
  const { form } = incoming;
  const grant =
    state.grants.findCode(form.get("code")) ??
    state.grants.findRefreshToken(form.get("refresh_token"));
  return { personId: grant?.personId, clientId: form.get("client_id") ?? undefined };
}

export function answerToken(state: EmulatorState, incoming: Incoming, fault: FaultEffects): Answer {
  const { form } = incoming;
  const repeated = findRepeated(form, knownParameters);
  if (repeated !== null) return refuseToken("token-repeated-parameter", { parameter: repeated });
  const clientId = readParameter(form, "client_id");
  const found = state.apps.findByClientId(clientId);
  if (found === null) return refuseClient(state, clientId);
  if (hasSecret(found.key) && form.get("client_secret") !== found.key.clientSecret) {
    return refuseToken("token-client-secret");
  }
  const { allowedIps } = found.app;
  if (allowedIps !== null && !allowedIps.includes(incoming.callerIp)) {
    return refuseToken("token-caller-ip");
  }
  if (!isKnownPlatform(found.key, form)) return refuseToken("token-platform");
  const exchange = { state, incoming, ...found, fault };
  const grantType = readParameter(form, "grant_type");
  if (grantType === "authorization_code") return exchangeCode(exchange);
  if (grantType === "refresh_token") return refresh(exchange);
  return refuseToken("token-grant-type", { grant_type: grantType });
}

function refuseClient(state: EmulatorState, clientId: string | null): Answer {
  const isAdminKey = state.apps.findByAdminKey(clientId ?? "") !== null;
  if (isAdminKey) return refuseToken("token-wrong-key-kind");
  return refuseToken("token-unknown-client", { client_id: clientId });
}

/** Kakao's SDKs say where they run; it is checked once something is registered for the key. */
function isKnownPlatform(key: AppKey, form: URLSearchParams): boolean {
  const { kind, bundleIds, keyHashes, javascriptDomains } = key;
  const isOne = (known: string[], name: string) => known.includes(form.get(name) ?? "");
  if (kind === "rest") return true;
  if (kind === "javascript") {
    return javascriptDomains.length === 0 || isOne(javascriptDomains, "client_origin");
  }
  if (bundleIds.length + keyHashes.length === 0) return true;
  return isOne(bundleIds, "ios_bundle_id") || isOne(keyHashes, "android_key_hash");
}

/** Only a REST key has a client secret; native and JavaScript keys cannot keep one. */
function hasSecret({ kind, clientSecretOn }: AppKey): boolean {
  return kind === "rest" && clientSecretOn;
}

function exchangeCode(exchange: Exchange): Answer {
  const { state, incoming } = exchange;
  const { form } = incoming;
  for (const parameter of ["code", "redirect_uri"]) {
    const isMissing = readParameter(form, parameter) === null;
    if (isMissing) return refuseToken("token-missing-parameter", { parameter });
  }
  const code = state.grants.findCode(form.get("code"));
  const refusal = checkCode(exchange, code);
  if (refusal !== null || code === null) {
    return refusal ?? refuseToken("token-code", { code: form.get("code") });
  }
  if (!hasTokenLeft(exchange, code)) return refuseToken("token-rate-limit");
  code.used = true;
  return answerJson(makeCodeAnswer(exchange, code));
}

function checkCode(exchange: Exchange, code: AuthorizationCode | null): Answer | null {
  const { state, incoming, key, fault } = exchange;
  const { form } = incoming;
  const values = { code: form.get("code") };
  if (code === null || (code.used && fault.acceptCodeReuse !== true)) {
    return refuseToken("token-code", values);
  }
  if (code.expiresAtMs <= state.clock.nowMs()) return refuseToken("token-code", values);
  if (code.clientId !== key.key) return refuseToken("token-key-mismatch");
  if (code.redirectUri !== form.get("redirect_uri")) return refuseToken("token-redirect-uri");
  const provesChallenge = matchesChallenge(code.codeChallenge, form.get("code_verifier"));
  if (!provesChallenge && fault.ignorePkce !== true) {
    return refuseToken("token-code-verifier", values);
  }
  return null;
}

/** @see RFC 7636 §4.6. A verifier without a challenge is ignored, as an unknown parameter is. */
function matchesChallenge(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return true;
  const digest = createHash("sha256").update(verifier ?? "");
  return verifier !== null && digest.digest("base64url") === challenge;
}

function makeCodeAnswer(exchange: Exchange, grant: Grant): JsonObject {
  const { state } = exchange;
  const refreshExpiry = state.clock.nowMs() + refreshLifetimeSeconds * 1000;
  const refreshToken = state.grants.addRefreshToken(grant, refreshExpiry);
  return {
    ...makeAccess(exchange, grant, grant.nonce),
    refresh_token: refreshToken.token,
    refresh_token_expires_in: refreshLifetimeSeconds,
    scope: grant.scope === "" ? undefined : grant.scope,
  };
}

function makeAccess(exchange: Exchange, grant: Grant, nonce: string | null): JsonObject {
  const { state, app, key, incoming, fault } = exchange;
  const expiresIn = accessTokenLifetime(key);
  const expiresAtMs = state.clock.nowMs() + expiresIn * 1000;
  const access = state.grants.addAccessToken(grant, expiresAtMs);
  state.tell("token-issued", grant);
  // Switching OpenID Connect off stops ID tokens at once, also for earlier sign-ins.
  const hasIdToken = grant.openid && app.oidc && fault.idToken?.omit !== true;
  const issuer = state.issuer ?? incoming.origin;
  const idTokenRequest = { app, key, grant, nonce, issuer, expiresIn };
  return {
    access_token: access.token,
    token_type: "bearer",
    id_token: hasIdToken ? makeIdToken(state, idTokenRequest, fault.idToken) : undefined,
    expires_in: expiresIn,
  };
}

function refresh(exchange: Exchange): Answer {
  const { state, incoming, key } = exchange;
  const presented = readParameter(incoming.form, "refresh_token");
  if (presented === null) return refuseToken("token-refresh-missing");
  const token = state.grants.findRefreshToken(presented);
  const isAlive = token !== null && token.expiresAtMs > state.clock.nowMs();
  if (!isAlive || token.clientId !== key.key) return refuseToken("token-refresh-invalid");
  if (!hasRefreshLeft(exchange, token)) return refuseToken("token-rate-limit");
  const answer = makeAccess(exchange, token, null);
  return answerJson({ ...answer, ...renewRefreshToken(state, token) });
}

/** Kakao: 20 access tokens of a person in ten minutes, counted while the app's switch is on. */
function hasTokenLeft({ state, app }: Exchange, { personId }: Grant): boolean {
  if (!app.rateLimits) return true;
  const limit = { limit: 20, windowMs: 10 * 60 * 1000 };
  return state.callCounts.take(`access ${app.appId} ${personId}`, limit);
}

/** Kakao: 30 refreshes of a person in an hour. */
function hasRefreshLeft({ state, app }: Exchange, { personId }: Grant): boolean {
  if (!app.rateLimits) return true;
  const limit = { limit: 30, windowMs: 60 * 60 * 1000 };
  return state.callCounts.take(`refresh ${app.appId} ${personId}`, limit);
}

function renewRefreshToken(state: EmulatorState, token: Token): JsonObject {
  const isLastMonth = token.expiresAtMs - state.clock.nowMs() < renewalWindowMs;
  if (!isLastMonth) return {};
  state.grants.removeRefreshToken(token);
  const expiresAtMs = state.clock.nowMs() + refreshLifetimeSeconds * 1000;
  const fresh = state.grants.addRefreshToken(token, expiresAtMs);
  return { refresh_token: fresh.token, refresh_token_expires_in: refreshLifetimeSeconds };
}

/**
 * Tokens as a native SDK would get them, without a browser: for tests of an app's native sign-in.
 * The link must exist. `nonce` goes into the ID token.
 */
export function issueTokens(exchange: Omit<Exchange, "fault">, grant: Grant): JsonObject {
  return makeCodeAnswer({ ...exchange, fault: {} }, grant);
}
