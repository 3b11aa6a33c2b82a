// From a request to its answer, through faults and into the ledger. Called by server.ts for every
// request that is not for the control API.
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type LedgerEntry, noteAnswer, noteFault, noteSubject } from "../control/ledger";
import { alterAnswer, makeReplacement } from "../faults/fault-answers";
import type { FaultEffects } from "../faults/fault-schema";
import { endpoints } from "../rules/endpoints";
import { refuseKapi, refuseToken } from "../rules/rules";
import type { EmulatorState } from "../world/emulator-state";
import type { Answer } from "./answer";
import { deliver, readLocation } from "./deliver";
import type { Incoming } from "./incoming";
import { type Api, answerNotBuilt, answerWrongMethod, findApi, findPageHandle } from "./routes";

type Outcome = { answer: Answer; fault: FaultEffects };

export async function respond(
  state: EmulatorState,
  incoming: Incoming,
  response: ServerResponse,
): Promise<void> {
  const entry = state.ledger.open(incoming);
  const api = findApi(incoming.path);
  const { answer, fault } =
    api === null ? visitPage(state, incoming, entry) : callApi(state, incoming, entry, api);
  noteFault(entry, fault);
  if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
  const isAnswered = fault.hang !== true && fault.drop !== true;
  if (isAnswered) noteAnswer(entry, answer, readLocation(answer));
  await deliver(response, answer, fault);
}

function callApi(state: EmulatorState, incoming: Incoming, entry: LedgerEntry, api: Api): Outcome {
  const subject = api.identify(state, incoming);
  noteSubject(entry, subject);
  const fault = state.faults.strike(api.endpoint, subject);
  const answer =
    makeReplacement(api.endpoint, incoming, fault) ??
    refuseMethod(api, incoming) ??
    api.handle(state, incoming, fault);
  return { answer: alterAnswer(answer, fault), fault };
}

function refuseMethod({ endpoint }: Api, { method }: Incoming): Answer | null {
  const { host, methods } = endpoints[endpoint];
  if (methods.some((known) => known === method)) return null;
  return host === "kauth" ? refuseToken("token-method") : refuseKapi("kapi-method");
}

function visitPage(state: EmulatorState, incoming: Incoming, entry: LedgerEntry): Outcome {
  const handle = findPageHandle(incoming.path, incoming.method);
  if (handle === null) return { answer: answerNotBuilt(incoming), fault: {} };
  if (handle === "method") return { answer: answerWrongMethod(incoming), fault: {} };
  const answer = handle(state, incoming, {});
  noteSubject(entry, answer.subject ?? {});
  if (answer.content.kind !== "callback") return { answer, fault: {} };
  const { endpoint } = answer.content;
  const fault = state.faults.strike(endpoint, answer.subject ?? {});
  const replacement = makeReplacement(endpoint, incoming, fault, answer);
  // The cookie of a sign-in is Kakao's own affair and survives a fault on the way back.
  const sent =
    replacement === null
      ? answer
      : { ...replacement, headers: { ...answer.headers, ...replacement.headers } };
  return { answer: alterAnswer(sent, fault), fault };
}
