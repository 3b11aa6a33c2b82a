// Who calls the REST API: a person's access token, or an app's admin key with a target. Called by
// `calls.ts` before every call; the endpoints table says which of the two a call takes.
import type { Subject } from "../http/answer";
import { type Incoming, readParameter } from "../http/incoming";
import { endpoints } from "../rules/endpoints";
import type { kapiEndpoints } from "../rules/endpoints-kapi";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Token } from "../world/grants";
import { endIncompleteSignUps } from "../world/link-life";
import type { Link } from "../world/links";
import type { Person } from "../world/person-schema";
import { isTooYoung } from "../world/questions";
import { checkDomain, checkIp } from "./caller-place";
import { type Credentials, readCredentials } from "./credentials";
import { readChoice, requireLong, requireText } from "./parameters";
import { refuse } from "./refusal";

export type KapiEndpointId = keyof typeof kapiEndpoints;

/** A call that an app makes for itself. */
export type AppCall = { state: EmulatorState; incoming: Incoming; app: App };

/** A call about one person. */
export type PersonCall = AppCall & {
  person: Person;
  link: Link;
  /** `null` when the admin key was used. */
  token: Token | null;
};

/** Whose request this is, for faults and the ledger; says nothing about whether it is allowed. */
export function identifyKapiRequest(state: EmulatorState, incoming: Incoming): Subject {
  const credentials = readCredentials(incoming);
  if (typeof credentials === "string") return {};
  if (credentials.scheme === "Bearer") {
    const token = state.grants.findAccessToken(credentials.value);
    return token === null ? {} : { personId: token.personId, clientId: token.clientId };
  }
  const app = state.apps.findByAdminKey(credentials.value)?.app;
  const targetId =
    readParameter(incoming.form, "target_id") ?? readParameter(incoming.query, "target_id");
  return { personId: targetId ?? undefined, clientId: app?.keys[0]?.key };
}

/** For calls that take an access token, or also an admin key with a target. */
export function authenticatePerson(
  state: EmulatorState,
  incoming: Incoming,
  endpoint: KapiEndpointId,
): PersonCall {
  const credentials = requireCredentials(incoming, endpoint);
  if (credentials.scheme === "Bearer") return findByToken(state, incoming, credentials);
  if (endpoints[endpoint].caller === "token") throw refuse("kapi-token-unknown");
  return findTarget(authenticateAdminKey(state, incoming, endpoint, credentials));
}

/** For calls that take an admin key only. */
export function authenticateApp(
  state: EmulatorState,
  incoming: Incoming,
  endpoint: KapiEndpointId,
): AppCall {
  const credentials = requireCredentials(incoming, endpoint);
  if (credentials.scheme === "Bearer") throw refuse("kapi-no-key");
  return authenticateAdminKey(state, incoming, endpoint, credentials);
}

/** Before signup, an app without auto-link may ask little about a person. */
export function isPreregistered({ app, link }: { app: App; link: Link }): boolean {
  return !app.autoLink && !link.signedUp;
}

export function requireSignedUp(call: PersonCall): void {
  if (isPreregistered(call)) throw refuse("kapi-not-signed-up");
}

/** access_token_info has a code of its own for a header it cannot read, and reads no query. */
function requireCredentials(incoming: Incoming, endpoint: KapiEndpointId): Credentials {
  const credentials = readCredentials(incoming);
  const hasBearer =
    incoming.headers.authorization !== undefined &&
    typeof credentials !== "string" &&
    credentials.scheme === "Bearer";
  if (endpoint === "access_token_info" && !hasBearer) throw refuse("kapi-bad-header");
  if (credentials === "missing") throw refuse("kapi-no-key");
  if (credentials === "malformed") throw refuse("kapi-wrong-header");
  return credentials;
}

function findByToken(
  state: EmulatorState,
  incoming: Incoming,
  credentials: Credentials,
): PersonCall {
  const token = state.grants.findAccessToken(credentials.value);
  if (token === null) throw refuse("kapi-token-unknown");
  if (token.expiresAtMs <= state.clock.nowMs()) throw refuse("kapi-token-expired");
  const app = state.apps.findById(token.appId);
  const person = state.people.find(token.personId);
  const link = findLink(state, token.appId, token.personId);
  if (app === null || person === null || link === null) throw refuse("kapi-token-unknown");
  checkIp(app, incoming, credentials);
  checkDomain(app, incoming, token);
  if (person.sanctioned) throw refuse("kapi-blocked");
  if (isTooYoung(person)) throw refuse("kapi-under-14");
  return { state, incoming, app, person, link, token };
}

function authenticateAdminKey(
  state: EmulatorState,
  incoming: Incoming,
  endpoint: KapiEndpointId,
  credentials: Credentials,
): AppCall {
  const found = state.apps.findByAdminKey(credentials.value);
  if (found === null) throw refuse("kapi-admin-key", { key: credentials.value });
  const { app, allows } = found;
  checkIp(app, incoming, credentials);
  const isAllowed = allows === null || allows.includes(endpoints[endpoint].path);
  if (!isAllowed) throw refuse("kapi-key-not-allowed");
  return { state, incoming, app };
}

function findTarget({ state, incoming, app }: AppCall): PersonCall {
  requireTargetType(incoming);
  const targetId = requireLong(incoming, "target_id");
  const person = state.people.find(targetId);
  const link = findLink(state, app.appId, targetId);
  if (person === null || link === null) throw refuse("kapi-not-linked");
  return { state, incoming, app, person, link, token: null };
}

/** Kakao knows one kind of target, and still wants it named. */
export function requireTargetType(incoming: Incoming): void {
  requireText(incoming, "target_id_type");
  readChoice(incoming, "target_id_type", ["user_id"]);
}

/** A link that its app left unfinished for a day has ended, whether or not anybody swept it up. */
function findLink(state: EmulatorState, appId: number, personId: string): Link | null {
  if (state.links.find(appId, personId)?.signedUp === false) endIncompleteSignUps(state);
  return state.links.find(appId, personId);
}
