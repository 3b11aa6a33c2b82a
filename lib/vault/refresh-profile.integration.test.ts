// The profile as Kakao has it now, asked for with the vault's token.
import { beforeEach, describe, expect, test } from "vitest";
import { answering } from "#scripts/test/little-server";
import { startVaultWorld, tokens } from "#scripts/test/vault-world";

const world = await startVaultWorld();
const { database, kakao, rows } = world;

describe("the profile from Kakao again", () => {
  const meOf = (id: string) =>
    `{"id":${id},"kakao_account":{"profile":{"nickname":"새 이름"},"email":"n@kakao.test","is_email_valid":true,"is_email_verified":true}}`;
  const refresh = () => world.vault.refreshProfile(world.userId, "a-request");
  const user = async () => (await database.rows('SELECT * FROM "User"'))[0];
  let kakaoId = "";

  beforeEach(async () => {
    await database.rows(`UPDATE "User" SET "refreshedAt" = now() - interval '1 hour'`);
    kakaoId = String((await user())?.kakaoId);
    await world.vault.saveKakaoTokens(world.userId, tokens());
  });

  test("is saved, and asked for once in ten seconds", async () => {
    kakao.answer(answering(200, meOf(kakaoId)));
    await expect(refresh()).resolves.toBe("refreshed");
    await expect(refresh()).resolves.toBe("refreshed");
    expect(kakao.hits).toHaveLength(1);
    expect(kakao.hits[0]?.headers.authorization).toBe("Bearer canary-access-1");
    expect(await user()).toMatchObject({ nickname: "새 이름", email: "n@kakao.test", saves: 1 });
    expect(world.logged).toContain("profile.refreshed");
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
    expect(world.logged).not.toContain("canary");
  });
});
