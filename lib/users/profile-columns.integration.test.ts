// Whichever verb saves an answer of Kakao's, what a sign-in has shown of `openid` stays known: whoever
// asks for one more consent without it would lose the id_token.
import { afterAll, expect, test } from "vitest";
import type { KakaoUser } from "#lib/kakao/user";
import { wasVouchedByIdToken } from "#lib/users/consents";
import { refreshKakaoUser } from "#lib/users/refresh-from-kakao";
import { saveRefreshedProfile } from "#lib/users/refresh-profile";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);

let nextId = 1;
async function newPerson(): Promise<{ person: KakaoUser; userId: string }> {
  const person = {
    kakaoId: String(nextId),
    ...{ nickname: "홍길동", image: null, email: null },
    consents: { profile_nickname: "given" as const },
  };
  nextId += 1;
  const consents = { ...person.consents, openid: "given" as const };
  return { person, userId: (await saveKakaoUser({ ...person, consents })).id };
}

test.each<[string, (person: KakaoUser, userId: string) => Promise<unknown>]>([
  ["a sign-in by an app", (person) => saveKakaoUser(person)],
  ["a refresh by the admin key", (person) => refreshKakaoUser(person, 1)],
  ["a refresh by a stored token", (person, userId) => saveRefreshedProfile(userId, person)],
])("%s takes the consents anew and keeps openid (AR-4)", async (_, save) => {
  const { person, userId } = await newPerson();
  expect(await save({ ...person, consents: { profile_nickname: "askable" } }, userId)).toBeTruthy();
  expect(await wasVouchedByIdToken(userId)).toBe(true);
  const [row] = await database.rows('SELECT "consents" FROM "User" WHERE "id" = $1', [userId]);
  expect(row?.consents).toEqual({ openid: "given", profile_nickname: "askable" });
});
