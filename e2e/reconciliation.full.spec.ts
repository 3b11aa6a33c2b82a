// Links that ended while nobody told us: what the daily comparison with Kakao's list finds, and
// that no list of Kakao's, whatever is in it, destroys anybody by itself.
import { randomUUID } from "node:crypto";
import { Canaries } from "./canaries";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { exchange, kakaoTokenOf, meWith, refresh, tokensIn } from "./native-steps";
import { dumpTables, type OwnDatabase } from "./own-database";
import { readMe } from "./sign-in-steps";
import { expect, test } from "./site-fixtures";

type Rows = Pick<OwnDatabase, "rows">;

/** A day later: the comparison, and whatever waits for its next try. */
const makeDue = ({ rows }: Rows) =>
  rows(
    `UPDATE "Job" SET "dueAt" = now(), "leasedUntil" = NULL
     WHERE "kind" IN ('reconcile', 'unlinked') RETURNING "kind"`,
  );
const readUsers = ({ rows }: Rows) => rows(`SELECT * FROM "User" ORDER BY "kakaoId"`);
const readSessions = ({ rows }: Rows) => rows(`SELECT "id", "userId" FROM "Session"`);
const countQuestions = async ({ rows }: Rows) =>
  (await rows(`SELECT FROM "Job" WHERE "kind" = 'unlinked'`)).length;

test("a link that ended without a word is found within a day: everything of theirs is gone, and nothing of anybody else's (WH-9, WH-7, K24)", async ({
  app,
  database,
  kakaoApi,
  enter,
  runJobs,
}) => {
  const nickname = `까나리 ${randomUUID().slice(0, 8)}`;
  const email = `canary-${randomUUID().slice(0, 8)}@kakao.test`;
  const gone = await kakaoApi.createPerson({ nickname, email });
  const [leaver, stayer] = [await enter(gone), await enter(await kakaoApi.createPerson())];
  const kakaoToken = await kakaoTokenOf(kakaoApi, gone);
  const tokens = tokensIn(await exchange(kakaoToken, { at: app.url }));
  const canaries = new Canaries();
  canaries.add("nickname", nickname);
  canaries.add("e-mail", email);
  canaries.add("Kakao id", gone.id);
  expect(canaries.findIn(await dumpTables(database))).toHaveLength(3);
  // The first round writes down the jobs that come back.
  await runJobs();
  await kakaoApi.unlink(gone.id);
  expect(await kakaoApi.readWebhooks()).toEqual([]);
  await runJobs();
  expect(await readMe(leaver.visitor, app.url), "nobody knows yet").not.toBeNull();
  const [before] = (await readUsers(database)).filter(({ id }) => id === stayer.userId);
  expect(await makeDue(database)).toEqual([{ kind: "reconcile" }]);
  expect(await runJobs()).toEqual({ done: 2, failed: 0 });
  expect(await readUsers(database)).toEqual([before]);
  expect((await readSessions(database)).map(({ userId }) => userId)).toEqual([stayer.userId]);
  expect(await readMe(leaver.visitor, app.url)).toBeNull();
  expect((await meWith(`Bearer ${tokens.access_token}`, { at: app.url })).status).toBe(401);
  expect((await refresh(tokens.refresh_token, { at: app.url })).status).toBe(401);
  expect((await readMe(stayer.visitor, app.url))?.id).toBe(stayer.userId);
  expect(canaries.findIn(await dumpTables(database))).toEqual([]);
  expect(canaries.findIn(app.output())).toEqual([]);
  expect(await database.rows(`SELECT "id", "reason" FROM "Withdrawal"`)).toEqual([
    { id: leaver.userId, reason: "unlinked" },
  ]);
  const [next] = await database.rows<{ hours: number }>(
    `SELECT round(extract(epoch FROM "dueAt" - now()) / 3600)::int AS "hours" FROM "Job"
     WHERE "kind" = 'reconcile'`,
  );
  expect(next?.hours, "the next comparison").toBe(24);
});

type Effects = Omit<FaultInput, "endpoint" | "personId">;
const listOf = (ids: (string | number)[]): Effects => ({ body: `{"elements":[${ids.join(",")}]}` });

const noLists: [string, Effects][] = [
  ["an error", { status: 500 }],
  ["maintenance", { kakaoCode: -9798 }],
  ["a refused key", { kakaoCode: -401 }],
  ["too much asked", { kakaoCode: -10 }],
  ["-101, which is of no list", { kakaoCode: -101 }],
  ["a cut line", { drop: true }],
  ["a page", { body: "<html></html>", headers: { "content-type": "text/html" } }],
  ["nothing", { body: "" }],
  ["half a list", { body: '{"elements":[1,' }],
  ["no list", { body: '{"elements":null}' }],
  ["text", { body: '{"elements":["1"]}' }],
  ["an empty list", listOf([])],
  ["strangers alone", listOf([1, 2, 3])],
];
const noAnswers: [string, Effects][] = [
  ["an error", { status: 500 }],
  ["a temporary failure", { kakaoCode: -1 }],
  ["a refused key", { kakaoCode: -401 }],
  ["no right to ask", { kakaoCode: -5 }],
  ["no such account", { kakaoCode: -103 }],
  ["-101 in a body that says 200", { body: '{"msg":"NotRegistered","code":-101}' }],
  ["-101 as text", { status: 400, body: '{"msg":"NotRegistered","code":"-101"}' }],
  ["another person", { setRawFields: { id: "1" } }],
  ["nobody", { removeFields: ["id"] }],
  ["a cut line", { drop: true }],
];

test("a Kakao that errs, says nothing or lies in its list or about a person makes nobody leave (WH-9, WH-6, K24)", async ({
  app,
  database,
  kakaoApi,
  enter,
  runJobs,
}) => {
  test.setTimeout(90_000);
  const people = await Promise.all(Array.from({ length: 8 }, () => kakaoApi.createPerson()));
  const guests = await Promise.all(people.map(enter));
  await runJobs();
  const [users, sessions] = [await readUsers(database), await readSessions(database)];
  expect([users.length, sessions.length]).toEqual([8, 8]);
  const expectAllThere = async (lie: string) => {
    expect(await readUsers(database), lie).toEqual(users);
    expect(await readSessions(database), lie).toEqual(sessions);
  };
  for (const [lie, effects] of noLists) {
    await kakaoApi.setFault({ endpoint: "user_ids", ...effects });
    await makeDue(database);
    await runJobs();
    await expectAllThere(lie);
    expect(await countQuestions(database), lie).toBe(0);
    await kakaoApi.clearFaults();
  }
  expect(app.output().match(/"reconcile\.implausible"/g)).toHaveLength(2);
  // A list that lacks few enough to be believed: Kakao is asked about each of them.
  const [first, second, ...others] = people.map(({ id }) => id);
  const lacking = { endpoint: "user_ids", ...listOf(others) } as const;
  for (const [lie, effects] of noAnswers) {
    await kakaoApi.setFault(lacking);
    for (const personId of [first, second])
      await kakaoApi.setFault({ endpoint: "user_me", personId, ...effects });
    await makeDue(database);
    await runJobs();
    await expectAllThere(lie);
    expect(await countQuestions(database), `${lie}: asked again`).toBe(2);
    await kakaoApi.clearFaults();
  }
  await makeDue(database);
  expect(await runJobs()).toEqual({ done: 3, failed: 0 });
  await expectAllThere("the truth in the end");
  expect(app.output().match(/"unlink\.ignored"/g)).toHaveLength(2);
  for (const { visitor, userId } of guests)
    expect((await readMe(visitor, app.url))?.id).toBe(userId);
});
