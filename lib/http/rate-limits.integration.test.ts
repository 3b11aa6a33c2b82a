// The rate limits on a real PostgreSQL: exact, shared, and still there when it is not (RL-1, RL-2,
// RL-5, RL-6).
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import {
  countAttempt,
  countFailure,
  forgiveAttemptOfAddress,
  RateLimited,
  rateLimits,
  refuseAfterFailures,
} from "#lib/http/rate-limits";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
afterEach(() => log.mockClear());

let lastAddress = 0;
function newClient(): Request {
  lastAddress += 1;
  const headers = { "x-socket-address": `10.0.${lastAddress >> 8}.${lastAddress & 255}` };
  return new Request("http://localhost/api/token", { method: "POST", headers });
}

const passes = (work: Promise<unknown>) =>
  work.then(
    () => true,
    (error) => {
      expect(error).toBeInstanceOf(RateLimited);
      return false;
    },
  );

/** What another process has: the same table, and nothing remembered. */
const asAnotherInstance = () => Reflect.deleteProperty(globalThis, "humblebugLimiters");

test("of a limit and one more at once exactly the limit pass, on two instances (RL-2, L16)", async () => {
  const limit = rateLimits.exchangesOfToken;
  for (let round = 0; round < 20; round += 1) {
    const attempt = () => passes(countAttempt(newClient(), limit, `token-${round}`));
    const first = Array.from({ length: 5 }, attempt);
    asAnotherInstance();
    const second = Array.from({ length: 6 }, attempt);
    const passed = await Promise.all([...first, ...second]);
    expect(passed.filter(Boolean)).toHaveLength(limit.points);
  }
});

test("a refusal says when to come back, and the log says which limit and not who (SE-8)", async () => {
  const limit = rateLimits.exchangesOfToken;
  const client = newClient();
  const attempts = Array.from({ length: 11 }, () => countAttempt(client, limit, "secret-subject"));
  const refused = (await Promise.allSettled(attempts)).find(({ status }) => status === "rejected");
  const { reason } = refused as PromiseRejectedResult;
  expect(reason).toMatchObject({ status: 429, code: "RATE_LIMITED" });
  expect(Number(reason.headers["retry-after"])).toBeGreaterThan(50);
  expect(Number(reason.headers["retry-after"])).toBeLessThanOrEqual(60);
  const lines = log.mock.calls.map(([line]) => String(line)).join("");
  expect(lines).toContain('"rate_limit.reached"');
  expect(lines).not.toContain("secret-subject");
  expect(lines).not.toContain("10.0.");
});

describe("failures by address", () => {
  const limit = rateLimits.failedExchanges;

  test("whoever does not fail is never counted, however many share an address (RL-5)", async () => {
    const client = newClient();
    const all = Array.from({ length: 200 }, () => passes(refuseAfterFailures(client, limit)));
    expect((await Promise.all(all)).every(Boolean)).toBe(true);
  });

  test("of too many that fail at once only as many as the limit hear of it (RL-2)", async () => {
    const client = newClient();
    const all = Array.from({ length: limit.points + 5 }, () => passes(countFailure(client, limit)));
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(limit.points);
    expect(await passes(refuseAfterFailures(client, limit))).toBe(false);
    asAnotherInstance();
    expect(await passes(refuseAfterFailures(client, limit)), "on every instance").toBe(false);
    expect(await passes(refuseAfterFailures(newClient(), limit)), "nobody else").toBe(true);
  });

  test("the window passes", async () => {
    const client = newClient();
    await Promise.all(Array.from({ length: limit.points }, () => countFailure(client, limit)));
    expect(await passes(refuseAfterFailures(client, limit))).toBe(false);
    await database.rows('UPDATE "RateLimit" SET "expire" = "expire" - 60001');
    expect(await passes(refuseAfterFailures(client, limit))).toBe(true);
  });
});

test("what was finished is given back", async () => {
  const limit = { ...rateLimits.signInStarts, name: "given-back", points: 3 };
  const client = newClient();
  for (let n = 0; n < 10; n += 1) {
    await countFailure(client, limit);
    await forgiveAttemptOfAddress(client, limit);
  }
  for (let n = 0; n < 3; n += 1) await countFailure(client, limit);
  expect(await passes(countFailure(client, limit))).toBe(false);
});

test("requests without a usable address share one count", async () => {
  const limit = { ...rateLimits.failedExchanges, name: "nameless", points: 2 };
  const nameless = () => new Request("http://localhost/", { method: "POST" });
  expect(await passes(countFailure(nameless(), limit))).toBe(true);
  expect(await passes(countFailure(nameless(), limit))).toBe(true);
  expect(await passes(countFailure(nameless(), limit))).toBe(false);
});

test("without its table it counts in this process: no outage, and not unlimited (RL-6)", async () => {
  asAnotherInstance();
  await database.rows('ALTER TABLE "RateLimit" RENAME TO "Gone"');
  try {
    const limit = rateLimits.exchangesOfToken;
    const attempts = Array.from({ length: 15 }, () =>
      passes(countAttempt(newClient(), limit, "while away")),
    );
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(limit.points);
  } finally {
    await database.rows('ALTER TABLE "Gone" RENAME TO "RateLimit"');
  }
});
