// The same callback sent twice at once (a double click, a reload while waiting): the code is
// redeemed once, and both arrivals end signed in with the same session (CB-12). Called by finish.ts.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { findFlowOutcome, findFlowUserId } from "../session/flow-claims";
import { cookieOfStartedSession, startedSessionId } from "../session/start";
import { readSignInError } from "../text/sign-in-error";
import type { SignedIn } from "./arrive";
import type { Flow } from "./flow";
import { PersonNeeded, SignInRefused } from "./refusal";
import { PERSON_NEEDED } from "./refuse";

const POLL_MS = 100;
/** A little longer than the first arrival can take, its wait in line included. */
const PATIENCE_MS = 35_000;

/**
 * Waits for the first arrival. One that has finished before is not joined: a trip that comes back
 * after its end is a replay, whoever sends it (CB-2).
 *
 * @param earlier how the trip had ended when this arrival claimed it, or null
 * @throws SignInRefused
 */
export async function joinFirstArrival(flow: Flow, earlier: string | null): Promise<SignedIn> {
  if (earlier !== null) throw refusedLike(earlier);
  const outcome = await waitForOutcome(flow.id);
  if (outcome !== "signed_in") throw refusedLike(outcome);
  const userId = await findFlowUserId(flow.id, startedSessionId(flow));
  if (userId === null) throw new SignInRefused("expired", "the session has ended already");
  return { userId, cookie: cookieOfStartedSession(userId, flow) };
}

async function waitForOutcome(flowId: string): Promise<string> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    await sleep(POLL_MS);
    const outcome = await findFlowOutcome(flowId);
    if (outcome !== null) return outcome;
  }
  throw new SignInRefused("unknown", "the first arrival of this trip did not end");
}

function refusedLike(outcome: string): SignInRefused {
  if (outcome === PERSON_NEEDED) return new PersonNeeded();
  return outcome === "signed_in"
    ? new SignInRefused("expired", "this trip was used before")
    : new SignInRefused(readSignInError(outcome) ?? "unknown", "this trip was refused before");
}
