// Who calls the REST API: a person's access token, or an app's admin key with a target.
import type { Answer, Subject } from "../http/answer";
import { type Incoming, readParameter } from "../http/incoming";
import { refuseKapi } from "../rules/rules";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Token } from "../world/grants";
import type { Link } from "../world/links";
import type { Person } from "../world/person-schema";

export type Caller = {
  app: App;
  person: Person;
  link: Link;
  /** `null` when the admin key was used. */
  token: Token | null;
};

type Found = { caller: Caller } | { refusal: Answer };

/** Parameters of a kapi call: in the query, or in a form when it is a POST. */
export function readKapiParameter(incoming: Incoming, name: string): string | null {
  return readParameter(incoming.form, name) ?? readParameter(incoming.query, name);
}

export function readBearer(incoming: Incoming): string | null {
  return /^Bearer +(\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1] ?? null;
}

/**
 * The header, or without one the query: not documented, yet all that clients such as passport-kakao
 * send, and they sign people in at Kakao.
 */
function readAccessToken(incoming: Incoming): string | null {
  return incoming.headers.authorization === undefined
    ? readParameter(incoming.query, "access_token")
    : readBearer(incoming);
}

/** Whose request this is, for faults and the ledger; says nothing about whether it is allowed. */
export function identifyKapiRequest(state: EmulatorState, incoming: Incoming): Subject {
  const token = state.grants.findAccessToken(readAccessToken(incoming));
  if (token !== null) return { personId: token.personId, clientId: token.clientId };
  return { personId: readKapiParameter(incoming, "target_id") ?? undefined };
}

export function findTokenCaller(state: EmulatorState, incoming: Incoming): Found {
  const token = state.grants.findAccessToken(readAccessToken(incoming));
  if (token === null) return { refusal: refuseKapi("kapi-token-unknown") };
  if (token.expiresAtMs <= state.clock.nowMs()) {
    return { refusal: refuseKapi("kapi-token-expired") };
  }
  const app = state.apps.findById(token.appId);
  const person = state.people.find(token.personId);
  const link = state.links.find(token.appId, token.personId);
  if (app === null || person === null || link === null) {
    return { refusal: refuseKapi("kapi-token-unknown") };
  }
  return checkPerson({ app, person, link, token });
}

/** For calls that take an access token or an admin key. */
export function findCaller(state: EmulatorState, incoming: Incoming): Found {
  const authorization = incoming.headers.authorization ?? "";
  const adminKey = /^KakaoAK +(\S+)$/i.exec(authorization)?.[1];
  return adminKey === undefined
    ? findTokenCaller(state, incoming)
    : findAdminCaller(state, incoming, adminKey);
}

function findAdminCaller(state: EmulatorState, incoming: Incoming, adminKey: string): Found {
  const app = state.apps.findByAdminKey(adminKey)?.app ?? null;
  if (app === null) return { refusal: refuseKapi("kapi-admin-key", { key: adminKey }) };
  if (readKapiParameter(incoming, "target_id_type") !== "user_id") {
    return { refusal: refuseKapi("kapi-bad-parameter", { parameter: "target_id_type" }) };
  }
  const targetId = readKapiParameter(incoming, "target_id") ?? "";
  if (!/^\d{1,19}$/.test(targetId)) {
    return { refusal: refuseKapi("kapi-bad-parameter", { parameter: "target_id" }) };
  }
  const person = state.people.find(targetId);
  const link = state.links.find(app.appId, targetId);
  if (person === null || link === null) return { refusal: refuseKapi("kapi-not-linked") };
  return { caller: { app, person, link, token: null } };
}

function checkPerson(caller: Caller): Found {
  if (caller.person.sanctioned) return { refusal: refuseKapi("kapi-blocked") };
  if (caller.person.under14) return { refusal: refuseKapi("kapi-under-14") };
  return { caller };
}
