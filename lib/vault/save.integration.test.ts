// What a sign-in gives the vault: kept sealed, the newest, and for its own person alone.
import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { loadVault, type Row, startVaultWorld, tokens } from "#scripts/test/vault-world";

const world = await startVaultWorld();
const { database, hits, newUser, rows, set } = world;

describe("a sign-in's tokens", () => {
  test("are kept sealed, with their ends by the database's clock (SE-1)", async () => {
    await world.vault.saveKakaoTokens(world.userId, tokens());
    const [row] = await database.rows<Row>(
      `SELECT *, extract(epoch FROM "accessExpiresAt" - now())::int AS "access",
              extract(epoch FROM "refreshExpiresAt" - now())::int AS "refresh" FROM "KakaoToken"`,
    );
    expect(JSON.stringify(row)).not.toContain("canary");
    expect(row?.accessToken.split(".")[0]).toBe(row?.kid);
    expect(row).toMatchObject({
      userId: world.userId,
      scope: "openid profile_nickname",
      leasedUntil: null,
    });
    expect(Math.abs(Number(row?.access) - 21_599)).toBeLessThan(5);
    expect(Math.abs(Number(row?.refresh) - 5_183_999)).toBeLessThan(5);
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBe("canary-access-1");
    expect(hits()).toHaveLength(0);
  });

  test("without a refresh token they end with the access token, and one without an end has none", async () => {
    const ends = () =>
      database.rows(
        `SELECT "refreshExpiresAt" = "accessExpiresAt" AS "same", "refreshExpiresAt" AS "at"
         FROM "KakaoToken"`,
      );
    const unsaid = { refreshExpiresInSeconds: null };
    await world.vault.saveKakaoTokens(world.userId, tokens({ refreshToken: null, ...unsaid }));
    expect(await ends()).toEqual([{ same: true, at: expect.any(Date) }]);
    await world.vault.saveKakaoTokens(world.userId, tokens(unsaid));
    expect(await ends()).toEqual([{ same: null, at: null }]);
  });

  test("are not kept while the vault is off, nor found (DEC-1)", async () => {
    await world.vault.saveKakaoTokens(world.userId, tokens());
    vi.stubEnv("KAKAO_TOKEN_VAULT", "off");
    const off = await loadVault();
    await expect(off.findKakaoAccessToken(world.userId)).resolves.toBeNull();
    await database.rows('DELETE FROM "KakaoToken"');
    await off.saveKakaoTokens(world.userId, tokens());
    expect(await rows()).toEqual([]);
  });

  test("the newest win, however late an older answer is saved (SE-4)", async () => {
    await world.vault.saveKakaoTokens(world.userId, tokens({ accessToken: "newer" }));
    const older = { accessToken: "older", receivedAtMs: performance.now() - 3000 };
    await world.vault.saveKakaoTokens(world.userId, tokens(older));
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBe("newer");
    await world.vault.saveKakaoTokens(world.userId, tokens({ accessToken: "newest" }));
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBe("newest");
  });

  test("of many at once, one row and no error (SE-4)", async () => {
    const all = Array.from({ length: 30 }, () =>
      world.vault.saveKakaoTokens(world.userId, tokens()),
    );
    await Promise.all(all);
    expect(await rows()).toHaveLength(1);
  });

  test("of somebody who is gone leave nothing; with a user they go", async () => {
    await world.vault.saveKakaoTokens(randomUUID(), tokens());
    expect(await rows()).toEqual([]);
    await world.vault.saveKakaoTokens(world.userId, tokens());
    await database.rows('DELETE FROM "User"');
    expect(await rows()).toEqual([]);
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBeNull();
  });

  test("of a blocked user are not given out", async () => {
    await world.vault.saveKakaoTokens(world.userId, tokens());
    await database.rows('UPDATE "User" SET "blockedAt" = now()');
    await expect(world.vault.findKakaoAccessToken(world.userId)).resolves.toBeNull();
  });

  test("copied to somebody else's row they open for nobody (SE-1)", async () => {
    const other = await newUser();
    await world.vault.saveKakaoTokens(world.userId, tokens());
    await database.rows(
      `INSERT INTO "KakaoToken" SELECT $1::uuid, "accessToken", "accessExpiresAt", "refreshToken",
         "refreshExpiresAt", "scope", "kid" FROM "KakaoToken"`,
      [other],
    );
    await expect(world.vault.findKakaoAccessToken(other)).resolves.toBeNull();
    await set(`"accessExpiresAt" = now()`);
    await expect(world.vault.findKakaoAccessToken(other)).resolves.toBeNull();
    expect(hits()).toHaveLength(0);
    expect(await rows(), "nothing is lost").toHaveLength(2);
    expect(world.logged).toContain("vault.alarm");
    expect(world.logged).not.toContain("canary");
  });
});
