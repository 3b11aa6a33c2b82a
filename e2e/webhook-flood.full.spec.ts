// A flood of webhooks that nobody of Kakao's sent: what one of them costs, and how long those wait
// that Kakao did send. How much of a flood there may be is measured by `npm run load -- WH-8`.
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { expect, test } from "./fixtures";
import { type Flood, flood } from "./flood";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase } from "./own-database";
import { send } from "./visitor";
import { tellEvent, tellUnlink } from "./webhook-steps";

/** Of what the instance can answer at most: the rest is for the test, the emulator, the database. */
const BEARABLE_SHARE = 0.5;
const CLOCK_TICK_MS = 10;

const p99 = (times: number[]) =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;

/** Milliseconds of the processor that this process has used so far, as Linux counts them. */
function readCpuMs({ process: { pid } }: OwnApp): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const [, rest = ""] = readFileSync(file, "utf8").split(") ");
  const [user, system] = rest.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * CLOCK_TICK_MS;
}

/** The best of three rounds: whatever else the machine does makes one only dearer. */
async function weigh(app: OwnApp, of: Flood["of"]) {
  const rounds: { cpuMs: number; perSecond: number; notRefused: string[] }[] = [];
  for (let n = 0; n < 3; n += 1) {
    const before = readCpuMs(app);
    const { sent, ...flooded } = await flood(app.url, { of, seconds: 2 });
    rounds.push({ ...flooded, cpuMs: (readCpuMs(app) - before) / sent });
  }
  return {
    cpuMs: Math.min(...rounds.map(({ cpuMs }) => cpuMs)),
    perSecond: Math.round(Math.max(...rounds.map(({ perSecond }) => perSecond))),
    notRefused: rounds.flatMap(({ notRefused }) => notRefused),
  };
}

/** As Kakao sends both kinds, fifteen a second. @returns how long each took */
async function tellRightOnes(kakao: KakaoEmulatorClient, ids: string[], at: string) {
  const tell = async (personId: string, n: number) => {
    await sleep(1000 + n * 66);
    const startedAt = performance.now();
    if (n % 2 === 0) {
      expect((await tellUnlink(personId, { at })).status).toBe(200);
      return performance.now() - startedAt;
    }
    const [delivery] = await tellEvent(kakao, { personId, event: "sessions-revoked", at });
    expect(delivery?.status, String(delivery?.error)).toBe(202);
    return delivery?.durationMs ?? Number.NaN;
  };
  return Promise.all(ids.map(tell));
}

test("wrong webhooks in a flood cost little, need no database, and delay no right one (WH-8)", async ({
  kakao,
}, { annotations }) => {
  test.setTimeout(120_000);
  const note = (description: string) => annotations.push({ type: "measured", description });
  const database = await createOwnDatabase();
  const line = await startDatabaseProxy(database.url);
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });

  // Whatever asks the database hears nothing.
  line.swallow();
  const floor = await weigh(app, "cheapest");
  const refused = await weigh(app, "wrong webhooks");
  note(`the cheapest answer: ${floor.cpuMs} ms of the processor, ${floor.perSecond} a second`);
  note(`a refusal: ${refused.cpuMs} ms of the processor, ${refused.perSecond} a second`);
  expect(refused.notRefused).toEqual([]);
  expect(refused.cpuMs).toBeLessThan(5);
  line.heal();
  line.dropAll();

  const isReady = async () => (await send(`${app.url}/api/health/ready`)).status;
  await expect.poll(isReady, { timeout: 20_000 }).toBe(200);
  const perSecond = Math.min(1000, Math.round(refused.perSecond * BEARABLE_SHARE));
  const flooding = flood(app.url, { perSecond, seconds: 12 });
  // Nobody whom we know: their jobs wait for a sign-in that may be under way, and can be counted.
  const ids = Array.from({ length: 150 }, (_, n) => String(991_000_000_000 + n));
  const times = await tellRightOnes(kakao, ids, app.url);
  const flooded = await flooding;
  note(`beside ${Math.round(flooded.perSecond)} a second: p99 ${p99(times)} ms`);
  expect(flooded.notRefused).toEqual([]);
  expect(p99(times)).toBeLessThan(1000);
  expect(Math.max(...times), "as long as Kakao waits").toBeLessThan(3000);
  const stored = await database.rows(`SELECT FROM "Job" WHERE "kakaoId" IS NOT NULL`);
  expect(stored).toHaveLength(ids.length);
  await app.stop();
  await line.close();
  await database.drop();
});
