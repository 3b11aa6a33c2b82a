// The database is there and says no: it ends connections, is read-only, locked, full, deadlocked,
// or dies just after a commit. An instance and a database of this file's own.
import { expect } from "./fixtures";
import { testWithOwnDatabase as test } from "./own-app-behind-line";
import type { OwnDatabase } from "./own-database";
import { finishSignIn, reachCallback, readCsrfToken, readMe, refusalOf } from "./sign-in-steps";
import { type Answer, send, Visitor } from "./visitor";

// One after the other: they change one database.
test.describe.configure({ mode: "default" });

type SomePerson = { id: string; loginId: string };

const HEALED_WITHIN = { timeout: 10_000 };
/** Two seconds in line or for the lock, and a hundred answers to make on a busy machine. */
const MAX_MS = 5000;

async function signInAt(at: string, person: SomePerson, visitor = new Visitor()) {
  const callback = await reachCallback(visitor, person, { at });
  const answer = await finishSignIn(visitor, callback, { at });
  return { visitor, answer };
}

async function signedIn(at: string, person: SomePerson): Promise<Visitor> {
  const { visitor, answer } = await signInAt(at, person);
  expect(refusalOf(answer)).toBeNull();
  expect(visitor.cookies().has("session")).toBe(true);
  return visitor;
}

/** What a person may see of a database's trouble: one calm sentence, and nothing that signs in. */
async function expectClearError(answer: Answer, at: string): Promise<void> {
  expect(refusalOf(answer)).toBe("unknown");
  expect(answer.setCookies.join()).not.toMatch(/session=[^;]/);
  const { pathname, search } = answer.location as URL;
  const page = await send(`${at}${pathname}${search}`);
  expect(page.body.includes("문제가 생겼어요. 다시 시도해 주세요.")).toBe(true);
  expect(page.body).not.toMatch(/SQLSTATE|prisma|postgres|\b(25006|53100|40001|40P01|55P03)\b/i);
}

/** Rows of this person, by table. */
async function rowsOf({ rows }: OwnDatabase, { id }: { id: string }) {
  const [counted] = await rows<{ users: number; sessions: number }>(
    `SELECT (SELECT count(*)::int FROM "User" WHERE "kakaoId" = $1) AS users,
            (SELECT count(*)::int FROM "Session" s JOIN "User" u ON u."id" = s."userId"
             WHERE u."kakaoId" = $1) AS sessions`,
    [id],
  );
  return counted;
}

/** Inserts into this table end with this SQLSTATE: so many times, or until the trigger is gone. */
async function failInserts({ rows }: OwnDatabase, table: string, sqlState: string, times = 1e9) {
  await rows(`
    CREATE SEQUENCE failures;
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- A sequence is not rolled back: it counts the tries that failed, too.
      IF nextval('failures') <= ${times} THEN
        RAISE EXCEPTION USING ERRCODE = '${sqlState}', MESSAGE = 'made by a test';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION fail()`);
  return async () => {
    const [{ tries } = { tries: 0 }] = await rows<{ tries: number }>(
      "SELECT last_value::int AS tries FROM failures",
    );
    await rows("DROP FUNCTION fail() CASCADE; DROP SEQUENCE failures");
    return tries;
  };
}

/** All but the one that asks. */
function endConnections(database: OwnDatabase): Promise<unknown[]> {
  return database.rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

test("every connection is terminated at once: the process lives, and reads and writes resume (D5)", async ({
  app,
  database,
  person,
  createPerson,
}) => {
  const visitor = await signedIn(app.url, person);
  const read = async () => (await visitor.send(`${app.url}/api/me`)).status;
  await Promise.all(Array.from({ length: 20 }, read));
  const ended = await endConnections(database);
  expect(ended.length).toBeGreaterThan(1);
  const statuses = [];
  for (let times = 0; times < 20; times += 1) statuses.push(await read());
  const failed = statuses.filter((status) => status !== 200);
  expect(failed.length, "at most one a connection").toBeLessThanOrEqual(ended.length);
  expect(failed.every((status) => status === 503)).toBe(true);
  expect(statuses.at(-1)).toBe(200);
  expect(app.output()).not.toMatch(/uncaughtException|terminating connection/);
  await signedIn(app.url, await createPerson());
});

test("a read-only server: a clear error, nothing written, and a later try works (D6)", async ({
  app,
  database,
  person,
  createPerson,
}) => {
  const visitor = await signedIn(app.url, person);
  const csrfToken = await readCsrfToken(visitor, app.url);
  const newcomer = await createPerson();
  await database.rows(`ALTER DATABASE "${database.name}" SET default_transaction_read_only = on`);
  await endConnections(database);
  const refused = await signInAt(app.url, newcomer);
  const signedOut = await visitor.post(`${app.url}/api/auth/signout`, { csrfToken });
  const helper = await database.connect();
  await helper.query("SET default_transaction_read_only = off");
  await helper.query(`ALTER DATABASE "${database.name}" SET default_transaction_read_only = off`);
  await helper.end();
  await expectClearError(refused.answer, app.url);
  expect(signedOut.status).toBe(503);
  expect(signedOut.setCookies).toEqual([]);
  expect(await rowsOf(database, newcomer)).toEqual({ users: 0, sessions: 0 });
  const again = async () => refusalOf((await signInAt(app.url, newcomer)).answer);
  await expect.poll(again, HEALED_WITHIN).toBeNull();
  expect(await readMe(visitor, app.url), "still signed in, as it was said").not.toBeNull();
});

test("a lock that is held, and a hundred who wait: all hear in time, and no pile is left (D7, D14)", async ({
  app,
  database,
  person,
  createPerson,
}) => {
  const visitor = await signedIn(app.url, person);
  const newcomers = await Promise.all(Array.from({ length: 3 }, () => createPerson()));
  const trips = await Promise.all(
    newcomers.map(async (newcomer) => {
      const one = new Visitor();
      return { one, callback: await reachCallback(one, newcomer, { at: app.url }) };
    }),
  );
  const holder = await database.connect();
  await holder.query(`BEGIN; LOCK TABLE "User", "Session" IN ACCESS EXCLUSIVE MODE`);
  const startedAt = Date.now();
  const reads = Array.from({ length: 100 }, () => visitor.send(`${app.url}/api/me`));
  const logins = trips.map(({ one, callback }) => finishSignIn(one, callback, { at: app.url }));
  const live = await send(`${app.url}/api/health/live`);
  const liveMs = Date.now() - startedAt;
  const answers = await Promise.all(reads);
  const readsMs = Date.now() - startedAt;
  const refusals = await Promise.all(logins);
  const loginsMs = Date.now() - startedAt;
  const waiting = () =>
    database.rows(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  await expect.poll(waiting, { message: "nobody is left in the line" }).toEqual([]);
  await holder.query("ROLLBACK");
  await holder.end();
  expect(live.status).toBe(200);
  expect(liveMs, "before the first of the others").toBeLessThan(2000);
  expect(readsMs).toBeLessThan(MAX_MS);
  expect(loginsMs).toBeLessThan(MAX_MS);
  for (const answer of answers) {
    expect([answer.status, answer.body]).toEqual([503, expect.stringContaining("UNAVAILABLE")]);
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.setCookies).toEqual([]);
  }
  for (const answer of refusals) expect(refusalOf(answer)).toBe("unknown");
  expect(await readMe(visitor, app.url)).not.toBeNull();
});

for (const [name, sqlState] of [
  ["serialization failure", "40001"],
  ["deadlock", "40P01"],
] as const)
  for (const table of ["User", "Session", "SignInFlow"])
    test(`a ${name} when ${table} is written is tried again, and the person notices nothing (D8)`, async ({
      app,
      database,
      person,
    }) => {
      const heal = await failInserts(database, table, sqlState, 2);
      const { answer, visitor } = await signInAt(app.url, person);
      expect(await heal(), "two tries in vain, and a third").toBe(3);
      expect(refusalOf(answer)).toBeNull();
      expect(await readMe(visitor, app.url)).not.toBeNull();
      expect(await rowsOf(database, person)).toEqual({ users: 1, sessions: 1 });
    });

test("a serialization failure that never ends is given up after three tries (D8)", async ({
  app,
  database,
  person,
}) => {
  const heal = await failInserts(database, "User", "40001");
  const { answer } = await signInAt(app.url, person);
  expect(await heal()).toBe(3);
  await expectClearError(answer, app.url);
  expect(await rowsOf(database, person)).toEqual({ users: 0, sessions: 0 });
});

test("a real deadlock with another session ends in success (D8)", async ({
  app,
  database,
  person,
}) => {
  // The app's statement takes lock 1 and wants 2; the other session has 2 and wants 1.
  await database.rows(`
    CREATE FUNCTION take_both_locks() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(1);
      PERFORM pg_advisory_xact_lock(2);
      RETURN NEW;
    END $$;
    CREATE TRIGGER take_both_locks BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION take_both_locks()`);
  const other = await database.connect();
  // Who waited longer looks for a deadlock first and is the one that gives way: the app.
  await other.query("SET deadlock_timeout = '10s'; BEGIN; SELECT pg_advisory_xact_lock(2)");
  const coming = signInAt(app.url, person);
  const waiting = async () =>
    (
      await database.rows(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
    ).length;
  await expect.poll(waiting, { intervals: [20] }).toBe(1);
  await other.query("SELECT pg_advisory_xact_lock(1)");
  await other.query("ROLLBACK");
  const { answer } = await coming;
  const [{ deadlocks } = { deadlocks: 0 }] = await database.rows<{ deadlocks: number }>(
    "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
  );
  await other.end();
  await database.rows("DROP FUNCTION take_both_locks() CASCADE");
  expect(refusalOf(answer)).toBeNull();
  expect(deadlocks, "PostgreSQL saw one").toBeGreaterThan(0);
  expect(await rowsOf(database, person)).toEqual({ users: 1, sessions: 1 });
});

// A disk that is really full would be full for every test: the server's own answer stands for it.
for (const [table, kept] of [
  ["SignInFlow", { users: 0, sessions: 0 }],
  ["User", { users: 0, sessions: 0 }],
  ["Session", { users: 1, sessions: 0 }],
] as const)
  test(`a full disk when ${table} is written: a clear error, nothing half-written (D10)`, async ({
    app,
    database,
    person,
  }) => {
    const heal = await failInserts(database, table, "53100");
    const { answer, visitor } = await signInAt(app.url, person);
    await heal();
    await expectClearError(answer, app.url);
    expect(await rowsOf(database, person)).toEqual(kept);
    const settled = await database.rows(
      `SELECT f."id" FROM "SignInFlow" f WHERE f."outcome" = 'signed_in'
       AND NOT EXISTS (SELECT 1 FROM "Session" s WHERE s."flowId" = f."id")`,
    );
    expect(settled, "no trip is called finished that has no session").toEqual([]);
    const again = await signInAt(app.url, person, visitor);
    expect(refusalOf(again.answer)).toBeNull();
    expect(await rowsOf(database, person)).toEqual({ users: 1, sessions: 1 });
  });

for (const [table, kept] of [
  ["User", { users: 1, sessions: 0 }],
  ["Session", { users: 1, sessions: 1 }],
] as const)
  test(`${table} is committed and the reply is lost: no session for the browser, and the retry finds the user (D12)`, async ({
    app,
    line,
    database,
    person,
  }) => {
    line.loseReplyTo(`INSERT INTO "${table}"`);
    const { answer, visitor } = await signInAt(app.url, person);
    await expectClearError(answer, app.url);
    expect(await rowsOf(database, person), "it was committed").toEqual(kept);
    const [before] = await database.rows(`SELECT "id" FROM "User" WHERE "kakaoId" = $1`, [
      person.id,
    ]);
    const again = await signInAt(app.url, person, visitor);
    expect(refusalOf(again.answer)).toBeNull();
    expect((await readMe(visitor, app.url))?.id).toBe(before?.id);
    expect((await rowsOf(database, person))?.users).toBe(1);
  });
