// The sink: people made of canaries sign in through every fault of Kakao, of the database and of a
// browser that can be made over HTTP, and then the log of the app, the log of PostgreSQL, every
// answer to a stranger and a dump of the tables are searched (SE-6, SE-7, SE-1, I8).
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { startPostgres } from "#scripts/test/start-postgres";
import { expect, test } from "./fixtures";
import { sendLine } from "./fuzz-run";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { createOwnDatabase, dumpTables } from "./own-database";
import { canaryPerson, findBrokenLines, Sink } from "./sink-run";
import type { Visitor } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));
const html = { "content-type": "text/html" };

/** Section 2.1, as far as a person's own fault can bring it about. */
const faults: Array<Omit<FaultInput, "endpoint">> = [
  { drop: true },
  { hang: true },
  { hangAfterHeaders: true },
  { dripBytesPerSecond: 1 },
  { status: 500, body: "<h1>500</h1>", headers: html },
  { status: 503, body: "" },
  { status: 429, body: "" },
  { body: "<h1>점검 중</h1>", headers: html },
  { body: "null" },
  { truncateBodyTo: 60 },
  { hugeBodyBytes: 20_000_000 },
  { gzipBombBytes: 20_000_000 },
  { redirectTo: "http://127.0.0.1:9/" },
];
const atToken: typeof faults = [
  ...["KOE003", "KOE237", "KOE320", "KOE010", "KOE101"].map((kakaoCode) => ({ kakaoCode })),
  { setFields: { token_type: "mac" } },
  { removeFields: ["access_token"] },
  { setFields: { expires_in: "7199", id_token: "x.y.z" } },
  { idToken: { key: "unpublished" } },
  { idToken: { alg: "none" } },
  { idToken: { claims: { nonce: "another" } } },
  { idToken: { claims: { exp: 1 } } },
];
const atUserMe: typeof faults = [
  ...[-1, -401, -406, -4].map((kakaoCode) => ({ kakaoCode })),
  { removeFields: ["id"] },
  { setRawFields: { id: "3956953872" } },
  { setRawFields: { id: "1e400" } },
  { setRawFields: { kakao_account: '{"profile":{"nickname":7},"email":"not an address"}' } },
];
const rows: FaultInput[] = [
  ...[...faults, ...atToken].map((fault) => ({ endpoint: "token" as const, ...fault })),
  ...[...faults, ...atUserMe].map((fault) => ({ endpoint: "user_me" as const, ...fault })),
  ...faults.map((fault) => ({ endpoint: "access_token_info" as const, ...fault })),
];
/** Fewer than open the breaker, for then nobody would be asked any more. */
const TOGETHER = 4;

/** Section 2.4: what a browser, a person or a stranger does to a callback. */
const mishaps: Array<(visitor: Visitor, callback: string) => ReturnType<Visitor["send"]>> = [
  (visitor, callback) => visitor.send(callback.replace("state=", "state=x")),
  (visitor, callback) => visitor.send(`${callback}&state=again`),
  (visitor, callback) => visitor.send(`${callback}&error=access_denied`),
  (visitor, callback) => visitor.send(`${callback}&iss=https://evil.test`),
  (visitor, callback) => visitor.send(`${callback}&x=%0d%0a%1b[2J%e2%80%a8`),
  (visitor, callback) => visitor.send(`${callback}&x=${"y".repeat(9000)}`),
  (visitor, callback) => visitor.send(callback, { method: "HEAD" }),
  (visitor, callback) => visitor.send(callback, { method: "POST", form: { a: "b" } }),
  (visitor, callback) => visitor.send(callback, { headers: { "sec-purpose": "prefetch" } }),
  (visitor, callback) => visitor.send(callback, { headers: { cookie: "" } }),
  (visitor, callback) => visitor.send(callback.replace("/kakao?", "/kakao/x?")),
  // Whoever opens such an address has it on the screen already; the log must not.
  async (visitor, callback) => {
    for (const path of ["/sign-in", "/nowhere", "//api/auth/callback/kakao"])
      await visitor.send(callback.replace("/api/auth/callback/kakao", path));
    return visitor.send(callback);
  },
  (visitor, callback) =>
    visitor.send(callback, { headers: { "user-agent": "a\u0085\u009b[2Jb", referer: callback } }),
  async (visitor, callback) => {
    const answer = await visitor.send(callback);
    await Promise.all([visitor.send(callback), visitor.send(callback)]);
    return answer;
  },
  async (visitor, callback) => {
    const { origin, pathname, search } = new URL(callback);
    for (const target of [
      `http://[::1${pathname}${search}`,
      `//[${pathname}${search}`,
      `${pathname}%c0${search}`,
      `/_next/image?url=${encodeURIComponent(`${pathname}${search}\n`)}&w=64&q=75`,
    ])
      await sendLine(origin, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await sendLine(
      origin,
      `POST /sign-in HTTP/1.1\r\nHost: x\r\nNext-Action: ${search}\r\nContent-Length: 9\r\n\r\nab`,
    );
    return visitor.send(callback);
  },
];

test("canaries through every fault: none in a log, an answer to a stranger, or the tables (SE-6, SE-7, SE-1, I8)", async ({
  kakao,
  createPerson,
}) => {
  test.setTimeout(300_000);
  const serverLog: string[] = [];
  // More than any operator should log: with every statement and its parameters.
  const settings = ["log_min_messages=warning", "log_statement=all"];
  const postgres = await startPostgres(root, { settings, onLine: (text) => serverLog.push(text) });
  const database = await createOwnDatabase(postgres.url);
  const line = await startDatabaseProxy(database.url);
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
  const sink = new Sink(kakao, app.url);
  const newPerson = async () => {
    const person = await createPerson(canaryPerson());
    sink.know(person);
    return person;
  };
  const signInBothWays = async () => {
    const person = await newPerson();
    const answer = await sink.visit(person);
    await sink.exchange(person);
    await sink.knowWhatKakaoSaid(person);
    return answer;
  };

  expect((await signInBothWays()).location?.search, "without a fault").toBe("");
  for (let at = 0; at < rows.length; at += TOGETHER) {
    await Promise.all(
      rows.slice(at, at + TOGETHER).map(async (fault) => {
        const person = await newPerson();
        const { id } = await kakao.setFault({ ...fault, personId: person.id });
        if (fault.endpoint !== "access_token_info") await sink.visit(person);
        if (fault.endpoint !== "token") await sink.exchange(person);
        await sink.knowWhatKakaoSaid(person);
        await kakao.clearFault(id);
      }),
    );
    // A success between failures keeps the breaker closed.
    expect((await signInBothWays()).location?.search).toBe("");
  }
  for (const mishap of mishaps) {
    const person = await newPerson();
    await sink.visit(person, mishap);
    await sink.knowWhatKakaoSaid(person);
  }

  const during = async (begin: () => unknown, end: () => unknown) => {
    const person = await newPerson();
    await sink.visit(person, async (visitor, callback) => {
      await begin();
      const answer = await visitor.send(callback);
      await sink.ask("/account");
      return answer;
    });
    await sink.exchange(person);
    await end();
    await sink.knowWhatKakaoSaid(person);
    line.dropAll();
  };
  await during(line.cut, line.heal);
  await during(line.swallow, line.heal);
  for (const table of ["User", "Session", "NativeSession", "SignInFlow"])
    await during(() => line.loseReplyTo(`INSERT INTO "${table}"`), line.heal);
  // What a database says may quote what it was given: SQLSTATEs of data, integrity and outage.
  for (const sqlState of ["22P02", "23514", "25006", "40001", "53100", "XX000"])
    await during(
      () =>
        database.rows(`
          CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION USING ERRCODE = '${sqlState}',
              MESSAGE = 'not taken: ' || NEW."nickname" || NEW."email" || NEW."kakaoId",
              DETAIL = to_json(NEW)::text, HINT = NEW."kakaoId";
          END $$;
          CREATE TRIGGER tell BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION tell()`),
      () => database.rows("DROP FUNCTION tell() CASCADE"),
    );

  const dump = await dumpTables(database);
  const output = app.output();
  await app.stop();
  await line.close();
  await database.drop();
  await postgres.stop();

  expect(sink.secrets.size + sink.personal.size).toBeGreaterThan(1000);
  const all = (text: string) => [...sink.secrets.findIn(text), ...sink.personal.findIn(text)];
  expect(all(output), "in the app's log").toEqual([]);
  expect(all(sink.answers.join("\n")), "in an answer").toEqual([]);
  expect(sink.secrets.findIn(dump), "in the tables").toEqual([]);
  expect(sink.secrets.findIn(serverLog.join("\n")), "in PostgreSQL's log").toEqual([]);
  // Bound, so that they are not in a statement's text: only in what log_statement tells of values,
  // and in the words of this test's own trigger.
  const statements = serverLog.filter((text) => /LOG: {2}(statement|execute)/.test(text));
  expect(statements.length).toBeGreaterThan(100);
  expect(sink.personal.findIn(statements.join("\n")), "in a statement").toEqual([]);
  expect(findBrokenLines(output)).toEqual([]);
  expect(output).not.toMatch(/unhandledRejection|uncaughtException/);
  // The search kept this process busy; connections that ended meanwhile are noticed now.
  await sleep(200);
});
