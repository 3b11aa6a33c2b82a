// L12 and L13: instances and the database come and go while people use the app.
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { newSecret } from "#e2e/own-app";
import { exact, type Line, timed } from "./lines";
import { failuresIn } from "./pace";
import type { Context, Scenario } from "./scenario";
import { keepUsing, report, type Use } from "./steady-use";
import type { World } from "./world";

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
  const next = newSecret();
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

/** From one moment until the last failure that was heard of before another. */
function windowOf({ outcomes }: Use, sinceMs: number, untilMs: number): number {
  const heardOf = failuresIn(outcomes)
    .map(({ atMs, ms }) => atMs + ms)
    .filter((at) => at >= sinceMs && at < untilMs);
  return heardOf.length === 0 ? 0 : Math.max(...heardOf) - sinceMs;
}

async function failover({ world, isQuick }: Context): Promise<Line[]> {
  const use = await keepUsing(world);
  const begunAt = performance.now();
  const now = () => performance.now() - begunAt;
  await sleep(2000);
  const endedAt = now();
  await endAllConnections(world.databaseUrl);
  await sleep(isQuick ? 3000 : 12_000);
  const crashedAt = now();
  await crash(world.databaseUrl);
  await sleep(12_000);
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
