// People who go on using the app, fifty requests a second, while something is done to it. A balancer
// stands in front: an instance that takes no connection is not asked. Called by interruptions.ts.
import { setTimeout as sleep } from "node:timers/promises";
import type { Visitor } from "#e2e/visitor";
import { makePeople, openBrowsers, signedInBrowsers, signIn, statusOfMe } from "./browsers";
import { attempt, failuresIn, type Outcome } from "./pace";
import type { World } from "./world";

const REQUESTS_A_SECOND = 50;
/** Of ten requests one is a whole sign-in: its button and its callback are two of the fifty. */
const SIGN_IN_EVERY = 10;

export type Use = {
  outcomes: Outcome<number>[];
  /** Sessions that were asked about and had never been ended. */
  signedOut: () => number;
  stop: () => Promise<void>;
};

/** The instance whose turn it is, or the other one when that takes no connection. */
async function balanced<Value>(
  { first, second }: World,
  n: number,
  work: (at: string) => Promise<Value>,
): Promise<Value> {
  const [at, other] = n % 2 === 0 ? [first, second] : [second, first];
  try {
    return await work(at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED") throw error;
    return work(other);
  }
}

async function readStatus(world: World, browser: Visitor, n: number): Promise<number> {
  const status = await balanced(world, n, (at) => statusOfMe(browser, at));
  if (status !== 200) throw new Error(`/api/me answered ${status}`);
  return status;
}

async function signInSomewhere(world: World, n: number): Promise<number> {
  const [browser] = await openBrowsers(world, await makePeople(world, 1));
  if (!browser) return 0;
  // Button and callback may meet different instances: the balancer knows no session.
  return balanced(world, n, (at) => signIn(browser, at));
}

/** Goes on until it is stopped. */
export async function keepUsing(world: World): Promise<Use> {
  const browsers = await signedInBrowsers(world, 20);
  const outcomes: Outcome<number>[] = [];
  const begunAt = performance.now();
  const under = new Set<Promise<unknown>>();
  let isStopped = false;
  const begin = (n: number) => {
    const browser = browsers[n % browsers.length] as Visitor;
    const isSignIn = n % SIGN_IN_EVERY === 0;
    const work = () => (isSignIn ? signInSomewhere(world, n) : readStatus(world, browser, n));
    const one = attempt(begunAt, work).then((outcome) => outcomes.push(outcome));
    under.add(one);
    one.finally(() => under.delete(one));
  };
  const go = async () => {
    for (let n = 0; !isStopped; n += 1) {
      const dueInMs = (n * 1000) / REQUESTS_A_SECOND - (performance.now() - begunAt);
      if (dueInMs > 0) await sleep(dueInMs);
      begin(n);
    }
    await Promise.all(under);
  };
  const gone = go();
  return {
    outcomes,
    signedOut: () => outcomes.filter(({ error }) => String(error).includes("401")).length,
    stop: async () => {
      isStopped = true;
      await gone;
    },
  };
}

/** Why they failed, and when. */
function describeFailures(outcomes: Outcome<unknown>[]): string {
  const times = new Map<string, number[]>();
  for (const { error, atMs } of failuresIn(outcomes))
    times.set(String(error), [...(times.get(String(error)) ?? []), atMs / 1000]);
  return [...times]
    .map(([error, at]) => {
      const [from, to] = [Math.min(...at), Math.max(...at)];
      return `${at.length} × ${error}, from ${from.toFixed(1)} to ${to.toFixed(1)} s`;
    })
    .join("; ");
}

/** For whoever has to find the cause. */
export function report(id: string, use: Use): void {
  const failures = describeFailures(use.outcomes);
  if (failures) process.stderr.write(`${id}: ${failures}\n`);
}
