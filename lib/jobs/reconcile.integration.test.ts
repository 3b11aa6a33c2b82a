// Our list against Kakao's: who is missing there is asked about, and nobody else.
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Job } from "#lib/jobs/queue";
import { reconcile } from "#lib/jobs/reconcile";
import { answering, startLittleServer } from "#scripts/test/little-server";
import { openDatabase } from "#scripts/test/open-database";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
const database = openDatabase();
afterAll(async () => {
  await kakao.stop();
  await database.close();
});
beforeEach(async () => {
  await database.rows('DELETE FROM "Job"');
  await database.rows('DELETE FROM "User"');
});

const JOB: Job = {
  id: "00000000-0000-4000-8000-000000000000",
  kind: "reconcile",
  kakaoId: null,
  details: {},
  attempts: 1,
  ageSeconds: 0,
};
const run = (details: unknown = {}) => reconcile({ ...JOB, details }, AbortSignal.timeout(10_000));
const addUsers = (ids: readonly (number | string)[]) =>
  database.rows('INSERT INTO "User" ("kakaoId") SELECT unnest($1::text[])', [ids.map(String)]);
const asked = async () =>
  (await database.rows(`SELECT "kakaoId" FROM "Job" WHERE "kind" = 'unlinked'`))
    .map(({ kakaoId }) => kakaoId)
    .sort();

/** Kakao's list, in pages of a hundred as Kakao gives it. */
function linkAtKakao(ids: readonly (number | string)[]): void {
  kakao.answer((response, hit) => {
    const from = BigInt(hit.url.searchParams.get("from_id") ?? "0");
    const page = ids.map(BigInt).filter((id) => id >= from);
    answering(200, `{"elements":[${page.slice(0, 100).join(",")}]}`)(response, hit);
  });
}

const count = (length: number, first = 1) => Array.from({ length }, (_, at) => first + at);

test("everybody is there: nobody is asked about, and it comes back in a day (WH-9)", async () => {
  await addUsers(count(250));
  linkAtKakao(count(250));
  await expect(run()).resolves.toEqual({ againInSeconds: 24 * 60 * 60 });
  expect(await asked()).toEqual([]);
  expect(kakao.hits).toHaveLength(3);
});

test("who is missing is asked about: first, in the middle, last, behind Kakao's last (WH-9)", async () => {
  await addUsers([...count(250), "9007199254740993"]);
  linkAtKakao(count(250).filter((id) => ![1, 100, 101, 200, 250].includes(id)));
  await run();
  expect(await asked()).toEqual(["1", "100", "101", "200", "250", "9007199254740993"].sort());
});

test("ids of different lengths are compared as numbers", async () => {
  const ids = [9, 10, 99, 100, 1000, "9999999999", "10000000000", "1376016924429759228"];
  await addUsers([...ids, 11, "99999999999"]);
  linkAtKakao(ids);
  await run();
  expect(await asked()).toEqual(["11", "99999999999"].sort());
});

test("somebody of Kakao's whom we do not know is none of our business", async () => {
  await addUsers([5]);
  linkAtKakao(count(150));
  await run();
  expect(await asked()).toEqual([]);
});

test("a list that lacks nearly everybody is not believed: of another app's key, say (WH-9, K24)", async () => {
  await addUsers(count(50));
  for (const list of [[1000], []]) {
    linkAtKakao(list);
    await expect(run()).resolves.toEqual({ againInSeconds: 24 * 60 * 60 });
    expect(await asked()).toEqual([]);
  }
});

test.each([
  ["five, whoever they are", 5, 5, 5],
  ["six, a fifth of all", 30, 6, 6],
  ["six, a little more than a fifth", 29, 6, 0],
  ["seven, more than a fifth", 30, 7, 0],
])("so many may be missing at once: %s (WH-9)", async (_, ours, missing, believed) => {
  await addUsers(count(ours));
  linkAtKakao(count(ours - missing, missing + 1));
  await run();
  expect(await asked()).toHaveLength(believed);
});

test("without an admin key there is nothing to compare with, and it comes back in a day", async () => {
  vi.stubEnv("KAKAO_ADMIN_KEY", undefined);
  vi.resetModules();
  const { reconcile: reconcileWithout } = await import("#lib/jobs/reconcile");
  kakao.answer(answering(200, { elements: [] }));
  await addUsers([1]);
  await expect(reconcileWithout(JOB, AbortSignal.timeout(1000))).resolves.toEqual({
    againInSeconds: 24 * 60 * 60,
  });
  vi.unstubAllEnvs();
  expect(kakao.hits).toEqual([]);
  expect(await asked()).toEqual([]);
});

test("a long list is gone through in rounds", async () => {
  await addUsers([2500]);
  linkAtKakao(count(2400));
  const next = await run();
  expect(next).toEqual({ againInSeconds: 30, details: { after: "2000" } });
  expect(await asked()).toEqual([]);
  await run(next === "done" ? {} : next.details);
  expect(await asked()).toEqual(["2500"]);
});

test("a list that begins anew on every page is given up, and the job is tried again (WH-9, K24)", async () => {
  await addUsers(count(150));
  kakao.answer(answering(200, `{"elements":[${count(100).join(",")}]}`));
  await expect(run()).rejects.toMatchObject({ code: "unavailable" });
  expect(kakao.hits).toHaveLength(2);
  expect(await asked()).toEqual([]);
});

test("Kakao away: nobody is asked about, and the job is tried again (K1)", async () => {
  await addUsers([1, 2]);
  kakao.answer(answering(503, { msg: "", code: -9798 }));
  await expect(run()).rejects.toMatchObject({ code: "unavailable" });
  expect(await asked()).toEqual([]);
});
