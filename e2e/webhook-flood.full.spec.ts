// A flood of webhooks that nobody of Kakao's sent, from a hundred addresses: what one of them costs,
// and how long those wait that Kakao did send.
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase } from "./own-database";
import { newAddress, send } from "./visitor";
import { accountStatePath, tellEvent, tellUnlink, unlinkPath } from "./webhook-steps";

/** The flood of the security bar; an instance on a small core does not answer as much of anything. */
const A_SECOND = 1000;
/** Of what it can answer at most: the rest is for the test, the emulator and the database. */
const BEARABLE_SHARE = 0.5;
const junkToken = "eyJhbGciOiJSUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.e30.AAAA";
const wrong = [
  {
    ...{ method: "POST", path: unlinkPath, body: "app_id=1&user_id=1" },
    headers: {
      ...{ authorization: "KakaoAK wrong" },
      "content-type": "application/x-www-form-urlencoded",
    },
  },
  {
    ...{ method: "POST", path: accountStatePath, body: junkToken },
    headers: { "content-type": "application/secevent+jwt" },
  },
];
/** The cheapest there is: whatever Next.js itself costs. */
const cheapest = [{ method: "GET", path: "/api/health/live", body: "", headers: {} }];

type Flooded = { statuses: Record<string, number>; times: number[]; tookMs: number };
type Flood = { kinds?: object[]; perSecond?: number; seconds: number };

async function flood({ url }: OwnApp, input: Flood): Promise<Flooded> {
  const addresses = Array.from({ length: 99 }, newAddress);
  const workerData = { origin: url, addresses, kinds: wrong, perSecond: A_SECOND, ...input };
  const worker = new Worker(new URL("./flood.mjs", import.meta.url), { workerData });
  const [flooded] = await once(worker, "message");
  return flooded;
}

const rateOf = ({ times, tookMs }: Flooded) => Math.round((times.length / tookMs) * 1000);
const notRefused = ({ statuses }: Flooded) =>
  Object.keys(statuses).filter((status) => !["400", "401", "429"].includes(status));
const p99 = (times: number[]) =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;

/** Milliseconds of the processor that this process has used so far, as Linux counts them. */
function readCpuMs({ process: { pid } }: OwnApp): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const [, rest = ""] = readFileSync(file, "utf8").split(") ");
  const [user, system] = rest.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

/** The same, with what each of its requests cost. */
async function weigh(app: OwnApp, input: Flood) {
  const before = readCpuMs(app);
  const flooded = await flood(app, input);
  return { flooded, cpuMs: (readCpuMs(app) - before) / flooded.times.length };
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

test("wrong webhooks by the thousand cost little, need no database, and delay no right one (WH-8)", async ({
  kakao,
}, { annotations }) => {
  test.setTimeout(120_000);
  const note = (description: string) => annotations.push({ type: "measured", description });
  const database = await createOwnDatabase();
  const line = await startDatabaseProxy(database.url);
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });

  // Whatever asks the database hears nothing.
  line.swallow();
  await flood(app, { seconds: 2 });
  const floor = await weigh(app, { kinds: cheapest, seconds: 3 });
  const refused = await weigh(app, { seconds: 3 });
  note(`at most ${rateOf(floor.flooded)} a second of anything, ${floor.cpuMs} ms each`);
  note(`${rateOf(refused.flooded)} refusals a second, ${refused.cpuMs} ms of the processor each`);
  expect(notRefused(refused.flooded)).toEqual([]);
  expect(refused.cpuMs).toBeLessThan(5);
  line.heal();
  line.dropAll();

  const isReady = async () => (await send(`${app.url}/api/health/ready`)).status;
  await expect.poll(isReady, { timeout: 20_000 }).toBe(200);
  const perSecond = Math.min(A_SECOND, Math.round(rateOf(floor.flooded) * BEARABLE_SHARE));
  const flooding = flood(app, { perSecond, seconds: 12 });
  // Nobody whom we know: their jobs wait for a sign-in that may be under way, and can be counted.
  const ids = Array.from({ length: 150 }, (_, n) => String(991_000_000_000 + n));
  const times = await tellRightOnes(kakao, ids, app.url);
  expect(notRefused(await flooding)).toEqual([]);
  const worst = Math.max(...times);
  note(`beside ${perSecond} wrong ones a second: p99 ${p99(times)} ms, at most ${worst} ms`);
  expect(p99(times)).toBeLessThan(1000);
  expect(worst, "as long as Kakao waits").toBeLessThan(3000);
  const stored = await database.rows(`SELECT FROM "Job" WHERE "kakaoId" IS NOT NULL`);
  expect(stored).toHaveLength(ids.length);
  await app.stop();
  await line.close();
  await database.drop();
});
