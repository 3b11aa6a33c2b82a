// Yesterday's backup is restored, and whoever has left since is gone again.
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#scripts/test/open-database";
import { exportJournal } from "./export";
import { readLines } from "./lines";
import { playJournal } from "./play";

const database = openDatabase();
const client = new Client({ connectionString: process.env.DATABASE_URL });
beforeAll(() => client.connect());
afterAll(async () => {
  await client.end();
  await database.close();
});

const [gone, forgotten, stays] = [randomUUID(), randomUUID(), randomUUID()];
const everybody = { [gone]: "1", [forgotten]: "2", [stays]: "3" };
const users = async () =>
  (await database.rows<{ id: string }>('SELECT "id" FROM "User"')).map(({ id }) => id);

async function restoreBackup() {
  await database.rows('TRUNCATE "User", "Withdrawal", "Job" CASCADE');
  for (const [id, kakaoId] of Object.entries(everybody)) {
    await database.rows('INSERT INTO "User" ("id", "kakaoId") VALUES ($1, $2)', [id, kakaoId]);
    await database.rows(
      `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt")
       VALUES ($1, $2, 'f', now() + interval '1 day')`,
      [kakaoId, id],
    );
    await database.rows(
      `INSERT INTO "NativeSession" ("id", "userId", "refreshHash", "expiresAt")
       VALUES (gen_random_uuid(), $1, 'hash', now() + interval '1 day')`,
      [id],
    );
  }
}

async function exportLines(since = new Date(0)) {
  const lines: string[] = [];
  await exportJournal(client, { since, write: (line) => lines.push(line) });
  return lines;
}

const at = "2026-11-25T01:02:03.004Z";
const logLine = (event: string, fields: object) =>
  JSON.stringify({ time: at, level: "info", event, ...fields });

test("who left before the export, and who left after it by the log, is deleted again (WD-7)", async () => {
  await restoreBackup();
  await database.rows(
    `INSERT INTO "Withdrawal" ("id", "reason", "personHash") VALUES ($1, 'withdrawn', 'hash')`,
    [gone],
  );
  const exported = await exportLines();
  expect(exported.join()).not.toContain("hash");
  await restoreBackup();
  const log = [
    logLine("user.forgotten", { user: forgotten, reason: "unlinked", person: "0123456789abcdef" }),
    logLine("sign_in.succeeded", { user: stays }),
  ];
  const lines = readLines(["> npm's own line", ...exported, ...log, ""].join("\n"), "f");
  expect(await playJournal(client, lines)).toEqual({ added: 2, users: 2, sessions: 6 });
  expect(await users()).toEqual([stays]);
  expect(await database.rows('SELECT FROM "Job"')).toEqual([]);
  expect(await playJournal(client, lines)).toEqual({ added: 0, users: 0, sessions: 0 });
  expect((await exportLines()).length).toBe(2);
  expect(await exportLines(new Date())).toEqual([]);
});

test("of two lines about one person the earlier time counts (WD-7)", async () => {
  await restoreBackup();
  const [early, late] = [new Date("2026-11-25T00:00:00Z"), new Date("2026-11-26T00:00:00Z")];
  const line = { id: gone, reason: "withdrawn" };
  await playJournal(client, [
    { ...line, withdrawnAt: late },
    { ...line, withdrawnAt: early },
  ]);
  const kept = await database.rows('SELECT "withdrawnAt", "unlinkedAt" FROM "Withdrawal"');
  expect(kept).toEqual([{ withdrawnAt: early, unlinkedAt: early }]);
});

test("a journal of more than one page is exported whole, also when all left at one moment (WD-7)", async () => {
  await database.rows('DELETE FROM "Withdrawal"');
  await database.rows(
    `INSERT INTO "Withdrawal" ("id", "reason")
     SELECT gen_random_uuid(), 'withdrawn' FROM generate_series(1, 10_001)`,
  );
  expect(new Set(await exportLines()).size).toBe(10_001);
  await database.rows('DELETE FROM "Withdrawal"');
});

test("every session of the backup is over (D13)", async () => {
  await restoreBackup();
  expect(await playJournal(client, [])).toEqual({ added: 0, users: 0, sessions: 6 });
  for (const table of ["Session", "NativeSession"])
    expect(await database.rows(`SELECT FROM "${table}"`), table).toEqual([]);
  expect(await users()).toHaveLength(3);
});

test.each([
  ["no JSON", "hello"],
  ["an id that is none", JSON.stringify({ id: "1", reason: "withdrawn", withdrawnAt: at })],
  ["a reason that is none", JSON.stringify({ id: gone, reason: "bored", withdrawnAt: at })],
  ["a line cut short", `{"id":"${gone}","reason":"withd`],
  ["a log line without its user", logLine("user.withdrawn", {})],
  ["a log line whose user is none", logLine("user.withdrawn", { user: "x" })],
])("%s is refused by file and line, and nothing is played (WD-7)", (_, line) => {
  const good = JSON.stringify({ id: gone, reason: "withdrawn", withdrawnAt: at });
  expect(() => readLines(`${good}\n${line}`, "f.jsonl")).toThrow("f.jsonl, line 2");
});
