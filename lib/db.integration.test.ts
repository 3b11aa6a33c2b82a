// A database that is away, silent, slow or cut off ends a call within three seconds, and is used
// again as soon as it is back (SE-9, D2, D3, D4, D5, D8). A small proxy stands in front of it.
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type DatabaseProxy, startDatabaseProxy } from "#scripts/test/database-proxy";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
const realUrl = process.env.DATABASE_URL ?? "";

let line: DatabaseProxy;
let db: typeof import("./db");

async function connectTo(databaseUrl: string) {
  vi.stubEnv("DATABASE_URL", databaseUrl);
  vi.resetModules();
  Reflect.deleteProperty(globalThis, "humblebugPrisma");
  db = await import("./db");
}

beforeEach(async () => {
  line = await startDatabaseProxy(realUrl);
  await connectTo(line.url);
});
afterEach(() => line.close());
afterAll(database.close);

const one = () => db.query((prisma) => prisma.$queryRaw`SELECT 1 AS "one"`);
const sleep = (seconds: number) =>
  db.query((prisma) => prisma.$queryRaw`SELECT pg_sleep(${seconds})::text`);

/** Three seconds, and a little for a busy machine. */
async function expectUnavailable(call: () => Promise<unknown>, withinMs = 3500) {
  const begin = Date.now();
  await expect(call()).rejects.toMatchObject({
    name: "DatabaseUnavailable",
    message: "The database did not answer",
    cause: expect.any(Error),
  });
  expect(Date.now() - begin).toBeLessThan(withinMs);
}

const nothing = (transaction: { $queryRaw: (text: TemplateStringsArray) => Promise<unknown> }) =>
  transaction.$queryRaw`SELECT 1`;

/** A few tries, as people would make them; each fails in the known way or works. */
async function recovers() {
  await vi.waitFor(() => one(), { timeout: 9000, interval: 50 });
}

test("a call answers", async () => {
  await expect(one()).resolves.toEqual([{ one: 1 }]);
});

test("a call is measured by how it ended, and the pool can be looked at", async () => {
  const databaseCall = vi.fn();
  const none = () => {};
  const others = { event: none, request: none, kakaoCall: none, flush: async () => {} };
  (await import("./telemetry/recorder")).installRecorder({ ...others, databaseCall });
  await one();
  await expect(db.query((prisma) => prisma.$queryRaw`SELECT 1/0`)).rejects.toThrow();
  await line.close();
  await expectUnavailable(one);
  Reflect.deleteProperty(globalThis, "humblebugRecorder");
  const seconds = expect.any(Number);
  expect(databaseCall.mock.calls.flat()).toEqual([
    { outcome: "ok", seconds },
    { outcome: "refused", seconds },
    { outcome: "unavailable", seconds },
  ]);
  const readings = await (await import("./telemetry/gauges")).readGauges();
  const used = { attributes: { pool: "main", state: "used" } };
  expect(readings).toContainEqual(expect.objectContaining(used));
});

describe("a database that does not answer is DatabaseUnavailable within three seconds", () => {
  test("refused: nothing listens (D1, D2)", async () => {
    await line.close();
    await expectUnavailable(one);
  });

  test("silent from the start: packets vanish (D3)", async () => {
    line.swallow();
    await expectUnavailable(one);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["plain statements", () => one()],
    ["deletes as the stores make them", () => db.query((prisma) => prisma.session.deleteMany())],
    ["an interactive transaction", () => db.query((prisma) => prisma.$transaction(nothing))],
  ])(
    "silent under ten open connections, and used again once it is back: %s (D3)",
    async (_, call) => {
      await Promise.all(Array.from({ length: 10 }, one));
      line.swallow();
      await Promise.all(Array.from({ length: 10 }, () => expectUnavailable(call)));
      line.heal();
      await recovers();
    },
  );

  test("slow: a statement of ten seconds (D4)", async () => {
    await expectUnavailable(() => sleep(10));
    await expect(one()).resolves.toEqual([{ one: 1 }]);
  });

  test("and the server gives such a statement up too, so that no pile grows", async () => {
    await sleep(10).catch(() => {});
    const running = () =>
      database.rows(
        `SELECT 1 FROM pg_stat_activity WHERE "state" = 'active' AND "query" LIKE '%pg_sleep%'
         AND "pid" <> pg_backend_pid()`,
      );
    await vi.waitFor(async () => expect(await running()).toEqual([]), { timeout: 3000 });
  });

  test("several statements have one deadline together", async () => {
    const twice = async (prisma: Parameters<Parameters<typeof db.query>[0]>[0]) => {
      await prisma.$queryRaw`SELECT pg_sleep(1.8)::text`;
      await prisma.$queryRaw`SELECT pg_sleep(1.8)::text`;
    };
    await expectUnavailable(() => db.query(twice));
  });

  test("a lock that somebody else holds (D14)", async () => {
    await database.rows(`INSERT INTO "User" ("kakaoId") VALUES ('locked')`);
    const holder = database.rows(
      'SELECT pg_sleep(3.5)::text FROM (SELECT 1 FROM "User" FOR UPDATE) l',
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await expectUnavailable(() => db.query((prisma) => prisma.user.deleteMany()));
    await holder;
  });

  test("a pool that is used up twice over: the next one waits, and not for ever (D7)", async () => {
    const busy = Array.from({ length: 20 }, () => sleep(1.5));
    await expectUnavailable(one);
    await Promise.allSettled(busy);
    await recovers();
  });
});

describe("the server's own limits", () => {
  const limit = () =>
    db.query(
      (prisma) => prisma.$queryRaw<unknown[]>`SELECT current_setting('lock_timeout') AS "is"`,
    );

  test("are asked for, so that nothing goes on for nobody (SE-9)", async () => {
    await expect(limit()).resolves.toEqual([{ is: "2200ms" }]);
  });

  test("are left out for a pooler, which would refuse the connection", async () => {
    await connectTo(`${line.url}?pgbouncer=true`);
    await expect(limit()).resolves.toEqual([{ is: "0" }]);
  });
});

describe("a moment is read as what it is, whatever zone the database speaks", () => {
  beforeEach(async () => {
    const [{ name } = { name: "" }] = await database.rows<{ name: string }>(
      `SELECT current_database() AS "name"`,
    );
    await database.rows(`ALTER DATABASE "${name}" SET "TimeZone" TO 'Asia/Seoul'`);
  });

  test.each(["", "?pgbouncer=true", "?options=-c%20TimeZone%3DAsia/Seoul"])(
    "with the address %j",
    async (query) => {
      await connectTo(`${line.url}${query}`);
      const rows = await db.query(
        (prisma) => prisma.$queryRaw<Array<{ at: Date }>>`
          SELECT '2026-11-25T09:00:00+09:00'::timestamptz AS "at"`,
      );
      expect(rows).toEqual([{ at: new Date("2026-11-25T00:00:00Z") }]);
    },
  );
});

describe("connections that end", () => {
  test("terminated while idle: the process lives, and the next call works (D5)", async () => {
    await Promise.all(Array.from({ length: 5 }, one));
    await database.rows(
      `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
       WHERE "datname" = current_database() AND "pid" <> pg_backend_pid()
         AND "query" LIKE '%AS "one"%'`,
    );
    await recovers();
  });

  test("terminated in the middle of a statement (D5)", async () => {
    // Listened to from the start: it may fail before the loop below has seen its own success.
    const cut = expectUnavailable(() => sleep(2));
    await vi.waitFor(async () => {
      const ended = await database.rows(
        `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
         WHERE "query" LIKE '%pg_sleep%' AND "state" = 'active' AND "pid" <> pg_backend_pid()
           AND "datname" = current_database()`,
      );
      expect(ended.length).toBeGreaterThan(0);
    });
    await cut;
    await recovers();
  });

  test("cut without a word", async () => {
    await one();
    line.dropAll();
    await recovers();
  });
});

describe("a statement that the database answers with a no", () => {
  test.each([
    ["a unique violation", `INSERT INTO "User" ("kakaoId") VALUES ('twice'), ('twice')`],
    ["an absent value", `INSERT INTO "User" ("kakaoId") VALUES (NULL)`],
    ["a division by zero", "SELECT 1 / 0"],
    ["text that is no uuid", `SELECT 'x'::uuid`],
  ])("%s is our mistake, and no outage (D9)", async (_, sql) => {
    const error = await db.query((prisma) => prisma.$executeRawUnsafe(sql)).catch((e) => e);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).not.toBe("DatabaseUnavailable");
  });

  test("also when Prisma wrote it: a second row of one Kakao id", async () => {
    const create = () => db.query((prisma) => prisma.user.create({ data: { kakaoId: "same" } }));
    await create();
    await expect(create()).rejects.toMatchObject({ code: "P2002" });
  });

  test("a call that Prisma refuses to make is our mistake", async () => {
    const wrong = { where: { nobody: 1 } } as never;
    const error = await db.query((prisma) => prisma.user.findMany(wrong)).catch((e) => e);
    expect(error.name).toBe("PrismaClientValidationError");
  });

  test.each([
    ["a read-only server (D6)", "25006"],
    ["a full disk (D10)", "53100"],
    ["too many connections", "53300"],
    ["a shutdown", "57P01"],
    ["a missing table: migrations are behind", "42P01"],
  ])("%s is an outage", async (_, state) => {
    await expectUnavailable(() => db.query((prisma) => prisma.$executeRawUnsafe(raise(state))));
  });
});

/** A statement that ends with this SQLSTATE. */
function raise(state: string): string {
  return `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${state}', MESSAGE = 'made by a test'; END $$`;
}

describe("a statement that lost a race is tried again (D8)", () => {
  async function failing(times: number, state: string) {
    let tries = 0;
    const value = db.query(async (prisma) => {
      tries += 1;
      if (tries <= times) await prisma.$executeRawUnsafe(raise(state));
      return tries;
    });
    return { value: await value.catch((error) => error), tries };
  }

  test.each(["40001", "40P01"])("%s twice, and the third time it works", async (state) => {
    expect(await failing(2, state)).toEqual({ value: 3, tries: 3 });
  });

  test.each(["40001", "40P01"])("%s for ever is given up after three tries", async (state) => {
    const { value, tries } = await failing(99, state);
    expect(value).toMatchObject({ name: "DatabaseUnavailable" });
    expect(tries).toBe(3);
  });

  test.each(["23505", "22012", "53100", "57014"])("%s is not tried again", async (state) => {
    expect((await failing(99, state)).tries).toBe(1);
  });

  test("a real deadlock ends in two successes", async () => {
    await database.rows(`INSERT INTO "User" ("kakaoId") VALUES ('a'), ('b')`);
    const touch = (first: string, second: string) =>
      db.query((prisma) =>
        prisma.$transaction(async (transaction) => {
          const set = (kakaoId: string) =>
            transaction.user.update({
              where: { kakaoId },
              data: { nickname: `${first}${second}` },
            });
          await set(first);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await set(second);
        }),
      );
    await expect(Promise.all([touch("a", "b"), touch("b", "a")])).resolves.toHaveLength(2);
  });
});
