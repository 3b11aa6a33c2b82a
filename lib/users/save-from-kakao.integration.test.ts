// A person of Kakao's becomes one row of ours, however often and however simultaneously they come.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(() => database.rows('DELETE FROM "User"'));

const users = () => database.rows('SELECT * FROM "User" ORDER BY "kakaoId"');
const HONG = {
  kakaoId: "3956953872",
  nickname: "홍길동",
  image: "https://k.kakaocdn.net/a.jpg",
  email: "hong@kakao.test",
};
const NOTHING = { nickname: null, image: null, email: null };

test("a first sign-in makes a user, the next one finds it", async () => {
  const { id } = await saveKakaoUser(HONG);
  await expect(saveKakaoUser(HONG)).resolves.toEqual({ id });
  expect(await users()).toEqual([expect.objectContaining({ id, ...HONG })]);
});

describe("many first sign-ins of one person at once (L1, D9, I2)", () => {
  test.each([2, 10, 100])("%i of them make one row, one id and no error", async (count) => {
    const all = await Promise.all(Array.from({ length: count }, () => saveKakaoUser(HONG)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await users()).toHaveLength(1);
  });

  test("through two pools, as on two instances", async () => {
    const half = () => Array.from({ length: 50 }, () => saveKakaoUser(HONG));
    const first = half();
    // The next call opens a client, and so a pool, of its own.
    Reflect.deleteProperty(globalThis, "humblebugPrisma");
    const all = await Promise.all([...first, ...half()]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await users()).toHaveLength(1);
  });

  test("and of many people: a row for each", async () => {
    const people = Array.from({ length: 20 }, (_, n) => ({ ...HONG, kakaoId: String(1000 + n) }));
    await Promise.all([...people, ...people].map(saveKakaoUser));
    expect(await users()).toHaveLength(20);
  });
});

test("two ids that JavaScript numbers would merge are two people (TV-15)", async () => {
  const first = await saveKakaoUser({ ...HONG, kakaoId: "9007199254740992" });
  const second = await saveKakaoUser({ ...HONG, kakaoId: "9007199254740993" });
  expect(first.id).not.toBe(second.id);
  const ids = (await users()).map(({ kakaoId }) => kakaoId);
  expect(ids).toEqual(["9007199254740992", "9007199254740993"]);
});

test("two people with one e-mail address are two people (TV-18)", async () => {
  const first = await saveKakaoUser(HONG);
  const second = await saveKakaoUser({ ...HONG, kakaoId: "1" });
  expect(first.id).not.toBe(second.id);
  expect(await users()).toHaveLength(2);
});

describe("a sign-in takes the profile anew", () => {
  test("what Kakao no longer gives is forgotten", async () => {
    await saveKakaoUser(HONG);
    await saveKakaoUser({ kakaoId: HONG.kakaoId, ...NOTHING });
    expect(await users()).toEqual([expect.objectContaining(NOTHING)]);
  });

  test.each([
    ["nickname", "고길동"],
    ["image", "https://k.kakaocdn.net/b.jpg"],
    ["email", "another@kakao.test"],
  ])("a changed %s is stored, and when", async (field, value) => {
    await saveKakaoUser(HONG);
    await database.rows(
      `UPDATE "User" SET "createdAt" = now() - interval '1 day', "refreshedAt" = now() - interval '1 day'`,
    );
    await saveKakaoUser({ ...HONG, [field]: value });
    const [user] = await users();
    expect(user).toMatchObject({ ...HONG, [field]: value });
    expect(Date.now() - user?.refreshedAt.getTime()).toBeLessThan(60_000);
    expect(Date.now() - user?.createdAt.getTime()).toBeGreaterThan(80_000_000);
  });

  test("another person's row stays as it is", async () => {
    await saveKakaoUser({ ...HONG, kakaoId: "1" });
    const [before] = await users();
    await saveKakaoUser({ kakaoId: "2", ...NOTHING });
    expect((await users())[0]).toEqual(before);
  });
});

test("hostile text is stored as text (WB-12)", async () => {
  const nickname = `"'; DROP TABLE "User"; -- </script>{{7*7}}\u202e`;
  await saveKakaoUser({ ...HONG, nickname });
  expect(await users()).toEqual([expect.objectContaining({ nickname })]);
});
