// A thousand webhooks a second that nobody of Kakao's sent, from a hundred addresses: what one of
// them costs, and what those hear that Kakao did send.
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase } from "./own-database";
import { newAddress, send } from "./visitor";
import { accountStatePath, tellEvent, tellUnlink, unlinkPath } from "./webhook-steps";

const A_SECOND = 1000;
const junkToken = "eyJhbGciOiJSUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.e30.AAAA";
const kinds = [
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

type Flooded = {
  statuses: Record<string, number>;
  times: number[];
  /** How long it took to offer them all, and until the last was answered. */
  sentInMs: number;
  tookMs: number;
};

async function flood({ url }: OwnApp, seconds: number): Promise<Flooded> {
  const addresses = Array.from({ length: 99 }, newAddress);
  const workerData = { origin: url, kinds, addresses, perSecond: A_SECOND, seconds };
  const worker = new Worker(new URL("./flood.mjs", import.meta.url), { workerData });
  const [flooded] = await once(worker, "message");
  return flooded;
}

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

test("a thousand wrong webhooks a second cost little, need no database, and delay no right one (WH-8)", async ({
  kakao,
  createPerson,
}, { annotations }) => {
  test.setTimeout(120_000);
  const database = await createOwnDatabase();
  const line = await startDatabaseProxy(database.url);
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
  const note = (description: string) => annotations.push({ type: "measured", description });
  const notRefused = ({ statuses }: Flooded) =>
    Object.keys(statuses).filter((status) => !["400", "401", "429"].includes(status));

  // Whatever asks the database hears nothing.
  line.swallow();
  await flood(app, 2);
  const cpuBefore = readCpuMs(app);
  const alone = await flood(app, 5);
  const cpuMs = (readCpuMs(app) - cpuBefore) / alone.times.length;
  note(`${(alone.times.length / alone.tookMs) * 1000} a second, ${cpuMs} ms of the processor each`);
  expect(notRefused(alone)).toEqual([]);
  expect(cpuMs).toBeLessThan(5);
  line.heal();
  line.dropAll();

  await expect
    .poll(async () => (await send(`${app.url}/api/health/ready`)).status, { timeout: 20_000 })
    .toBe(200);
  const people = await Promise.all(Array.from({ length: 150 }, () => createPerson()));
  const flooding = flood(app, 12);
  const times: number[] = [];
  const tell = async (id: string, n: number) => {
    await sleep(1000 + n * 66);
    const startedAt = performance.now();
    if (n % 2 === 0) {
      expect((await tellUnlink(id, { at: app.url })).status).toBe(200);
      times.push(performance.now() - startedAt);
    } else {
      const event = { personId: id, event: "sessions-revoked", at: app.url };
      const [delivery] = await tellEvent(kakao, event);
      expect(delivery?.status).toBe(202);
      times.push(delivery?.durationMs ?? Number.NaN);
    }
  };
  await Promise.all(people.map(({ id }, n) => tell(id, n)));
  const beside = await flooding;
  note(`right ones beside it: p99 ${p99(times)} ms, at most ${Math.max(...times)} ms`);
  note(`the flood: ${beside.sentInMs} ms to send, ${beside.tookMs} ms to be answered`);
  expect(notRefused(beside)).toEqual([]);
  expect(p99(times)).toBeLessThan(1000);
  expect(Math.max(...times), "as long as Kakao waits").toBeLessThan(3000);
  const stored = await database.rows(`SELECT FROM "Job" WHERE "kakaoId" IS NOT NULL`);
  expect(stored).toHaveLength(people.length);
  await app.stop();
  await line.close();
  await database.drop();
});
