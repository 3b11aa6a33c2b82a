// Tokens that are over, or that Kakao calls dead: one refresh, or none, and what comes of it.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { answering } from "#scripts/test/little-server";
import {
  DEAD,
  FRESH,
  loadVault,
  startVaultWorld,
  tokens,
  type Vault,
} from "#scripts/test/vault-world";

const world = await startVaultWorld();
const { database, hits, refreshing, rows, set } = world;

describe("a refresh", () => {
  beforeEach(async () => {
    await world.vault.saveKakaoTokens(world.userId, tokens());
    await set(`"accessExpiresAt" = now() + interval '59 seconds'`);
  });
  const find = () => world.vault.findKakaoAccessToken(world.userId);

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
    const second = await loadVault();
    Reflect.deleteProperty(globalThis, "humblebugPrisma");
    const twenty = (of: Vault) =>
      Array.from({ length: 20 }, () => of.findKakaoAccessToken(world.userId));
    const all = await Promise.all([...twenty(world.vault), ...twenty(second)]);
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
      await world.vault.saveKakaoTokens(world.userId, tokens({ accessToken: "of-the-sign-in" }));
      answering(200, FRESH)(response, hit);
    });
    await expect(find()).resolves.toBe("of-the-sign-in");
    await set(`"accessExpiresAt" = now()`);
    refreshing(async (response, hit) => {
      await world.vault.saveKakaoTokens(world.userId, tokens({ accessToken: "of-the-next" }));
      answering(400, DEAD)(response, hit);
    });
    await expect(find()).resolves.toBe("of-the-next");
  });

  test("of a worker that another has taken over from changes nothing of it (P2)", async () => {
    const late = { ...FRESH, access_token: "canary-late" };
    refreshing(
      async (response, hit) => {
        await set(`"leasedUntil" = now() + interval '300 milliseconds'`);
        answering(200, late)(response, hit);
      },
      answering(200, FRESH),
    );
    await expect(find()).resolves.toBe("canary-access-2");
    expect(hits()).toHaveLength(2);
    await expect(find()).resolves.toBe("canary-access-2");
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
      if (dead.includes(accessToken)) throw new world.vault.DeadTokenError("-401");
      return accessToken;
    });

  beforeEach(() => world.vault.saveKakaoTokens(world.userId, tokens()));

  test("is refreshed, and the work is done once more", async () => {
    const done = work(["canary-access-1"]);
    await expect(world.vault.withKakaoAccessToken(world.userId, done)).resolves.toBe(
      "canary-access-2",
    );
    expect(done).toHaveBeenCalledTimes(2);
    expect(hits()).toHaveLength(1);
  });

  test("twice in a row means signing in again", async () => {
    const done = work(["canary-access-1", "canary-access-2"]);
    await expect(world.vault.withKakaoAccessToken(world.userId, done)).resolves.toBeNull();
    expect(done).toHaveBeenCalledTimes(2);
  });

  test("by twenty at once is refreshed once", async () => {
    const done = work(["canary-access-1"]);
    const all = Array.from({ length: 20 }, () =>
      world.vault.withKakaoAccessToken(world.userId, done),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set(["canary-access-2"]));
    expect(hits()).toHaveLength(1);
  });

  test("another failure of the work is the caller's", async () => {
    const failing = async () => {
      throw new world.vault.KakaoError("unavailable", "down");
    };
    await expect(world.vault.withKakaoAccessToken(world.userId, failing)).rejects.toThrow("down");
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBe("canary-access-1");
  });
});
