// What a withdrawal leaves, on a database in which every column of everything that a person owns is
// filled: by the one table, so that a new table or column is in it by itself.
import { afterAll, beforeEach, expect, test } from "vitest";
import { noteUnlinked, withdrawUser } from "#lib/users/forget";
import { goesWithAccount, kept } from "#lib/users/personal-data";
import { deleteExpired } from "#lib/users/retention";
import {
  emptyTables,
  fillTables,
  HONG,
  keptTables,
  LIM,
  type Whose,
} from "#scripts/test/fill-tables";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);

const owned = kept.filter(goesWithAccount).map(({ table }) => table);

const fillOwned = (whose: Whose) => fillTables(database, owned, whose);

/** Every row of every table, a line each. */
async function dump(): Promise<string[]> {
  const lines: string[] = [];
  for (const table of keptTables) {
    const rows = await database.rows<{ line: string }>(
      `SELECT to_json(t)::text AS line FROM "${table}" t`,
    );
    lines.push(...rows.map(({ line }) => `${table} ${line}`));
  }
  return lines;
}

// Withdraws; then Kakao is told, and the errand is done.
beforeEach(async () => {
  await emptyTables(database);
  await fillOwned(LIM);
  const sessionId = await fillOwned(HONG);
  await expect(withdrawUser(HONG.userId, sessionId)).resolves.toBe(HONG.userId);
  await noteUnlinked(HONG.kakaoId);
  await database.rows(`DELETE FROM "Job" WHERE "kakaoId" = $1`, [HONG.kakaoId]);
});

test("nothing of theirs is left in any table, and everything of everybody else's (WD-4)", async () => {
  const left = await dump();
  for (const secret of [HONG.canary, HONG.kakaoId]) expect(left.join()).not.toContain(secret);
  const named = left.filter((line) => line.includes(HONG.userId));
  expect(named).toEqual([expect.stringMatching(/^Withdrawal /)]);
  for (const table of owned)
    expect(
      left.filter((line) => line.startsWith(`${table} `)),
      table,
    ).toHaveLength(1);
});

test("when the journal's time is up, not even their number is (WD-4, WD-8)", async () => {
  await database.rows(`UPDATE "Withdrawal" SET "withdrawnAt" = now() - interval '401 days'`);
  await deleteExpired();
  expect((await dump()).join()).not.toContain(HONG.userId);
});

test("a day after the link is cut the journal has neither hash nor moment of the link (WD-4, WD-8)", async () => {
  const read = async () => (await database.rows(`SELECT * FROM "Withdrawal"`))[0];
  expect(await read()).toMatchObject({ connectedAt: expect.any(Date) });
  await database.rows(`UPDATE "Withdrawal" SET "unlinkedAt" = now() - interval '25 hours'`);
  await deleteExpired();
  const empty = { personHash: null, connectedAt: null };
  expect(await read()).toMatchObject({ id: HONG.userId, reason: "withdrawn", ...empty });
});
