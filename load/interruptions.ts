// L12 and L13: instances and the database come and go while people use the app, fifty requests a
// second. A balancer stands in front: an instance that takes no connection is not asked.

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Visitor } from "#e2e/visitor";
import { makePeople, openBrowsers, signedInBrowsers, signIn, statusOfMe } from "./browsers";
import { exact, type Line, timed } from "./lines";
import { attempt, failuresIn, type Outcome } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const REQUESTS_A_SECOND = 50;
/** Of ten requests one is a whole sign-in: its button and its callback are two of the fifty. */
const SIGN_IN_EVERY = 10;

type Use = {
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
async function keepUsing(world: World): Promise<Use> {
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

/** Why they failed and when, for whoever has to find the cause. */
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

function report(id: string, use: Use): void {
  const failures = describeFailures(use.outcomes);
  if (failures) process.stderr.write(`${id}: ${failures}\n`);
}

const failed = ({ outcomes }: Use) => failuresIn(outcomes).length;

async function restartBoth(world: World, changes: Record<string, string> = {}): Promise<void> {
  await world.restart("app-first", changes);
  await world.restart("app-second");
}

async function rollingRestart({ world }: Context): Promise<Line[]> {
  const plain = await keepUsing(world);
  await sleep(1000);
  await restartBoth(world);
  await sleep(1000);
  await plain.stop();
  report("L12, restart", plain);
  const rotating = await keepUsing(world);
  const next = randomBytes(32).toString("base64");
  const old = world.setting("AUTH_SECRET");
  // As SECURITY.md tells: first everybody knows the new one, then it signs.
  await restartBoth(world, { AUTH_SECRET_1: next });
  await restartBoth(world, { AUTH_SECRET: next, AUTH_SECRET_1: old });
  await sleep(1000);
  await rotating.stop();
  report("L12, rotation", rotating);
  const of = (use: Use) => `of ${use.outcomes.length} requests, 50 a second`;
  return [
    exact("L12", `rolling restart: failed ${of(plain)}`, failed(plain), 0),
    exact("L12", `rolling secret rotation: failed ${of(rotating)}`, failed(rotating), 0),
    exact("L12", "both: sessions signed out", plain.signedOut() + rotating.signedOut(), 0),
  ];
}

/** Every connection but this one's own. */
async function endAllConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

/**
 * Kills one of PostgreSQL's own processes: it ends all others, recovers what it has written, and
 * starts anew, which is as near to a failover as one server comes.
 */
async function crash(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  process.kill(rows[0]?.pid ?? Number.NaN, "SIGKILL");
}

/** From the first failure to the last, of what began since. */
function windowOf({ outcomes }: Use, sinceMs: number, untilMs: number): number {
  const ended = outcomes
    .filter(({ error, atMs }) => error !== null && atMs >= sinceMs && atMs < untilMs)
    .map(({ atMs, ms }) => atMs + ms);
  return ended.length === 0 ? 0 : Math.max(...ended) - sinceMs;
}

async function failover({ world, isQuick }: Context): Promise<Line[]> {
  const use = await keepUsing(world);
  const begunAt = performance.now();
  const now = () => performance.now() - begunAt;
  const calmMs = isQuick ? 3000 : 12_000;
  await sleep(2000);
  const endedAt = now();
  await endAllConnections(world.databaseUrl);
  await sleep(calmMs);
  const crashedAt = now();
  await crash(world.databaseUrl);
  await sleep(calmMs);
  const end = now();
  await use.stop();
  report("L13", use);
  const windows = [windowOf(use, endedAt, crashedAt), windowOf(use, crashedAt, end)];
  const longest = Math.max(...windows);
  const late = use.outcomes.filter(
    ({ error, atMs }) => error !== null && atMs > crashedAt + 10_000,
  );
  const shown = windows.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ");
  const what = "connections ended, then PostgreSQL crashed, at 50 a second";
  return [
    timed(
      { id: "L13", what: `${what}: errors for`, measured: shown, target: "≤ 10 s" },
      longest <= 10_000,
    ),
    exact("L13", `${what}: failed after ten seconds`, late.length, 0),
    exact("L13", "sessions signed out", use.signedOut(), 0),
  ];
}

export const interruptions: Scenario[] = [
  {
    id: "L12",
    title: "instances and secrets change while people use the app",
    run: rollingRestart,
  },
  {
    id: "L13",
    title: "the database goes away and comes back while people use the app",
    run: failover,
  },
];
