// Each invariant is seen to fail: what must not be is put into a scratch database without its
// constraints, a ledger and a log of its own.
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { endsWithInvariants, type Invariants, watchInvariants } from "./invariants";
import { defaultApp } from "./kakao-emulator/defaults";
import { createKakaoEmulator, type KakaoEmulator } from "./kakao-emulator/server";

const databaseUrl = process.env.DATABASE_URL ?? "";
const database = new Client({ connectionString: databaseUrl });
const secret = "a-client-secret-of-this-test-alone";
const redirectUri = "http://localhost:3000/api/auth/callback/kakao";
let logFolder = "";
let kakao: KakaoEmulator;
let invariants: Invariants;

beforeAll(async () => {
  await database.connect();
  kakao = await createKakaoEmulator();
  for (const table of ["Session", "NativeSession", "KakaoToken"])
    await database.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${table}_userId_fkey"`);
  await database.query('DROP INDEX "User_kakaoId_key"');
});

afterAll(async () => {
  await database.end();
  await kakao.close();
});

beforeEach(() => {
  logFolder = mkdtempSync(path.join(tmpdir(), "humblebug-invariants-"));
  invariants = watchInvariants({
    databaseUrl,
    kakaoUrl: kakao.origin,
    logFolder,
    environment: { AUTH_KAKAO_SECRET: secret, AUTH_URL: "http://localhost:3000" },
  });
});

afterEach(async () => {
  await database.query('DROP TABLE IF EXISTS "Consent", "Owned"');
  await database.query('TRUNCATE "User", "Session", "NativeSession", "KakaoToken" CASCADE');
  await kakao.client.reset();
  await kakao.client.clearLedger();
  await invariants.close();
  rmSync(logFolder, { recursive: true, force: true });
});

async function addUser(kakaoId: string): Promise<string> {
  const { rows } = await database.query('INSERT INTO "User" ("kakaoId") VALUES ($1) RETURNING id', [
    kakaoId,
  ]);
  return rows[0].id;
}

async function addSessions(userId: string): Promise<void> {
  const id = randomUUID();
  await database.query(
    `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt") VALUES ($1, $2, 'flow', now())`,
    [id, userId],
  );
  await database.query(
    `INSERT INTO "NativeSession" ("id", "userId", "refreshHash", "expiresAt")
     VALUES ($1, $2, 'hash', now())`,
    [id, userId],
  );
}

/** A code as a browser brings it back, redeemed as often as a fault allows. */
async function redeem(times: number): Promise<{ code: string; accessToken: string }> {
  const { client } = kakao;
  const person = await client.createPerson({ nickname: "말없는 사람" });
  await client.setFault({ endpoint: "token", acceptCodeReuse: true });
  const { name, value } = await client.openAccountSession(person.id);
  const query = new URLSearchParams({
    client_id: defaultApp.restApiKey,
    redirect_uri: redirectUri,
    response_type: "code",
    state: `state-${randomUUID()}`,
  });
  await client.issueTokens(person.id, { clientId: defaultApp.nativeAppKey });
  const back = await fetch(`${kakao.origin}/oauth/authorize?${query}`, {
    headers: { cookie: `${name}=${value}` },
    redirect: "manual",
  });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  let accessToken = "";
  for (let n = 0; n < times; n += 1) {
    const answer = await fetch(`${kakao.origin}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: defaultApp.restApiKey,
        client_secret: defaultApp.clientSecret,
        redirect_uri: redirectUri,
        code,
      }),
    });
    accessToken = (await answer.json()).access_token;
  }
  await fetch(`${kakao.origin}/v2/user/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return { code, accessToken };
}

const log = (line: string) => appendFileSync(path.join(logFolder, "app-first.log"), `${line}\n`);

test("nothing is listed where nothing is wrong", async () => {
  await addSessions(await addUser("1"));
  await redeem(1);
  log('{"level":"info","event":"sign_in.succeeded"}');
  expect(await invariants.check()).toEqual([]);
});

test("a user without a Kakao account is listed (I1)", async () => {
  await addUser("");
  expect(await invariants.check()).toEqual(["I1: users without a Kakao account (1)"]);
});

test("a Kakao account that is two users is listed (I2)", async () => {
  await addUser("7");
  await addUser("7");
  expect(await invariants.check()).toEqual(["I2: Kakao ids that are several users (1)"]);
});

test("sessions of nobody are listed, a browser's and an app's (I3)", async () => {
  await addSessions(randomUUID());
  expect(await invariants.check()).toEqual([
    'I3: rows of "NativeSession" whose "userId" is nobody\'s (1)',
    'I3: rows of "Session" whose "userId" is nobody\'s (1)',
  ]);
});

test("a table that nobody has told us of is watched too, by its column or its reference (I1)", async () => {
  await database.query('CREATE TABLE "Consent" ("user_id" text)');
  await database.query(`INSERT INTO "Consent" VALUES ('nobody')`);
  await database.query('CREATE TABLE "Owned" ("owner" uuid REFERENCES "User")');
  await database.query('ALTER TABLE "Owned" DISABLE TRIGGER ALL');
  await database.query('INSERT INTO "Owned" VALUES (gen_random_uuid())');
  expect(await invariants.check()).toEqual([
    'I1: rows of "Consent" whose user_id is nobody\'s (1)',
    'I1: rows of "Owned" whose owner is nobody\'s (1)',
  ]);
});

test("sealed tokens that no secret of the environment opens are listed (I7)", async () => {
  const seal = (userId: string, accessToken: string | null) =>
    database.query(
      `INSERT INTO "KakaoToken" ("userId", "accessToken", "accessExpiresAt", "kid")
       VALUES ($1, $2, now(), 'unknown0')`,
      [userId, accessToken],
    );
  await seal(await addUser("1"), null);
  expect(await invariants.check()).toEqual([]);
  await seal(await addUser("2"), "unknown0.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA");
  expect(await invariants.check()).toEqual(["I7: sealed tokens that do not open (1)"]);
});

test("a code that was redeemed twice is listed (I6)", async () => {
  await redeem(2);
  expect(await invariants.check()).toEqual([
    expect.stringMatching(/^I6: redeemed more than once, ledger entries \d+, \d+$/),
  ]);
});

test("a code, a token and a setting in the log are listed, and are not repeated (I8)", async () => {
  const { code, accessToken } = await redeem(1);
  log(`{"url":"/api/auth/callback/kakao?code=${code}"}`);
  log(`GET /v2/user/me ${accessToken}`);
  log(`{"secret":"${secret}"}`);
  const found = await invariants.check();
  expect(found).toEqual(["I8: 3 secrets in the log"]);
});

test("a nickname in the log is listed (I8)", async () => {
  await redeem(1);
  log('{"user":"말없는 사람"}');
  expect(await invariants.check()).toEqual(["I8: 1 names or addresses in the log"]);
});

test.each([
  ["a signed token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
  ["an e-mail address", "somebody@example.com"],
  ["a connection's password", "postgresql://postgres:secret@127.0.0.1/app"],
  ["an authorization header", "authorization: Bearer abcdefghijk"],
])("%s in the log is listed by its shape", async (what, text) => {
  log(text);
  expect(await invariants.check()).toEqual([`I8: ${what} in the log`]);
});

test("what a test's own instance writes counts, a line only once, and Kakao's log does not", async () => {
  writeFileSync(path.join(logFolder, "kakao.log"), "somebody@example.com\n");
  expect(await invariants.check()).toEqual([]);
  writeFileSync(path.join(logFolder, "own-1234.log"), "somebody@example.com\n");
  expect(await invariants.check()).toEqual(["I8: an e-mail address in the log"]);
  expect(await invariants.check()).toEqual([]);
});

test("tests of faults, races and load end with the invariants, other tests do not", () => {
  for (const ids of ["D9, L1", "RL-2", "MI-1", "CB-12, B1", "NX-9", "P1"])
    expect(endsWithInvariants(`something happens (${ids})`), ids).toBe(true);
  expect(endsWithInvariants("something happens (K2) @desktop")).toBe(true);
  for (const title of ["a title (WB-15) @desktop", "no ids", "L1 outside", "(K1) in front (AR-1)"])
    expect(endsWithInvariants(title), title).toBe(false);
});
