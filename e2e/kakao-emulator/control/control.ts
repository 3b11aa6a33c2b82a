// The control API: how tests and the panel make people, set faults and read the ledger. Under
// /_emulator/api/, never in Kakao's namespace.
import { z } from "zod";
import type { Incoming } from "../http/incoming";
import { toKakaoTime } from "../kapi/user-me";
import type { EmulatorState } from "../world/emulator-state";
import { unlinkReasons } from "../world/happenings";
import { checkInput, InputError } from "../world/input-error";
import { disconnectPerson } from "../world/link-life";
import { changePerson, deletePerson } from "../world/person-life";
import type { Person } from "../world/person-schema";
import { webhookRoutes } from "./control-webhooks";
import { worldRoutes } from "./control-world";
import { issuePersonTokens } from "./person-tokens";

export const controlPrefix = "/_emulator/api";

export type ControlCall = {
  state: EmulatorState;
  incoming: Incoming;
  /** The JSON body; `{}` when there is none. */
  input: unknown;
  /** The variable parts of the path, in order. */
  params: string[];
};

export type ControlRoute = {
  method: string;
  path: RegExp;
  status?: number;
  handle: (call: ControlCall) => unknown;
};

export const controlRoutes: ControlRoute[] = [
  { method: "GET", path: /^\/keys$/, handle: ({ state }) => ({ kids: state.keys.kids() }) },
  { method: "POST", path: /^\/keys\/rotate$/, handle: rotateKeys },
  { method: "GET", path: /^\/ledger$/, handle: readLedger },
  { method: "DELETE", path: /^\/ledger$/, handle: ({ state }) => ok(state.ledger.clear()) },
  { method: "GET", path: /^\/faults$/, handle: ({ state }) => state.faults.list() },
  { method: "POST", path: /^\/faults$/, status: 201, handle: addFault },
  { method: "DELETE", path: /^\/faults$/, handle: ({ state }) => ok(state.faults.clear()) },
  { method: "DELETE", path: /^\/faults\/([^/]+)$/, handle: removeFault },
  { method: "GET", path: /^\/apps$/, handle: ({ state }) => state.apps.list() },
  { method: "POST", path: /^\/apps$/, status: 201, handle: addApp },
  { method: "PATCH", path: /^\/apps\/(\d+)$/, handle: updateApp },
  { method: "GET", path: /^\/people$/, handle: ({ state }) => state.people.list() },
  { method: "POST", path: /^\/people$/, status: 201, handle: addPerson },
  { method: "GET", path: /^\/people\/(\d+)$/, handle: readPerson },
  { method: "PATCH", path: /^\/people\/(\d+)$/, handle: updatePerson },
  { method: "DELETE", path: /^\/people\/(\d+)$/, handle: removePerson },
  { method: "POST", path: /^\/people\/(\d+)\/unlink$/, handle: unlinkPerson },
  { method: "POST", path: /^\/people\/(\d+)\/tokens$/, status: 201, handle: issueTokens },
  {
    method: "POST",
    path: /^\/people\/(\d+)\/account-sessions$/,
    status: 201,
    handle: openAccountSession,
  },
  ...worldRoutes,
  ...webhookRoutes,
];

/** The status and JSON value of a control call; input that cannot be taken throws `InputError`. */
export async function callControl(
  state: EmulatorState,
  incoming: Incoming,
): Promise<{ status: number; value: unknown }> {
  const path = incoming.path.slice(controlPrefix.length);
  const matching = controlRoutes.filter((route) => route.path.test(path));
  const route = matching.find((candidate) => candidate.method === incoming.method);
  if (matching.length === 0) throw new InputError("path", `there is no ${path}`, 404);
  if (route === undefined) throw new InputError("method", `not ${incoming.method}`, 405);
  const params = (route.path.exec(path) ?? []).slice(1);
  const call = { state, incoming, input: readInput(incoming), params };
  return { status: route.status ?? 200, value: await route.handle(call) };
}

function readInput({ method, contentType, bodyText }: Incoming): unknown {
  if (method === "GET" || method === "DELETE") return {};
  // A page of another site can post a form without asking, but not JSON.
  if (contentType !== "application/json") {
    throw new InputError("content-type", "must be application/json", 415);
  }
  if (bodyText === "") return {};
  try {
    return JSON.parse(bodyText);
  } catch (cause) {
    throw new InputError("(body)", `not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function ok(_done: unknown) {
  return { status: "ok" };
}

async function rotateKeys({ state }: ControlCall) {
  await state.keys.rotate();
  return { kids: state.keys.kids() };
}

function readLedger({ state, incoming }: ControlCall) {
  const schema = z.strictObject({
    since: z.coerce.number().int().optional(),
    path: z.string().optional(),
    personId: z.string().optional(),
    clientId: z.string().optional(),
  });
  return state.ledger.read(checkInput(schema, Object.fromEntries(incoming.query)));
}

function addFault({ state, input }: ControlCall) {
  return state.faults.add(input);
}

function removeFault({ state, params: [id = ""] }: ControlCall) {
  if (!state.faults.remove(id)) throw new InputError("id", "there is no such fault", 404);
  return ok(null);
}

function addApp({ state, input }: ControlCall) {
  return state.apps.add(input);
}

function updateApp({ state, input, params: [appId] }: ControlCall) {
  const app = state.apps.findById(Number(appId));
  if (app === null) throw new InputError("appId", "there is no such app", 404);
  return state.apps.update(app, input);
}

function addPerson({ state, input }: ControlCall) {
  return state.people.add(input, { listed: false });
}

function requirePerson({ state, params: [id] }: ControlCall): Person {
  const person = state.people.find(id);
  if (person === null) throw new InputError("id", "there is no such person", 404);
  return person;
}

function readPerson(call: ControlCall) {
  const person = requirePerson(call);
  const links = call.state.links.list().filter((link) => link.personId === person.id);
  return {
    ...person,
    links: links.map(({ personId: _, connectedAtMs, ...link }) => ({
      ...link,
      connectedAt: toKakaoTime(connectedAtMs),
    })),
  };
}

function updatePerson(call: ControlCall) {
  return changePerson(call.state, requirePerson(call), call.input);
}

function removePerson(call: ControlCall) {
  const person = requirePerson(call);
  const { silent } = checkInput(
    z.strictObject({ silent: z.literal("1").optional() }),
    Object.fromEntries(call.incoming.query),
  );
  const remove = () => deletePerson(call.state, person, "ACCOUNT_DELETE");
  return ok(silent === undefined ? remove() : call.state.happenings.silently(remove));
}

function unlinkPerson(call: ControlCall) {
  const schema = z.strictObject({
    appId: z.int().optional(),
    reason: z.enum(unlinkReasons).default("UNLINK_FROM_APPS"),
  });
  const { appId, reason } = checkInput(schema, call.input);
  return ok(disconnectPerson(call.state, requirePerson(call).id, { appId, reason }));
}

function issueTokens(call: ControlCall) {
  return issuePersonTokens(requirePerson(call), call);
}

/** A browser in which the person is signed in to Kakao already, or whose KakaoTalk is theirs. */
function openAccountSession(call: ControlCall) {
  const { inTalk } = checkInput(z.strictObject({ inTalk: z.boolean().default(false) }), call.input);
  const person = requirePerson(call);
  const { accountSessions, clock } = call.state;
  return accountSessions.open(person, clock.nowSeconds(), {
    talkPersonId: inTalk ? person.id : null,
    savedPersonIds: [person.id],
  });
}
