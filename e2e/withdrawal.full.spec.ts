// Kakao fails for a long time, or has nothing left to cut: whoever leaves is gone at once, and the
// errand ends when Kakao has heard.
import { expect, test } from "./fixtures";
import { unlinkPath } from "./invariants-unlinks";
import type { OwnApp } from "./own-app";
import { type OwnSite, runJobs, startOwnSite } from "./own-site";
import { pressWithdraw, proveAnew, signInPatiently } from "./withdrawal-steps";

let site: OwnSite;
test.beforeEach(async () => {
  site = await startOwnSite();
});
test.afterEach(() => site.stop());

type Errand = { attempts: number; isHeld: boolean; pauseSeconds: number };

async function findErrand(): Promise<Errand | null> {
  const [errand] = await site.database.rows<Errand>(
    `SELECT "attempts", "leasedUntil" IS NOT NULL AS "isHeld",
            extract(epoch FROM "dueAt" - now())::float AS "pauseSeconds"
     FROM "Job" WHERE "kind" = 'unlink'`,
  );
  return errand ?? null;
}

const letPausePass = () =>
  site.database.rows(`UPDATE "Job" SET "dueAt" = now() WHERE "kind" = 'unlink'`);

async function readUnlinks(personId: string) {
  const calls = await site.kakao.client.readLedger({ path: unlinkPath, personId });
  return calls.map(({ status, code }) => code ?? status);
}

/** @returns the id at Kakao */
async function leave(app: OwnApp, before: (personId: string) => Promise<unknown>): Promise<string> {
  const { visitor, person, userId } = await signInPatiently(site, app);
  await before(person.id);
  await proveAnew(site.database, userId);
  const startedAt = Date.now();
  const { location } = await pressWithdraw(visitor, { at: app.url });
  expect(location?.pathname).toBe("/goodbye");
  expect(Date.now() - startedAt, "nobody waits for Kakao").toBeLessThan(2000);
  expect(await site.database.rows('SELECT FROM "User"')).toEqual([]);
  return person.id;
}

async function expectDone(personId: string): Promise<void> {
  expect(await findErrand()).toBeNull();
  const journal = await site.database.rows(
    `SELECT "unlinkedAt" IS NOT NULL AS "isDone" FROM "Withdrawal"`,
  );
  expect(journal).toEqual([{ isDone: true }]);
  expect((await site.kakao.client.readPerson(personId)).links).toEqual([]);
  expect(await site.invariants.check()).toEqual([]);
}

/** Doubles from five seconds to five minutes, less up to half of it. */
function expectPause(pauseSeconds: number | undefined, attempts: number): void {
  const longest = Math.min(5 * 2 ** (attempts - 1), 300);
  expect(pauseSeconds, `after ${attempts}`).toBeLessThanOrEqual(longest);
  // A second has gone by since, at most.
  expect(pauseSeconds, `after ${attempts}`).toBeGreaterThan(longest / 2 - 1);
}

test("Kakao fails ten times and the process is killed: the errand waits longer each time, and cuts the link once (WD-2, K22, I5)", async () => {
  test.setTimeout(90_000);
  let app = await site.start();
  const personId = await leave(app, (person) =>
    site.kakao.client.setFault({
      ...{ endpoint: "unlink", personId: person },
      ...{ status: 500, times: 10 },
    }),
  );
  const first = { attempts: 1, isHeld: false };
  // Of itself, a little after the goodbye.
  await expect.poll(findErrand, { timeout: 15_000 }).toMatchObject(first);
  expectPause((await findErrand())?.pauseSeconds, 1);
  for (let attempts = 2; attempts <= 10; attempts += 1) {
    expect(await runJobs(app.url), "not before its time").toEqual({ done: 0, failed: 0 });
    if (attempts === 6) {
      await app.stop();
      app = await site.start();
    }
    await letPausePass();
    expect(await runJobs(app.url)).toEqual({ done: 0, failed: 1 });
    const errand = await findErrand();
    expect(errand).toMatchObject({ attempts, isHeld: false });
    expectPause(errand?.pauseSeconds, attempts);
  }
  await letPausePass();
  expect(await runJobs(app.url)).toEqual({ done: 1, failed: 0 });
  expect(await readUnlinks(personId)).toEqual([...Array(10).fill(500), 200]);
  await expectDone(personId);
});

test("a link that has ended at Kakao already is as good as cut (WD-2, K23)", async () => {
  const app = await site.start();
  const personId = await leave(app, (person) => site.kakao.client.unlink(person));
  await expect.poll(findErrand, { timeout: 15_000 }).toBeNull();
  expect(await readUnlinks(personId)).toEqual([-101]);
  expect(app.output()).toMatch(/"event":"unlink.done".*"wasLinked":false/);
  await expectDone(personId);
});
