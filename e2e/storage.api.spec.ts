// What a stolen dump of the database is worth: nothing of Kakao's, and nothing that signs in. And
// what becomes of the rows when a secret or the database's role is another.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Client } from "pg";
import { baseUrl, databaseUrl } from "./addresses";
import { Canaries } from "./canaries";
import { expect, test } from "./fixtures";
import { decode } from "./forge";
import {
  exchange,
  idTokenOf,
  meWith,
  postJson,
  refresh,
  revoke,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { firstInstanceEnvironment, newSecret, startApp } from "./own-app";
import { createOwnDatabase, dumpTables } from "./own-database";
import {
  finishSignIn,
  reachCallback,
  readCsrfToken,
  readMe,
  signIn,
  statusOfCookie,
} from "./sign-in-steps";
import { Visitor } from "./visitor";

/** Read-only, past the app: the database of both instances. */
async function dumpShared(): Promise<string> {
  const client = new Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return await dumpTables({
      rows: async (sql, values) => (await client.query(sql, values)).rows,
    });
  } finally {
    await client.end();
  }
}

/** Numbers of the secrets that the dump holds in whatever form. */
function findSecrets(dump: string, secrets: string[]): string[] {
  const canaries = new Canaries();
  for (const [n, secret] of secrets.entries()) canaries.add(`secret ${n}`, secret);
  return canaries.findIn(dump);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a dump holds no token of Kakao's, in whatever form (SE-1)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  await finishSignIn(visitor, callback);
  // After each way to sign in, for the next one might write over what this one left.
  const dumps = [await dumpShared()];
  const idToken = await idTokenOf(kakao, person, "a-nonce-of-an-app");
  const byIdToken = await postJson("/api/token", { id_token: idToken, nonce: "a-nonce-of-an-app" });
  expect(byIdToken.status).toBe(200);
  dumps.push(await dumpShared());
  const byAccessToken = await kakao.issueTokens(person.id);
  expect((await exchange(byAccessToken.access_token)).status).toBe(200);
  const [trip] = (await kakao.readLedger({ path: "/oauth/token", personId: person.id })).filter(
    ({ body }) => body.code === callback.searchParams.get("code"),
  );
  const answer = JSON.parse(trip?.answer ?? "{}");
  const secrets = [answer, byAccessToken].flatMap(({ access_token, refresh_token, id_token }) => [
    access_token,
    refresh_token,
    id_token,
  ]);
  secrets.push(idToken, String(trip?.body.code), String(trip?.body.code_verifier));
  secrets.push(String(callback.searchParams.get("state")));
  expect(secrets.every((secret) => secret?.length >= 20)).toBe(true);
  const dump = [...dumps, await dumpShared()].join("\n");
  expect(dump.includes(person.id), "the dump does hold this person").toBe(true);
  expect(findSecrets(dump, secrets)).toEqual([]);
});

test("a dump signs nobody in: sessions and refresh tokens are there as SHA-256 alone (SE-5)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const cookie = visitor.cookies().get("session") ?? "";
  const csrfToken = await readCsrfToken(visitor);
  const native = await signInNatively(kakao, person);
  const dump = await dumpShared();
  const { sid = "" } = decode(cookie.split(".")[1]);
  expect(dump.includes(sha256(sid)), "a hash of what the cookie holds").toBe(true);
  expect(dump.includes(sha256(native.refresh_token))).toBe(true);
  const secrets = [cookie, sid, csrfToken, native.access_token, native.refresh_token];
  expect(findSecrets(dump, secrets)).toEqual([]);
  const rowsOfPerson = dump.split("\n").filter((line) => line.includes(sha256(sid)));
  for (const value of rowsOfPerson.flatMap((line) => Object.values(JSON.parse(line)))) {
    expect(await statusOfCookie(String(value))).toBe(401);
    expect((await meWith(`Bearer ${value}`)).status).toBe(401);
    expect([400, 401]).toContain((await refresh(String(value))).status);
  }
});

test("with another AUTH_SECRET nobody is signed in and no row changes; with the old one they are (SE-3)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const cookie = visitor.cookies().get("session") ?? "";
  const native = await signInNatively(kakao, person);
  const rowsOfPerson = async (userId: string) =>
    (await dumpShared()).split("\n").filter((line) => line.includes(userId));
  const before = await rowsOfPerson(native.user.id);
  const AUTH_SECRET = newSecret();
  const app = await startApp({ ...firstInstanceEnvironment(), AUTH_SECRET });
  const at = app.url;
  const statuses = [
    await statusOfCookie(cookie, at),
    (await meWith(`Bearer ${native.access_token}`, { at })).status,
    (await refresh(native.refresh_token, { at })).status,
    (await revoke(native.refresh_token, { at })).status,
  ];
  const account = await visitor.send(`${at}/account`);
  await app.stop();
  expect(statuses).toEqual([401, 401, 401, 401]);
  expect(account.location?.pathname, "the way to sign in, no error").toBe("/sign-in");
  expect(await rowsOfPerson(native.user.id)).toEqual(before);
  expect(await statusOfCookie(cookie)).toBe(200);
  expect((await refresh(native.refresh_token)).status).toBe(200);
});

test("a role without DDL runs the app, with the rights of docs/database-role.sql (SE-9)", async ({
  kakao,
  person,
}) => {
  const database = await createOwnDatabase();
  const role = `${database.name}_app`;
  const grants = readFileSync(new URL("../docs/database-role.sql", import.meta.url), "utf8");
  await database.rows(`CREATE ROLE ${role} LOGIN PASSWORD 'of-a-test' NOSUPERUSER`);
  await database.rows(grants.replaceAll("humblebug_app", role));
  const asRole = new URL(database.url);
  Object.assign(asRole, { username: role, password: "of-a-test" });
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: asRole.href });
  const at = app.url;
  const visitor = new Visitor();
  await finishSignIn(visitor, await reachCallback(visitor, person, { at }), { at });
  const me = await readMe(visitor, at);
  const account = await visitor.send(`${at}/account`);
  const ready = await visitor.send(`${at}/api/health/ready`);
  const native = await signInNatively(kakao, person, { at });
  const next = tokensIn(await refresh(native.refresh_token, { at }));
  const idToken = await idTokenOf(kakao, person, "n");
  const byIdToken = await postJson("/api/token", { id_token: idToken, nonce: "n" }, { at });
  const revoked = await revoke(next.refresh_token, { at });
  const csrfToken = await readCsrfToken(visitor, at);
  await visitor.post(`${at}/account/devices`, { csrfToken, device: "all" });
  const signedOut = await readMe(visitor, at);
  const errors = app.output().includes('"level":"error"');
  await app.stop();

  const client = new Client({ connectionString: asRole.href });
  await client.connect();
  const refusals: unknown[] = [];
  for (const statement of [
    "CREATE TABLE mine ()",
    `DROP TABLE "User"`,
    `ALTER TABLE "User" ADD COLUMN mine text`,
    `TRUNCATE "Session"`,
    `CREATE INDEX ON "User" ("nickname")`,
    `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    `DELETE FROM "_prisma_migrations"`,
    "SELECT rolpassword FROM pg_authid",
    "COPY (SELECT 1) TO PROGRAM 'true'",
  ])
    refusals.push(await client.query(statement).catch(({ code }) => code));
  await client.end();
  await database.rows(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await database.drop();

  expect(me?.nickname).toBe(person.nickname);
  expect([account.status, ready.status, byIdToken.status, revoked.status]).toEqual([
    200, 200, 200, 200,
  ]);
  expect(signedOut).toBeNull();
  expect(errors).toBe(false);
  expect(new Set(refusals), "insufficient_privilege, each").toEqual(new Set(["42501"]));
});

for (const [name, nickname, shown] of [
  ["with U+0000 in it", "a\u0000b", "ab"],
  ["of half a character", "\ud800", null],
  ["of ten thousand emoji", "😀".repeat(10_000), "😀".repeat(100)],
  ["of families, a hundred and one", "👨‍👩‍👧".repeat(101), "👨‍👩‍👧".repeat(100)],
  ["with control characters", "a\r\n\u001b[31mb\u2028c\u0085", "a[31mbc"],
] as const)
  test(`somebody whose nickname is ${name} can sign in, in a browser and in an app (SE-10)`, async ({
    kakao,
    person,
    setFault,
  }) => {
    const text = JSON.stringify({ nickname });
    await setFault({
      endpoint: "user_me",
      setRawFields: { properties: text, kakao_account: `{"profile":${text}}` },
    });
    const visitor = new Visitor();
    await signIn(visitor, person);
    const account = await visitor.send(`${baseUrl()}/account`);
    expect(account.status).toBe(200);
    expect((await readMe(visitor))?.nickname).toBe(shown);
    expect((await signInNatively(kakao, person)).user.nickname).toBe(shown);
  });
