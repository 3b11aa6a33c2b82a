// What is past its term goes, by every term of the table, and nothing else does.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Kept, kept, type Term } from "#lib/users/personal-data";
import { deleteExpired, deletionOf } from "#lib/users/retention";
import { emptyTables, fillTables, HONG, keptTables } from "#scripts/test/fill-tables";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(() => emptyTables(database));

const fillAll = () => fillTables(database, keptTables, HONG);

/** So many seconds after the moment at which the term is over. */
async function age({ table }: Kept, { columns, seconds }: Term, later: number, which = columns) {
  for (const column of which)
    await database.rows(
      table === "RateLimit"
        ? `UPDATE "${table}" SET "${column}" = (extract(epoch FROM now()) - $1) * 1000`
        : `UPDATE "${table}" SET "${column}" = now() - $1 * interval '1 second'`,
      [seconds + later],
    );
}

async function countAll(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of keptTables)
    counts[table] = (await database.rows(`SELECT FROM "${table}"`)).length;
  return counts;
}

const total = async () => {
  const { deleted } = await deleteExpired();
  return Object.values(deleted).reduce((all, one) => all + one, 0);
};

test("nothing is over: nothing goes, from any table", async () => {
  await fillAll();
  const before = await countAll();
  expect(await total()).toBe(0);
  expect(await countAll()).toEqual(before);
  expect(new Set(Object.values(before))).toEqual(new Set([1]));
});

const cases = kept
  .filter(({ name }) => name !== "errands")
  .flatMap((one) =>
    one.terms.map((term) => [`${one.name}, by ${term.columns.join(" and ")}`, one, term] as const),
  );

describe.each(cases)("%s", (_, one, term) => {
  test("a minute before its end it stays, a second after it goes alone (WD-4, WD-8)", async () => {
    await fillAll();
    await age(one, term, -60);
    expect((await deleteExpired()).deleted[one.name]).toBe(0);
    await age(one, term, 1);
    const before = await countAll();
    expect((await deleteExpired()).deleted[one.name]).toBe(1);
    expect(await countAll()).toEqual({ ...before, [one.table]: one.clears ? 1 : 0 });
    expect((await deleteExpired()).deleted[one.name]).toBe(0);
  });
});

test("of a journal's line the names go and the line stays (WD-8)", async () => {
  await fillAll();
  const [before] = await database.rows(`SELECT * FROM "Withdrawal"`);
  await database.rows(`UPDATE "Withdrawal" SET "unlinkedAt" = now() - interval '25 hours'`);
  await deleteExpired();
  const [after] = await database.rows(`SELECT * FROM "Withdrawal"`);
  const cleared = { personHash: null, connectedAt: null, unlinkedAt: expect.any(Date) };
  expect(after).toEqual({ ...before, ...cleared });
});

test("while Kakao has not been told, they stay: the errand needs them", async () => {
  await fillAll();
  await database.rows(`UPDATE "Withdrawal" SET "unlinkedAt" = NULL`);
  expect(await total()).toBe(0);
});

test("Kakao's tokens of which one is still good, or whose end nobody knows, stay", async () => {
  await fillAll();
  const one = kept.find(({ name }) => name === "kakaoTokens");
  const [term] = one?.terms ?? [];
  if (!one || !term) throw new Error("no such term");
  for (const column of term.columns) {
    await age(one, term, -60);
    await age(one, term, 1, [column]);
    expect(await total()).toBe(0);
  }
  await age(one, term, 1);
  await database.rows(`UPDATE "KakaoToken" SET "refreshExpiresAt" = NULL`);
  expect(await total()).toBe(0);
});

test("an account, however old, stays", async () => {
  await fillAll();
  for (const column of ["createdAt", "refreshedAt"])
    await database.rows(`UPDATE "User" SET "${column}" = now() - interval '9 years'`);
  expect(await total()).toBe(0);
});

describe("an errand that could not be done (WD-4, WD-8)", () => {
  const FORMER = "00000000-0000-4000-8000-000000000009";
  async function addErrand(days: number, kakaoId: string | null = HONG.kakaoId) {
    await database.rows(
      `INSERT INTO "Job" ("kind", "kakaoId", "details", "createdAt")
       VALUES ('unlink', $1, jsonb_build_object('formerUser', $2::text),
               now() - $3 * interval '1 day')`,
      [kakaoId, FORMER, days],
    );
    await database.rows(
      `INSERT INTO "Withdrawal" ("id", "reason", "personHash", "connectedAt")
       VALUES ($1, 'withdrawn', 'hash', now()) ON CONFLICT DO NOTHING`,
      [FORMER],
    );
  }
  const left = () =>
    database.rows(`SELECT "personHash", "connectedAt" FROM "Withdrawal" WHERE "id" = $1`, [FORMER]);

  test("for a month is let go, with the Kakao id and the names in the journal", async () => {
    await addErrand(30.1);
    await addErrand(29.9);
    expect((await deleteExpired()).deleted.errands).toBe(1);
    expect(await database.rows(`SELECT FROM "Job"`)).toHaveLength(1);
    expect(await left()).toEqual([{ personHash: null, connectedAt: null }]);
  });

  test("stays while a worker has it, and goes when that is over", async () => {
    await addErrand(31);
    await database.rows(`UPDATE "Job" SET "leasedUntil" = now() + interval '1 minute'`);
    expect((await deleteExpired()).deleted.errands).toBe(0);
    await database.rows(`UPDATE "Job" SET "leasedUntil" = now()`);
    expect((await deleteExpired()).deleted.errands).toBe(1);
  });

  test("about a user of ours stays, and so does work that is about nobody", async () => {
    await database.rows(`INSERT INTO "User" ("kakaoId") VALUES ($1)`, [HONG.kakaoId]);
    await addErrand(31);
    await addErrand(31, null);
    expect((await deleteExpired()).deleted.errands).toBe(0);
    expect(await left()).toEqual([{ personHash: "hash", connectedAt: expect.any(Date) }]);
  });
});

const addOld = (count: number) =>
  database.rows(
    `INSERT INTO "KakaoEvent" SELECT n::text, now() - interval '36 days' FROM generate_series(1, $1) n`,
    [count],
  );

test("a long list goes in batches of 500, and two workers take each row once (MI-5)", async () => {
  await addOld(1200);
  await expect(deleteExpired()).resolves.toMatchObject({ isMore: true, deleted: { events: 500 } });
  const rounds = await Promise.all([deleteExpired(), deleteExpired(), deleteExpired()]);
  expect(rounds.reduce((all, { deleted }) => all + (deleted.events ?? 0), 0)).toBe(700);
  await expect(deleteExpired()).resolves.toMatchObject({ isMore: false });
  expect(await database.rows(`SELECT FROM "KakaoEvent"`)).toEqual([]);
});

test("a session that somebody is just using again stays", async () => {
  await fillAll();
  await database.rows(`UPDATE "Session" SET "lastSeenAt" = now() - interval '8 days'`);
  const other = await database.connect();
  await other.query("BEGIN");
  await other.query(`UPDATE "Session" SET "lastSeenAt" = now()`);
  expect(await total()).toBe(0);
  await other.query("COMMIT");
  other.release();
  expect(await total()).toBe(0);
  expect(await database.rows(`SELECT FROM "Session"`)).toHaveLength(1);
});

test("among very many rows the few old ones are found by an index", async () => {
  await database.rows(`INSERT INTO "User" ("id", "kakaoId") VALUES ($1, $2)`, [
    HONG.userId,
    HONG.kakaoId,
  ]);
  const series = "generate_series(1, 6000) n";
  const later = "now() + n * interval '1 minute'";
  for (const sql of [
    `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt")
       SELECT n::text, '${HONG.userId}', 'f', ${later} FROM ${series}`,
    `INSERT INTO "NativeSession" ("id", "userId", "refreshHash", "expiresAt")
       SELECT gen_random_uuid(), '${HONG.userId}', 'h', ${later} FROM ${series}`,
    `INSERT INTO "Activity" ("userId", "kind", "at")
       SELECT '${HONG.userId}', 'signed_in', now() - n * interval '1 minute' FROM ${series}`,
    `UPDATE "Session" SET "lastSeenAt" = "createdAt" - random() * interval '6 days'`,
    `UPDATE "NativeSession" SET "lastUsedAt" = "createdAt" - random() * interval '20 days'`,
    ...["Session", "NativeSession", "Activity"].map((table) => `ANALYZE "${table}"`),
  ])
    await database.rows(sql);
  for (const one of kept.filter(({ table }) => /Session|Activity/.test(table)))
    for (const term of one.terms) {
      const { text, values } = deletionOf(one, term);
      const plan = await database.rows(`EXPLAIN ${text}`, [...values]);
      expect(JSON.stringify(plan), text).toContain(`${one.table}_${term.columns[0]}_idx`);
      expect(JSON.stringify(plan)).not.toContain("Seq Scan");
    }
});
