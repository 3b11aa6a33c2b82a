// Webhooks while things break: the database is slow or away, a worker dies at its work, the process
// stands still.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { databaseUrl } from "./addresses";
import { expect, test as plain } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { testWithOwnDatabase as test } from "./own-app-behind-line";
import { createOwnDatabase } from "./own-database";
import { runJobs } from "./own-site";
import { finishSignIn, reachCallback, readMe, refusalOf, signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";
import { tellEvent, tellUnlink } from "./webhook-steps";

async function timed<Value>(work: () => Promise<Value>) {
  const startedAt = Date.now();
  const value = await work();
  return { value, tookMs: Date.now() - startedAt };
}

const statusOf = async (kakao: KakaoEmulatorClient, event: Parameters<typeof tellEvent>[1]) =>
  (await tellEvent(kakao, event))[0]?.status;

test("the database is down or does not answer: 503 in time, and all is done when it is told again (WH-4, WH-13)", async ({
  app: { url: at },
  line,
  database,
  kakao,
  person,
}) => {
  test.setTimeout(60_000);
  const visitor = new Visitor();
  await finishSignIn(visitor, await reachCallback(visitor, person, { at }), { at });
  await kakao.unlink(person.id);
  const jti = randomUUID();
  const event = { personId: person.id, event: "user-unlinked", jti, at };
  for (const fail of [line.cut, line.swallow, () => line.slow(2900)]) {
    fail();
    const unlink = await timed(() => tellUnlink(person.id, { at }));
    expect(unlink.value.status).toBe(503);
    expect(unlink.tookMs).toBeLessThan(3000);
    const told = await timed(() => statusOf(kakao, event));
    expect(told.value).toBe(503);
    expect(told.tookMs).toBeLessThan(3000);
    const wrong = { authorization: "KakaoAK wrong" };
    const refused = await timed(() => tellUnlink(person.id, { at, headers: wrong }));
    expect(refused.value.status, "needs no database").toBe(401);
    expect(refused.tookMs).toBeLessThan(500);
    line.heal();
    line.dropAll();
  }
  await expect.poll(() => statusOf(kakao, event), { timeout: 15_000 }).toBe(202);
  const users = () => database.rows(`SELECT FROM "User" WHERE "kakaoId" = $1`, [person.id]);
  await expect.poll(async () => (await users()).length, { timeout: 15_000 }).toBe(0);
});

plain(
  "a database that takes its time delays the answer, and no more (WH-4)",
  async ({ createPerson }) => {
    const line = await startDatabaseProxy(databaseUrl());
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
    const person = await createPerson();
    const visitor = new Visitor();
    await signIn(visitor, person);
    await tellUnlink("1", { at: app.url });
    line.slow(300);
    const { value, tookMs } = await timed(() => tellUnlink(person.id, { at: app.url }));
    line.heal();
    expect(value.status).toBe(200);
    expect(tookMs).toBeLessThan(3000);
    expect(await readMe(visitor)).toBeNull();
    await app.stop();
    await line.close();
  },
);

plain(
  "a worker is killed between Kakao's answer and the delete: another one does it, nothing is lost (WH-4, P2)",
  async ({ kakao, createPerson }) => {
    plain.setTimeout(90_000);
    const database = await createOwnDatabase();
    const environment = { ...firstInstanceEnvironment(), DATABASE_URL: database.url };
    const [first, second] = [await startApp(environment), await startApp(environment)];
    const people = await Promise.all(Array.from({ length: 12 }, () => createPerson()));
    for (const person of people) {
      const visitor = new Visitor();
      const callback = await reachCallback(visitor, person, { at: first.url });
      expect(refusalOf(await finishSignIn(visitor, callback, { at: first.url }))).toBeNull();
      await kakao.unlink(person.id);
      // Kakao answers late, so that the kill finds workers that wait for it.
      await kakao.setFault({ endpoint: "user_me", personId: person.id, delayMs: 1500, times: 1 });
    }
    const answers = await Promise.all(people.map(({ id }) => tellUnlink(id, { at: first.url })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const leased = () =>
      database.rows(`SELECT FROM "Job" WHERE "leasedUntil" > now() AND "kind" = 'unlinked'`);
    await expect.poll(async () => (await leased()).length).toBeGreaterThan(0);
    first.process.kill("SIGKILL");
    const left = () => database.rows(`SELECT FROM "Job" WHERE "kind" = 'unlinked'`);
    expect((await left()).length).toBeGreaterThan(0);
    // A minute later, the dead worker's leases are over.
    await database.rows(`UPDATE "Job" SET "leasedUntil" = now() WHERE "leasedUntil" IS NOT NULL`);
    await runJobs(second.url);
    await expect.poll(async () => (await left()).length, { timeout: 30_000 }).toBe(0);
    expect(await database.rows(`SELECT FROM "User"`)).toEqual([]);
    const journal = await database.rows<{ reason: string }>(`SELECT "reason" FROM "Withdrawal"`);
    expect(journal.map(({ reason }) => reason)).toEqual(Array(12).fill("unlinked"));
    await Promise.all([first.stop(), second.stop()]);
    await database.drop();
  },
);

/** The process stands still for so long. */
const STALL_MS = 3000;

plain(
  "an instance that stands still for three seconds answers late only what came then, and stores all of it (P11, WH-4)",
  async () => {
    const database = await createOwnDatabase();
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: database.url });
    // Nobody whom we know: their jobs wait for a sign-in that may be under way, and can be counted.
    const ids = Array.from({ length: 120 }, (_, n) => String(990_000_000_000 + n));
    await tellUnlink("1", { at: app.url });
    const startedAt = Date.now();
    let [stoppedAt, wokenAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const stall = async () => {
      await sleep(2000);
      app.process.kill("SIGSTOP");
      stoppedAt = Date.now();
      await sleep(STALL_MS);
      app.process.kill("SIGCONT");
      wokenAt = Date.now();
    };
    const tell = async (id: string, n: number) => {
      await sleep(n * 60);
      const sentAt = Date.now();
      const { value, tookMs } = await timed(() => tellUnlink(id, { at: app.url }));
      return { status: value.status, sentAt, tookMs };
    };
    const [told] = await Promise.all([Promise.all(ids.map(tell)), stall()]);
    expect(Date.now() - startedAt, "webhooks before and after it").toBeGreaterThan(6000);
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([200]));
    const isOfTheStall = ({ sentAt, tookMs }: (typeof told)[number]) =>
      sentAt < wokenAt && sentAt + tookMs > stoppedAt;
    const others = told.filter((one) => !isOfTheStall(one));
    expect(others.length).toBeGreaterThan(40);
    expect(Math.max(...others.map(({ tookMs }) => tookMs))).toBeLessThan(3000);
    const late = told.filter(isOfTheStall);
    expect(late.length).toBeGreaterThan(20);
    expect(Math.max(...late.map(({ tookMs }) => tookMs))).toBeLessThan(STALL_MS + 3000);
    const jobs = await database.rows(`SELECT FROM "Job" WHERE "kakaoId" <> '1'`);
    expect(jobs).toHaveLength(ids.length);
    await app.stop();
    await database.drop();
  },
);
