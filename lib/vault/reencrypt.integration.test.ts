// Other keys: what none of ours has sealed, and what an earlier one has.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { answering } from "#scripts/test/little-server";
import {
  FRESH,
  loadVault,
  OTHER,
  OWN,
  startVaultWorld,
  tokens,
  type Vault,
} from "#scripts/test/vault-world";

const world = await startVaultWorld();
const { database, hits, newUser, refreshing, rows, set } = world;

describe("another key", () => {
  const people: string[] = [];
  beforeEach(async () => {
    people.length = 0;
    for (let n = 0; n < 6; n += 1) people.push(await newUser());
    for (const id of people)
      await world.vault.saveKakaoTokens(id, tokens({ accessToken: `canary-${id}` }));
  });
  const readAll = (of: Vault) => Promise.all(people.map((id) => of.findKakaoAccessToken(id)));
  const whole = () => people.map((id) => `canary-${id}`);

  test("a wrong one reads nothing, writes nothing and is found out (P6, SE-3)", async () => {
    const before = await rows();
    expect(await world.vault.findForeignKids()).toEqual([]);
    const wrong = await loadVault(OTHER);
    expect(await wrong.findForeignKids()).toEqual([before[0]?.kid]);
    expect(await readAll(wrong)).toEqual(people.map(() => null));
    await wrong.saveKakaoTokens(people[0] ?? "", tokens());
    await wrong.saveKakaoTokens(world.userId, tokens());
    await expect(wrong.reencryptKakaoTokens({ limit: 100 })).resolves.toEqual({ done: 0, left: 6 });
    expect(await rows()).toEqual(before);
    expect(world.logged).toContain("vault.alarm");
  });

  test("what an earlier one sealed is sealed anew, a few at a time, until none is left (SE-2)", async () => {
    const rotated = await loadVault(OTHER, OWN);
    expect(await rotated.findForeignKids()).toEqual([]);
    await expect(rotated.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 4, left: 2 });
    expect(await readAll(rotated)).toEqual(whole());
    await expect(rotated.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 2, left: 0 });
    const counts = await rotated.countTokensByKid();
    expect(counts).toEqual([{ kid: expect.any(String), rows: 6, isCurrent: true, opens: true }]);
    expect(world.logged).toContain(`"kids":"${counts[0]?.kid}=6"`);
    const after = await loadVault(OTHER);
    expect(await readAll(after)).toEqual(whole());
    expect(world.logged).not.toContain("canary");
  });

  test("two workers at once do each row once (P2)", async () => {
    const rotated = await loadVault(OTHER, OWN);
    const both = await Promise.all([1, 2].map(() => rotated.reencryptKakaoTokens({ limit: 100 })));
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(6);
    expect(await readAll(rotated)).toEqual(whole());
  });

  test("one that does not open is passed over and stays (I7)", async () => {
    await database.rows(
      `UPDATE "KakaoToken" SET "accessToken" = "refreshToken" WHERE "userId" = $1`,
      [people[2]],
    );
    const rotated = await loadVault(OTHER, OWN);
    await expect(rotated.reencryptKakaoTokens({ limit: 3 })).resolves.toMatchObject({ left: 3 });
    await expect(rotated.reencryptKakaoTokens({ limit: 3 })).resolves.toEqual({ done: 2, left: 1 });
    expect(await readAll(rotated)).toEqual(whole().map((token, at) => (at === 2 ? null : token)));
  });

  test("a refresh under way is not lost to it, nor it to the refresh (SE-2)", async () => {
    const [id = ""] = people;
    await set(`"accessExpiresAt" = now()`);
    const rotated = await loadVault(OTHER, OWN);
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
    const off = await loadVault();
    await expect(off.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 4, left: 2 });
    await expect(off.reencryptKakaoTokens({ limit: 4 })).resolves.toEqual({ done: 2, left: 0 });
    expect(await rows()).toEqual([]);
  });
});
