// Webhooks while things break: the database is slow or away, a worker dies at its work, somebody
// floods.
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { baseUrl, databaseUrl } from "./addresses";
import { expect, test as plain } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { testWithOwnDatabase as test } from "./own-app-behind-line";
import { createOwnDatabase } from "./own-database";
import { finishSignIn, reachCallback, readMe, refusalOf, signIn } from "./sign-in-steps";
import { newAddress, send, Visitor } from "./visitor";
import { tellEvent, tellUnlink, unlinkPath } from "./webhook-steps";

async function timed<Value>(work: () => Promise<Value>) {
  const startedAt = Date.now();
  const value = await work();
  return { value, tookMs: Date.now() - startedAt };
}

async function runJobs(at: string): Promise<void> {
  const { CRON_SECRET } = firstInstanceEnvironment();
  const headers = { authorization: `Bearer ${CRON_SECRET}` };
  expect((await send(`${at}/api/cron`, { headers })).status).toBe(200);
}

const statusOf = async (kakao: KakaoEmulatorClient, event: Parameters<typeof tellEvent>[1]) =>
  (await tellEvent(kakao, event))[0]?.status;

test("the database is down or does not answer: 503 in time, and all is done when it is told again (WH-4, WH-13, DEC-5)", async ({
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

plain("a flood with wrong keys delays no right webhook (WH-8)", async ({ createPerson }) => {
  plain.setTimeout(60_000);
  const people = await Promise.all(Array.from({ length: 40 }, () => createPerson()));
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const { hostname, port } = new URL(baseUrl());
  const headers = { authorization: "KakaoAK wrong", "x-forwarded-for": newAddress() };
  let isOver = false;
  let refused = 0;
  const others = new Set<number>();
  const attack = () =>
    new Promise<void>((resolve) => {
      const path = `${unlinkPath}?user_id=1`;
      request({ hostname, port, path, headers, agent }, (response) => {
        if (response.statusCode === 401 || response.statusCode === 429) refused += 1;
        else others.add(response.statusCode ?? 0);
        response.resume().once("end", resolve);
      }).end();
    });
  const attackers = Array.from({ length: 8 }, async () => {
    while (!isOver) await attack();
  });
  const times: number[] = [];
  for (const { id } of people) {
    const { value, tookMs } = await timed(() => tellUnlink(id));
    expect(value.status).toBe(200);
    times.push(tookMs);
  }
  isOver = true;
  await Promise.all(attackers);
  agent.destroy();
  times.sort((one, other) => one - other);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(1000);
  expect(times.at(-1), "as long as Kakao waits").toBeLessThan(3000);
  expect([...others]).toEqual([]);
  expect(refused).toBeGreaterThan(people.length * 10);
});
