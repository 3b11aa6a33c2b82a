// Each job is held by one worker at a time, done once, and lost by nobody's death.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  addUnlinkedJobs,
  finishJob,
  keepRepeating,
  leaseJob,
  putOffJob,
  readJobQueue,
  repeatJob,
} from "#lib/jobs/queue";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(() => database.rows('DELETE FROM "Job"'));

const jobs = () => database.rows('SELECT * FROM "Job" ORDER BY "createdAt"');
const addJobs = (count: number) =>
  database.rows(
    `INSERT INTO "Job" ("kind", "kakaoId") SELECT 'unlink', n::text FROM generate_series(1, $1) n`,
    [count],
  );
const requireJob = async () => {
  const job = await leaseJob(["unlink"]);
  if (!job) throw new Error("nothing is due");
  return job;
};
/** As if the worker had died so long ago. */
const endLeases = () => database.rows(`UPDATE "Job" SET "leasedUntil" = now() - interval '1 s'`);

test("twenty workers and fifty jobs: each job is taken by one of them (MI-5)", async () => {
  await addJobs(50);
  const taken: string[] = [];
  const work = async () => {
    for (let job = await leaseJob(["unlink"]); job; job = await leaseJob(["unlink"]))
      taken.push(job.id);
  };
  await Promise.all(Array.from({ length: 20 }, work));
  expect(taken).toHaveLength(50);
  expect(new Set(taken).size).toBe(50);
});

test("a job whose worker died is taken again, and only then (MI-5, P2)", async () => {
  await addJobs(1);
  await requireJob();
  await expect(leaseJob(["unlink"])).resolves.toBeNull();
  await endLeases();
  await expect(leaseJob(["unlink"])).resolves.toMatchObject({ attempts: 2 });
});

test("a worker that was taken for dead can neither finish nor put off what another has", async () => {
  await addJobs(1);
  const slow = await requireJob();
  await endLeases();
  const quick = await requireJob();
  await finishJob(slow);
  await putOffJob(slow, 0);
  await repeatJob(slow, { againInSeconds: 0 });
  await expect(leaseJob(["unlink"])).resolves.toBeNull();
  await finishJob(quick);
  expect(await jobs()).toEqual([]);
});

describe("what is not due is not taken", () => {
  test("before its time", async () => {
    await addJobs(1);
    await database.rows(`UPDATE "Job" SET "dueAt" = now() + interval '1 minute'`);
    await expect(leaseJob(["unlink"])).resolves.toBeNull();
  });

  test("after it was put off", async () => {
    await addJobs(1);
    await putOffJob(await requireJob(), 60);
    await expect(leaseJob(["unlink"])).resolves.toBeNull();
  });

  test("by a worker that does not know its kind: an older release leaves it alone (MI-3)", async () => {
    await addJobs(1);
    await expect(leaseJob(["something else"])).resolves.toBeNull();
  });
});

test("a job that comes back begins anew, with what the last round says", async () => {
  await addJobs(1);
  await repeatJob(await requireJob(), { againInSeconds: 0, details: { after: "7" } });
  await expect(leaseJob(["unlink"])).resolves.toMatchObject({
    attempts: 1,
    details: { after: "7" },
  });
});

test("repeating jobs are there once, however many workers start", async () => {
  await Promise.all(Array.from({ length: 10 }, () => keepRepeating(["reconcile", "retention"])));
  expect((await jobs()).map(({ kind }) => kind).sort()).toEqual(["reconcile", "retention"]);
});

test("of a hundred words about one person one is kept (WH-5)", async () => {
  await Promise.all(Array.from({ length: 100 }, () => addUnlinkedJobs(["1", "2"])));
  expect((await jobs()).map(({ kakaoId }) => kakaoId).sort()).toEqual(["1", "2"]);
});

test("whoever watches sees how many wait, since when, and which do not come off", async () => {
  await expect(readJobQueue()).resolves.toEqual({ due: 0, oldestSeconds: 0, failing: 0 });
  await addJobs(3);
  await database.rows(
    `UPDATE "Job" SET "dueAt" = now() - interval '90 s', "attempts" = 6 WHERE "kakaoId" = '2'`,
  );
  await expect(readJobQueue()).resolves.toEqual({ due: 3, oldestSeconds: 90, failing: 1 });
});
