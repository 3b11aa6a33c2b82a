// What is past its term goes, and nothing else; and what is one's own is read whole.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readOwnData } from "#lib/users/own-data";
import { kept } from "#lib/users/personal-data";
import { deleteExpired } from "#lib/users/retention";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
const TABLES = [...new Set(kept.map(({ table }) => table))];
beforeEach(async () => {
  for (const table of TABLES) await database.rows(`DELETE FROM "${table}"`);
});

const count = async (table: string) => (await database.rows(`SELECT FROM "${table}"`)).length;

async function addUser(kakaoId = "1"): Promise<string> {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId", "nickname", "email") VALUES ($1, $2, $3) RETURNING "id"`,
    [kakaoId, `이름-${kakaoId}`, `${kakaoId}@kakao.test`],
  );
  if (!user) throw new Error("no user");
  return user.id;
}

/** A row of each kind, so many seconds old; what ends at a time of its own ended then. */
async function addRows(userId: string, secondsAgo: number): Promise<void> {
  const at = `now() - ${secondsAgo} * interval '1 second'`;
  const later = `${at} + interval '1 day'`;
  for (const sql of [
    `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt", "browser")
       VALUES (gen_random_uuid()::text, '${userId}', 'flow', ${at}, 'Chrome')`,
    `INSERT INTO "NativeSession" ("id", "userId", "refreshHash", "expiresAt")
       VALUES (gen_random_uuid(), '${userId}', 'hash', ${at})`,
    `INSERT INTO "Activity" ("userId", "kind", "at") VALUES ('${userId}', 'signed_in', ${at})`,
    `INSERT INTO "Withdrawal" ("id", "reason", "personHash", "connectedAt", "withdrawnAt", "unlinkedAt")
       VALUES (gen_random_uuid(), 'withdrawn', 'hash', ${at}, ${at}, ${at})`,
    `INSERT INTO "KakaoEvent" VALUES (gen_random_uuid()::text, ${at})`,
    `INSERT INTO "SignInFlow" ("id", "expiresAt") VALUES (gen_random_uuid()::text, ${at})`,
    `INSERT INTO "UsedIdToken" VALUES (gen_random_uuid()::text, ${at})`,
    `INSERT INTO "RateLimit" VALUES (gen_random_uuid()::text, 1, extract(epoch FROM ${at}) * 1000)`,
    `INSERT INTO "Job" ("kind", "dueAt") VALUES ('unlink', ${later})`,
  ])
    await database.rows(sql);
}

describe.each(
  kept.flatMap((one) => one.terms.map((term) => [one.name, { ...one, term }] as const)),
)("%s (WD-4)", (_, { table, term, clears }) => {
  test(`a row past its term by ${term.column} is gone, one just before it stays`, async () => {
    const userId = await addUser();
    await addRows(userId, -60);
    await addRows(userId, -60);
    const past =
      table === "RateLimit" ? "0" : `now() - (${term.seconds} + 1) * interval '1 second'`;
    await database.rows(
      `UPDATE "${table}" SET "${term.column}" = ${past}
       WHERE ctid = (SELECT ctid FROM "${table}" LIMIT 1)`,
    );
    await deleteExpired();
    if (!clears) expect(await count(table)).toBe(1);
    else {
      const empty = clears.map((column) => `"${column}" IS NULL`).join(" AND ");
      const rows = await database.rows(`SELECT FROM "${table}" WHERE ${empty}`);
      expect(rows).toHaveLength(1);
      expect(await count(table)).toBe(2);
    }
    expect(await count("User")).toBe(1);
    expect(await count("Job")).toBe(2);
  });
});

test("a long list goes in batches, and two workers take each row once", async () => {
  await database.rows(
    `INSERT INTO "KakaoEvent" SELECT n::text, now() - interval '36 days' FROM generate_series(1, 1200) n`,
  );
  const rounds = await Promise.all([deleteExpired(), deleteExpired(), deleteExpired()]);
  expect(rounds.map(({ deleted }) => deleted.events ?? 0).reduce((all, one) => all + one)).toBe(
    1200,
  );
  expect(rounds.some(({ isMore }) => isMore)).toBe(true);
  expect(await count("KakaoEvent")).toBe(0);
});

test("one's own data is all of it, and nobody else's", async () => {
  const [mine, others] = [await addUser("1"), await addUser("2")];
  for (const id of [mine, others]) await addRows(id, -3600);
  const data = await readOwnData(mine);
  expect(data.map(({ name, rows }) => [name, rows.length])).toEqual([
    ["account", 1],
    ["browsers", 1],
    ["apps", 1],
    ["activity", 1],
    ["kakaoTokens", 0],
  ]);
  const text = JSON.stringify(data);
  expect(text).toContain("이름-1");
  expect(text).not.toContain("이름-2");
  expect(text).not.toMatch(/hash|flow/);
});
