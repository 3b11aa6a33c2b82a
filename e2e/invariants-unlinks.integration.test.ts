// What must be true of people who have withdrawn (I4, I5) is seen to fail: rows and a ledger that
// the app would never leave behind, in a scratch database with an emulator of its own.
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Invariants, watchInvariants } from "./invariants";
import { defaultApp } from "./kakao-emulator/defaults";
import { createKakaoEmulator, type KakaoEmulator } from "./kakao-emulator/server";
import { derive } from "./sealed-tokens";

const databaseUrl = process.env.DATABASE_URL ?? "";
const database = new Client({ connectionString: databaseUrl });
const secret = "c2VjcmV0IG9mIHRoaXMgdGVzdCBhbG9uZSwgb2YgMzIgYnl0ZXM=";
const logFolder = mkdtempSync(path.join(tmpdir(), "humblebug-unlinks-"));
let kakao: KakaoEmulator;
let invariants: Invariants;
let personId = "";

beforeAll(async () => {
  await database.connect();
  kakao = await createKakaoEmulator();
  await database.query('ALTER TABLE "Session" DROP CONSTRAINT "Session_userId_fkey"');
});

afterAll(async () => {
  await database.end();
  await kakao.close();
  rmSync(logFolder, { recursive: true });
});

beforeEach(async () => {
  const environment = { AUTH_SECRET: secret };
  invariants = watchInvariants({ databaseUrl, kakaoUrl: kakao.origin, logFolder, environment });
  personId = (await kakao.client.createPerson()).id;
});

afterEach(async () => {
  await invariants.close();
  await database.query('TRUNCATE "User", "Session", "Withdrawal", "Job" CASCADE');
  await kakao.client.clearFaults();
});

const nameOf = (kakaoId: string) =>
  createHmac("sha256", derive(secret, "person", 32))
    .update(kakaoId)
    .digest("hex");

const addUser = (id: string) =>
  database.query('INSERT INTO "User" ("id", "kakaoId") VALUES ($1, $2)', [id, personId]);

type Line = { id?: string; isDone?: boolean; isTakenBack?: boolean; reason?: string };

async function addWithdrawal(line: Line = {}): Promise<void> {
  const { id = randomUUID(), isDone = true, isTakenBack = false, reason = "withdrawn" } = line;
  const person = isTakenBack ? null : nameOf(personId);
  await database.query(
    `INSERT INTO "Withdrawal" ("id", "reason", "personHash", "unlinkedAt")
     VALUES ($1, $2, $3, CASE WHEN $4 THEN now() END)`,
    [id, reason, person, isDone],
  );
}

async function addErrand(id: string): Promise<void> {
  const sql = `INSERT INTO "Job" ("kind", "key", "kakaoId") VALUES ('unlink', $1, $2)`;
  await database.query(sql, [`unlink ${id}`, personId]);
}

const link = () => kakao.client.issueTokens(personId, { clientId: defaultApp.nativeAppKey });

/** As the app does. @returns the status that Kakao answers */
async function unlink(): Promise<number> {
  const answer = await fetch(`${kakao.origin}/v1/user/unlink`, {
    method: "POST",
    headers: { authorization: `KakaoAK ${defaultApp.adminKey}` },
    body: new URLSearchParams({ target_id_type: "user_id", target_id: personId }),
  });
  return answer.status;
}

describe("I4: of people who have withdrawn nothing is left", () => {
  test("their own row", async () => {
    const id = randomUUID();
    await addUser(id);
    await addWithdrawal({ id, isTakenBack: true });
    expect(await invariants.check()).toEqual(["I4: users who have withdrawn (1)"]);
  });

  test("a session", async () => {
    const id = randomUUID();
    await addWithdrawal({ id, isTakenBack: true });
    await database.query(
      `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt") VALUES ('s', $1, 'f', now())`,
      [id],
    );
    expect(await invariants.check()).toEqual([
      'I3: rows of "Session" whose "userId" is nobody\'s (1)',
      'I4: rows of "Session" of people who have withdrawn (1)',
    ]);
  });
});

describe("I5: one cut link for each withdrawal", () => {
  const WRONG = "I5: people whose link was cut without a withdrawal of its own (1)";
  const NEVER = "I5: withdrawals called done of which Kakao has not heard (1)";

  test("nothing is listed where all is well: also for a repeat, and for somebody who left twice", async () => {
    for (const isFirst of [true, false]) {
      await link();
      await addWithdrawal();
      expect([await unlink(), await unlink()], `${isFirst}`).toEqual([200, 400]);
      expect(await invariants.check()).toEqual([]);
    }
    await addUser(randomUUID());
    expect(await invariants.check(), "and who joined again").toEqual([]);
  });

  test("nor where Kakao had no link to cut any more", async () => {
    expect(await unlink()).toBe(400);
    await addWithdrawal();
    expect(await invariants.check()).toEqual([]);
  });

  test("a link that was cut twice for one withdrawal", async () => {
    await addWithdrawal();
    for (const times of [1, 2]) {
      await link();
      expect([times, await unlink()]).toEqual([times, 200]);
    }
    expect(await invariants.check()).toEqual([WRONG]);
  });

  test("the link of somebody who came back", async () => {
    await link();
    await addWithdrawal({ isTakenBack: true });
    await addUser(randomUUID());
    await unlink();
    expect(await invariants.check()).toEqual([WRONG]);
  });

  test("the link of somebody who never left, and of whom Kakao alone spoke", async () => {
    await link();
    await addUser(randomUUID());
    await addWithdrawal({ reason: "unlinked" });
    await unlink();
    expect(await invariants.check()).toEqual([WRONG]);
  });

  test.each([
    ["was never asked", null],
    ["failed", { status: 500 }],
    ["was silent", { drop: true }],
    ["said yes and did nothing", { status: 200, body: "{}" }],
  ])("a withdrawal that is called done although Kakao %s", async (_, fault) => {
    await link();
    if (fault) await kakao.client.setFault({ endpoint: "unlink", personId, ...fault });
    if (fault) await unlink().catch(() => null);
    await addWithdrawal();
    expect(await invariants.check()).toEqual([NEVER]);
  });

  test("one that nobody will carry out", async () => {
    await addWithdrawal({ isDone: false });
    expect(await invariants.check()).toEqual(["I5: withdrawals that Kakao will never hear of (1)"]);
  });

  test("one that has been due for longer than a quarter of an hour", async () => {
    const id = randomUUID();
    await addWithdrawal({ id, isDone: false });
    await addErrand(id);
    expect(await invariants.check()).toEqual([]);
    await database.query(`UPDATE "Job" SET "dueAt" = now() - interval '16 minutes'`);
    expect(await invariants.check()).toEqual(["I5: jobs due for more than 15 minutes (1)"]);
  });
});
