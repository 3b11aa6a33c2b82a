// What a person can be asked for, read from what Kakao said at their last sign-in.
import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { findAskableConsents, wasVouchedByIdToken } from "#lib/users/consents";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);

async function newUser(consents: unknown): Promise<string> {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId", "consents") VALUES ($1, $2) RETURNING "id"`,
    [randomUUID(), JSON.stringify(consents)],
  );
  return user?.id ?? "";
}

describe("what can be asked for (AR-4)", () => {
  const all = {
    openid: "askable",
    profile_nickname: "given",
    profile_image: "askable",
    account_email: "unverified",
    gender: "empty",
    birthday: "askable",
  };
  test.each<[unknown, string[]]>([
    [all, ["birthday", "profile_image"]],
    [{}, []],
    [[], []],
    [["askable"], []],
    [null, []],
    ["askable", []],
    [{ profile_image: { state: "askable" }, gender: null, birthday: 1 }, []],
  ])("of %j is %j", async (consents, askable) => {
    const userId = await newUser(consents);
    expect((await findAskableConsents(userId)).sort()).toEqual(askable);
  });

  test("is nobody else's", async () => {
    await newUser(all);
    expect(await findAskableConsents(await newUser({}))).toEqual([]);
    expect(await findAskableConsents(randomUUID())).toEqual([]);
  });
});

test.each([
  [{ openid: "given" }, true],
  [{ openid: "askable" }, false],
  [{}, false],
  [["openid"], false],
])("a sign-in that left %j came with an id_token: %s (AR-4)", async (consents, was) => {
  expect(await wasVouchedByIdToken(await newUser(consents))).toBe(was);
});
