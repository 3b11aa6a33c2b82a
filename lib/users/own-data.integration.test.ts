// The download: all that leads to a person, nothing of anybody else's, and a line about itself.
import { afterAll, beforeEach, expect, test } from "vitest";
import { MOST_ROWS, readOwnData, shownOf } from "#lib/users/own-data";
import { kept } from "#lib/users/personal-data";
import { personHashOf } from "#lib/users/pseudonym";
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
beforeEach(() => emptyTables(database));

const found = kept.filter(({ owner }) => owner !== null);

/** A row in every table, every column of it filled. @returns the id of their browser's session */
async function fillAll(whose: Whose): Promise<string> {
  const sessionId = await fillTables(database, keptTables, whose);
  const own = (table: string, column: string) =>
    `UPDATE "${table}" SET "${column}" = $1 WHERE "${column}" LIKE '${whose.canary}%'`;
  await database.rows(own("Withdrawal", "personHash"), [personHashOf(whose.kakaoId)]);
  await database.rows(own("RateLimit", "key"), [`download:${whose.userId}`]);
  await database.rows(
    `UPDATE "SignInFlow" SET "id" = (SELECT "flowId" FROM "Session" WHERE "id" = $1)
     WHERE "id" LIKE '${whose.canary}%'`,
    [sessionId],
  );
  return sessionId;
}

async function read(whose: Whose, sessionId: string) {
  const data = await readOwnData(whose.userId, sessionId);
  if (!data) throw new Error("nothing was found");
  return data;
}

const notes = () => database.rows(`SELECT * FROM "Activity" WHERE "kind" = 'downloaded'`);

test("it has every column that is shown, of everything that leads to the person", async () => {
  const data = await read(HONG, await fillAll(HONG));
  expect(data.map(({ name }) => name)).toEqual(found.map(({ name }) => name));
  for (const one of found) {
    const { rows, isComplete } = data.find(({ name }) => name === one.name) ?? {};
    const row = rows?.at(-1);
    expect(Object.keys(row ?? {}), one.name).toEqual(shownOf(one));
    for (const column of shownOf(one)) {
      // The line about the download itself is of a browser, and so of no app.
      if (one.name === "activity") continue;
      expect(row?.[column], `${one.name}.${column}`).not.toBeNull();
    }
    expect(isComplete).toBe(true);
  }
});

test("it has nothing of anybody else's (ST-11)", async () => {
  await fillAll(LIM);
  const text = JSON.stringify(await read(HONG, await fillAll(HONG)));
  expect(text).toContain(HONG.canary);
  for (const secret of Object.values(LIM)) expect(text).not.toContain(secret);
});

test("it has no hash, no token and no number of a session", async () => {
  const text = JSON.stringify(await read(HONG, await fillAll(HONG)));
  for (const { table, hidden = [] } of found)
    for (const column of hidden) expect(text).not.toContain(`${table}.${column}`);
  expect(text).not.toContain(personHashOf(HONG.kakaoId));
});

test("every moment is ISO 8601 in UTC", async () => {
  const sessionId = await fillAll(HONG);
  await database.rows(`UPDATE "User" SET "createdAt" = '2026-11-25T09:30:00.120+09:00'`);
  await database.rows(`UPDATE "User" SET "blockedAt" = NULL`);
  const [account] =
    (await read(HONG, sessionId)).find(({ name }) => name === "account")?.rows ?? [];
  expect(account).toMatchObject({
    createdAt: "2026-11-25T00:30:00.120Z",
    stateAt: "2099-01-01T00:00:00.000Z",
    blockedAt: null,
  });
});

test("it notes itself once among one's own activity, with the device, and is in the file", async () => {
  const sessionId = await fillAll(HONG);
  const data = await read(HONG, sessionId);
  const browser = expect.stringContaining("Session.browser");
  expect(await notes()).toEqual([
    expect.objectContaining({ userId: HONG.userId, browser, app: null }),
  ]);
  const activity = data.find(({ name }) => name === "activity");
  expect(activity?.rows.filter(({ kind }) => kind === "downloaded")).toHaveLength(1);
});

test("it notes nothing for a session of somebody else's", async () => {
  const sessionId = await fillAll(LIM);
  await fillAll(HONG);
  await readOwnData(HONG.userId, sessionId);
  expect(await notes()).toEqual([]);
});

test("of somebody who is gone there is none, and no trace of the try", async () => {
  const sessionId = await fillAll(HONG);
  await database.rows('DELETE FROM "User"');
  await expect(readOwnData(HONG.userId, sessionId)).resolves.toBeNull();
  expect(await database.rows('SELECT FROM "Activity"')).toEqual([]);
});

test("of somebody who leaves at this moment there is none either (WD-6)", async () => {
  const sessionId = await fillAll(HONG);
  const leaving = await database.connect();
  await leaving.query("BEGIN");
  await leaving.query('DELETE FROM "User"');
  const reading = readOwnData(HONG.userId, sessionId);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await leaving.query("COMMIT");
  leaving.release();
  await expect(reading).resolves.toBeNull();
  expect(await notes()).toEqual([]);
});

test("it is bounded, has the newest, and says that there is more", async () => {
  const sessionId = await fillAll(HONG);
  await database.rows(
    `INSERT INTO "Activity" ("userId", "kind", "at")
     SELECT $1, 'signed_in', now() - n * interval '1 minute' FROM generate_series(1, $2) n`,
    [HONG.userId, MOST_ROWS],
  );
  const activity = (await read(HONG, sessionId)).find(({ name }) => name === "activity");
  expect(activity).toMatchObject({ isComplete: false });
  expect(activity?.rows).toHaveLength(MOST_ROWS);
  expect(activity?.rows.some(({ kind }) => kind === "downloaded")).toBe(true);
});
