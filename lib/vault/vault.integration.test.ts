// The vault on a real PostgreSQL and a small Kakao: what is kept, refreshed, and given up.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Answer, answering, startLittleServer } from "#scripts/test/little-server";
import { openDatabase } from "#scripts/test/open-database";
import type { TokensToKeep } from "../kakao/token";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
vi.stubEnv("KAKAO_TOKEN_VAULT", "on");
const database = openDatabase();
const OWN = process.env.AUTH_SECRET;
const OTHER = "YW5vdGhlci10ZXN0LW9ubHktc2VjcmV0LWZvci10aGUtdmF1bHQ=";

/** The vault as a process of its own has it, with these secrets. */
async function load(current = OWN, earlier?: string) {
  vi.stubEnv("AUTH_SECRET", current);
  vi.stubEnv("AUTH_SECRET_1", earlier);
  vi.resetModules();
  const parts = await Promise.all([
    import("./save"),
    import("./access-token"),
    import("./kids"),
    import("./reencrypt"),
    import("./refresh-profile"),
    import("../kakao/errors"),
  ]);
  return Object.assign({}, ...parts) as (typeof parts)[0] &
    (typeof parts)[1] &
    (typeof parts)[2] &
    (typeof parts)[3] &
    (typeof parts)[4] &
    (typeof parts)[5];
}

let vault: Awaited<ReturnType<typeof load>>;
let userId = "";
let logged = "";

beforeEach(async () => {
  vi.restoreAllMocks();
  logged = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    logged += text;
    return true;
  });
  vi.stubEnv("KAKAO_TOKEN_VAULT", "on");
  await database.rows('DELETE FROM "User"');
  vault = await load();
  userId = await newUser();
  refreshing();
});
afterAll(async () => {
  await database.close();
  await kakao.stop();
});

async function newUser(kakaoId = `${Math.floor(Math.random() * 1e15)}`): Promise<string> {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId") VALUES ($1) RETURNING "id"`,
    [kakaoId],
  );
  return user?.id ?? "";
}

const tokens = (change: Partial<TokensToKeep> = {}): TokensToKeep => ({
  accessToken: "canary-access-1",
  accessExpiresInSeconds: 21_599,
  refreshToken: "canary-refresh-1",
  refreshExpiresInSeconds: 5_183_999,
  scope: "openid profile_nickname",
  receivedAtMs: performance.now(),
  ...change,
});

type Row = Record<"accessToken" | "refreshToken" | "kid", string> & Record<string, unknown>;
const rows = () => database.rows<Row>('SELECT * FROM "KakaoToken" ORDER BY "userId"');
const set = (what: string) => database.rows(`UPDATE "KakaoToken" SET ${what}`);
const hits = () => kakao.hits.filter(({ url }) => url.pathname === "/oauth/token");

const FRESH = { token_type: "bearer", access_token: "canary-access-2", expires_in: 21_599 };
const DEAD = { error: "invalid_grant", error_code: "KOE322" };

/** What Kakao says to a refresh: these in turn, the last one for ever. */
function refreshing(...answers: Answer[]): void {
  const left = answers.length > 0 ? answers : [answering(200, FRESH)];
  kakao.answer((response, hit) => {
    const answer = left.length > 1 ? left.shift() : left[0];
    answer?.(response, hit);
  });
}

describe("a sign-in's tokens", () => {
  test("are kept sealed, with their ends by the database's clock (SE-1)", async () => {
    await vault.saveKakaoTokens(userId, tokens());
    const [row] = await database.rows<Row>(
      `SELECT *, extract(epoch FROM "accessExpiresAt" - now())::int AS "access",
              extract(epoch FROM "refreshExpiresAt" - now())::int AS "refresh" FROM "KakaoToken"`,
    );
    expect(JSON.stringify(row)).not.toContain("canary");
    expect(row?.accessToken.split(".")[0]).toBe(row?.kid);
    expect(row).toMatchObject({ userId, scope: "openid profile_nickname", leasedUntil: null });
    expect(Math.abs(Number(row?.access) - 21_599)).toBeLessThan(5);
    expect(Math.abs(Number(row?.refresh) - 5_183_999)).toBeLessThan(5);
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBe("canary-access-1");
    expect(hits()).toHaveLength(0);
  });

  test("without a refresh token they end with the access token, and one without an end has none", async () => {
    const ends = () =>
      database.rows(
        `SELECT "refreshExpiresAt" = "accessExpiresAt" AS "same", "refreshExpiresAt" AS "at"
         FROM "KakaoToken"`,
      );
    const unsaid = { refreshExpiresInSeconds: null };
    await vault.saveKakaoTokens(userId, tokens({ refreshToken: null, ...unsaid }));
    expect(await ends()).toEqual([{ same: true, at: expect.any(Date) }]);
    await vault.saveKakaoTokens(userId, tokens(unsaid));
    expect(await ends()).toEqual([{ same: null, at: null }]);
  });

  test("are not kept while the vault is off, nor found (DEC-1)", async () => {
    await vault.saveKakaoTokens(userId, tokens());
    vi.stubEnv("KAKAO_TOKEN_VAULT", "off");
    const off = await load();
    await expect(off.findKakaoAccessToken(userId)).resolves.toBeNull();
    await database.rows('DELETE FROM "KakaoToken"');
    await off.saveKakaoTokens(userId, tokens());
    expect(await rows()).toEqual([]);
  });

  test("the newest win, however late an older answer is saved (SE-4)", async () => {
    await vault.saveKakaoTokens(userId, tokens({ accessToken: "newer" }));
    const older = { accessToken: "older", receivedAtMs: performance.now() - 3000 };
    await vault.saveKakaoTokens(userId, tokens(older));
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBe("newer");
    await vault.saveKakaoTokens(userId, tokens({ accessToken: "newest" }));
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBe("newest");
  });

  test("of many at once, one row and no error (SE-4)", async () => {
    const all = Array.from({ length: 30 }, () => vault.saveKakaoTokens(userId, tokens()));
    await Promise.all(all);
    expect(await rows()).toHaveLength(1);
  });

  test("of somebody who is gone leave nothing; with a user they go", async () => {
    await vault.saveKakaoTokens(randomUUID(), tokens());
    expect(await rows()).toEqual([]);
    await vault.saveKakaoTokens(userId, tokens());
    await database.rows('DELETE FROM "User"');
    expect(await rows()).toEqual([]);
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBeNull();
  });

  test("of a blocked user are not given out", async () => {
    await vault.saveKakaoTokens(userId, tokens());
    await database.rows('UPDATE "User" SET "blockedAt" = now()');
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBeNull();
  });

  test("copied to somebody else's row they open for nobody (SE-1)", async () => {
    const other = await newUser();
    await vault.saveKakaoTokens(userId, tokens());
    await database.rows(
      `INSERT INTO "KakaoToken" SELECT $1::uuid, "accessToken", "accessExpiresAt", "refreshToken",
         "refreshExpiresAt", "scope", "kid" FROM "KakaoToken"`,
      [other],
    );
    await expect(vault.findKakaoAccessToken(other)).resolves.toBeNull();
    await set(`"accessExpiresAt" = now()`);
    await expect(vault.findKakaoAccessToken(other)).resolves.toBeNull();
    expect(hits()).toHaveLength(0);
    expect(await rows(), "nothing is lost").toHaveLength(2);
    expect(logged).toContain("vault.alarm");
    expect(logged).not.toContain("canary");
  });
});

describe("a refresh", () => {
  beforeEach(async () => {
    await vault.saveKakaoTokens(userId, tokens());
    await set(`"accessExpiresAt" = now() + interval '59 seconds'`);
  });
  const find = () => vault.findKakaoAccessToken(userId);

  test("comes when less than a minute is left, and not before (TV-19)", async () => {
    await set(`"accessExpiresAt" = now() + interval '65 seconds'`);
    await expect(find()).resolves.toBe("canary-access-1");
    await set(`"accessExpiresAt" = now() + interval '59 seconds'`);
    await expect(find()).resolves.toBe("canary-access-2");
    expect(Object.fromEntries(new URLSearchParams(hits()[0]?.body))).toEqual({
      grant_type: "refresh_token",
      client_id: process.env.AUTH_KAKAO_ID,
      client_secret: process.env.AUTH_KAKAO_SECRET,
      refresh_token: "canary-refresh-1",
    });
    await expect(find()).resolves.toBe("canary-access-2");
    expect(hits()).toHaveLength(1);
  });

  test("keeps the old refresh token without a new one, and takes a new one (TV-19)", async () => {
    const end = async () => (await rows())[0]?.refreshExpiresAt;
    const before = await end();
    const renewed = { refresh_token: "canary-refresh-2", refresh_token_expires_in: 60 };
    refreshing(answering(200, FRESH), answering(200, { ...FRESH, ...renewed }));
    const sent = [];
    for (let n = 0; n < 3; n += 1) {
      await find();
      sent.push(new URLSearchParams(hits().at(-1)?.body).get("refresh_token"));
      if (n === 0) expect(await end()).toEqual(before);
      await set(`"accessExpiresAt" = now()`);
    }
    expect(sent).toEqual(["canary-refresh-1", "canary-refresh-1", "canary-refresh-2"]);
    expect(await end()).not.toEqual(before);
  });

  test("is one, for twenty callers on each of two instances (SE-4)", async () => {
    refreshing((response, hit) => {
      setTimeout(() => answering(200, FRESH)(response, hit), 400);
    });
    const second = await load();
    Reflect.deleteProperty(globalThis, "humblebugPrisma");
    const twenty = (of: typeof vault) =>
      Array.from({ length: 20 }, () => of.findKakaoAccessToken(userId));
    const all = await Promise.all([...twenty(vault), ...twenty(second)]);
    expect(new Set(all)).toEqual(new Set(["canary-access-2"]));
    expect(hits()).toHaveLength(1);
  });

  test("of a worker that died is done by the next one, once its lease is over (P2)", async () => {
    await set(`"leasedUntil" = now() + interval '700 milliseconds'`);
    await expect(find()).resolves.toBe("canary-access-2");
    expect(hits()).toHaveLength(1);
    expect((await rows())[0]?.leasedUntil).toBeNull();
  });

  test.each([
    [500, ""],
    [502, "<html>"],
    [503, { error_code: "KOE003" }],
  ])("is tried three times at a temporary failure: %i %j (K3)", async (status, body) => {
    refreshing(answering(status, body), answering(status, body), answering(200, FRESH));
    await expect(find()).resolves.toBe("canary-access-2");
    refreshing(answering(status, body));
    await set(`"accessExpiresAt" = now()`);
    await expect(find()).rejects.toMatchObject({ code: "unavailable" });
    expect(hits()).toHaveLength(3);
    expect(await rows()).toEqual([expect.objectContaining({ leasedUntil: null })]);
  });

  test.each([
    [400, { error_code: "KOE237" }, "rate_limited"],
    [429, "", "rate_limited"],
    [401, { error: "invalid_client", error_code: "KOE010" }, "misconfigured"],
    [400, { error: "invalid_request", error_code: "KOE999" }, "rejected"],
  ])("is tried once, and nothing is lost: %i %j is %s", async (status, body, code) => {
    refreshing(answering(status, body));
    const [before] = await rows();
    await expect(find()).rejects.toMatchObject({ code });
    expect(hits()).toHaveLength(1);
    expect(await rows()).toEqual([before]);
  });

  test.each([DEAD, { ...DEAD, error_code: "KOE319" }, { error: "x", error_code: "KOE322" }])(
    "that Kakao calls dead ends in a new sign-in: %j (K6)",
    async (body) => {
      refreshing(answering(400, body));
      await expect(find()).resolves.toBeNull();
      expect(await rows()).toEqual([]);
      await expect(find()).resolves.toBeNull();
      expect(hits()).toHaveLength(1);
    },
  );

  test("is not asked for without a refresh token, or with one that is over", async () => {
    await set(`"refreshExpiresAt" = now()`);
    await expect(find()).resolves.toBeNull();
    await set(`"refreshToken" = NULL`);
    await expect(find()).resolves.toBeNull();
    expect(hits()).toHaveLength(0);
  });

  test("that is overtaken by a sign-in changes nothing of it (SE-4)", async () => {
    refreshing(async (response, hit) => {
      await vault.saveKakaoTokens(userId, tokens({ accessToken: "of-the-sign-in" }));
      answering(200, FRESH)(response, hit);
    });
    await expect(find()).resolves.toBe("of-the-sign-in");
    await set(`"accessExpiresAt" = now()`);
    refreshing(async (response, hit) => {
      await vault.saveKakaoTokens(userId, tokens({ accessToken: "of-the-next" }));
      answering(400, DEAD)(response, hit);
    });
    await expect(find()).resolves.toBe("of-the-next");
  });

  test("that comes back after the user has left gives nobody a token (WD-3)", async () => {
    refreshing(async (response, hit) => {
      await database.rows('DELETE FROM "User"');
      answering(200, FRESH)(response, hit);
    });
    await expect(find()).resolves.toBeNull();
    expect(await rows()).toEqual([]);
  });

  test("an answer that lives for less than a minute is used all the same, without a loop", async () => {
    refreshing(answering(200, { ...FRESH, expires_in: 5 }));
    await expect(find()).resolves.toBe("canary-access-2");
    expect(hits()).toHaveLength(1);
  });
});

describe("a token that Kakao calls dead in use (K6)", () => {
  const work = (dead: string[]) =>
    vi.fn(async (accessToken: string) => {
      if (dead.includes(accessToken)) throw new vault.DeadTokenError("-401");
      return accessToken;
    });

  beforeEach(() => vault.saveKakaoTokens(userId, tokens()));

  test("is refreshed, and the work is done once more", async () => {
    const done = work(["canary-access-1"]);
    await expect(vault.withKakaoAccessToken(userId, done)).resolves.toBe("canary-access-2");
    expect(done).toHaveBeenCalledTimes(2);
    expect(hits()).toHaveLength(1);
  });

  test("twice in a row means signing in again", async () => {
    const done = work(["canary-access-1", "canary-access-2"]);
    await expect(vault.withKakaoAccessToken(userId, done)).resolves.toBeNull();
    expect(done).toHaveBeenCalledTimes(2);
  });

  test("by twenty at once is refreshed once", async () => {
    const done = work(["canary-access-1"]);
    const all = Array.from({ length: 20 }, () => vault.withKakaoAccessToken(userId, done));
    expect(new Set(await Promise.all(all))).toEqual(new Set(["canary-access-2"]));
    expect(hits()).toHaveLength(1);
  });

  test("another failure of the work is the caller's", async () => {
    const failing = async () => {
      throw new vault.KakaoError("unavailable", "down");
    };
    await expect(vault.withKakaoAccessToken(userId, failing)).rejects.toThrow("down");
    await expect(vault.findKakaoAccessToken(userId)).resolves.toBe("canary-access-1");
  });
});

describe("another key", () => {
  const people: string[] = [];
  beforeEach(async () => {
    people.length = 0;
    for (let n = 0; n < 6; n += 1) people.push(await newUser());
    for (const id of people)
      await vault.saveKakaoTokens(id, tokens({ accessToken: `canary-${id}` }));
  });
  const readAll = (of: typeof vault) =>
    Promise.all(people.map((id) => of.findKakaoAccessToken(id)));
  const whole = () => people.map((id) => `canary-${id}`);

  test("a wrong one reads nothing, writes nothing and is found out (P6, SE-3)", async () => {
    const before = await rows();
    expect(await vault.findForeignKids()).toEqual([]);
    const wrong = await load(OTHER);
    expect(await wrong.findForeignKids()).toEqual([before[0]?.kid]);
    expect(await readAll(wrong)).toEqual(people.map(() => null));
    await wrong.saveKakaoTokens(people[0] ?? "", tokens());
    await wrong.saveKakaoTokens(userId, tokens());
    await expect(wrong.reencryptKakaoTokens({ limit: 100 })).resolves.toEqual({ done: 0, left: 6 });
    expect(await rows()).toEqual(before);
    expect(logged).toContain("vault.alarm");
  });

  test("what an earlier one sealed is sealed anew, a few at a time, until none is left (SE-2)", async () => {
    const rotated = await load(OTHER, OWN);
    expect(await rotated.findForeignKids()).toEqual([]);
    await expect(rotated.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 4, left: 2 });
    expect(await readAll(rotated)).toEqual(whole());
    await expect(rotated.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 2, left: 0 });
    const counts = await rotated.countTokensByKid();
    expect(counts).toEqual([{ kid: expect.any(String), rows: 6, isCurrent: true, opens: true }]);
    expect(logged).toContain(`"kids":"${counts[0]?.kid}=6"`);
    const after = await load(OTHER);
    expect(await readAll(after)).toEqual(whole());
    expect(logged).not.toContain("canary");
  });

  test("two workers at once do each row once (P2)", async () => {
    const rotated = await load(OTHER, OWN);
    const both = await Promise.all([1, 2].map(() => rotated.reencryptKakaoTokens({ limit: 100 })));
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(6);
    expect(await readAll(rotated)).toEqual(whole());
  });

  test("one that does not open is passed over and stays (I7)", async () => {
    await database.rows(
      `UPDATE "KakaoToken" SET "accessToken" = "refreshToken" WHERE "userId" = $1`,
      [people[2]],
    );
    const rotated = await load(OTHER, OWN);
    await expect(rotated.reencryptKakaoTokens({ limit: 3 })).resolves.toMatchObject({ left: 3 });
    await expect(rotated.reencryptKakaoTokens({ limit: 3 })).resolves.toEqual({ done: 2, left: 1 });
    expect(await readAll(rotated)).toEqual(whole().map((token, at) => (at === 2 ? null : token)));
  });

  test("a refresh under way is not lost to it, nor it to the refresh (SE-2)", async () => {
    const [id = ""] = people;
    await set(`"accessExpiresAt" = now()`);
    const rotated = await load(OTHER, OWN);
    refreshing(async (response, hit) => {
      await rotated.reencryptKakaoTokens({ limit: 100 });
      answering(200, { ...FRESH, refresh_token: "canary-refresh-2" })(response, hit);
    });
    await expect(rotated.findKakaoAccessToken(id)).resolves.toBe("canary-access-2");
    await database.rows(`UPDATE "KakaoToken" SET "accessExpiresAt" = now()`);
    refreshing();
    await rotated.findKakaoAccessToken(id);
    expect(new URLSearchParams(hits()[0]?.body).get("refresh_token")).toBe("canary-refresh-2");
  });

  test("with the vault off everything goes, a few at a time (DEC-1)", async () => {
    vi.stubEnv("KAKAO_TOKEN_VAULT", "off");
    const off = await load();
    await expect(off.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 4, left: 2 });
    await expect(off.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 2, left: 0 });
    expect(await rows()).toEqual([]);
  });
});

describe("the profile from Kakao again", () => {
  const meOf = (id: string) =>
    `{"id":${id},"kakao_account":{"profile":{"nickname":"새 이름"},"email":"n@kakao.test","is_email_valid":true,"is_email_verified":true}}`;
  const refresh = () => vault.refreshProfile(userId, "a-request");
  const user = async () => (await database.rows('SELECT * FROM "User"'))[0];
  let kakaoId = "";

  beforeEach(async () => {
    await database.rows(`UPDATE "User" SET "refreshedAt" = now() - interval '1 hour'`);
    kakaoId = String((await user())?.kakaoId);
    await vault.saveKakaoTokens(userId, tokens());
  });

  test("is saved, and asked for once in ten seconds", async () => {
    kakao.answer(answering(200, meOf(kakaoId)));
    await expect(refresh()).resolves.toBe("refreshed");
    await expect(refresh()).resolves.toBe("refreshed");
    expect(kakao.hits).toHaveLength(1);
    expect(kakao.hits[0]?.headers.authorization).toBe("Bearer canary-access-1");
    expect(await user()).toMatchObject({ nickname: "새 이름", email: "n@kakao.test", saves: 1 });
    expect(logged).toContain("profile.refreshed");
  });

  test("of somebody else is not saved", async () => {
    kakao.answer(answering(200, meOf("1")));
    await expect(refresh()).resolves.toBe("reconnect");
    expect(await user()).toMatchObject({ nickname: null });
  });

  test.each([
    [500, "", "unavailable"],
    [400, { code: -101 }, "reconnect"],
    [401, { code: -406 }, "reconnect"],
    [400, { code: -10 }, "unavailable"],
    [403, { code: -5 }, "unavailable"],
  ] as const)("%i with %j is %s, and changes nothing", async (status, body, outcome) => {
    kakao.answer(answering(status, body));
    const before = [await user(), await rows()];
    await expect(refresh()).resolves.toBe(outcome);
    expect([await user(), await rows()]).toEqual(before);
    expect(logged).not.toContain("canary");
  });
});
