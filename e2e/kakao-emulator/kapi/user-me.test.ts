// /v2/user/me: what an app may see of a person, by what it has configured and what they agreed to.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import {
  type Call,
  callApi,
  everyItem,
  haneul,
  makeApp,
  refusalOf,
  target,
  tokenFor,
} from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";
import type { AppInput, ConsentItemId } from "../world/app-schema";
import type { PersonInput } from "../world/person-schema";

const path = "/v2/user/me";
const withImageAndEmail = ["profile_image", "account_email"];

async function readMe(loginId: string, items: string[] = withImageAndEmail, call: Call = {}) {
  const { access_token: token } = await obtainTokens(origin, loginId, { items });
  return (await callApi(path, { ...call, token })).body;
}

/** As an app sees it that may ask for everything. */
async function readAll(options: {
  person?: PersonInput;
  app?: Partial<AppInput>;
  agreed?: ConsentItemId[];
  call?: Call;
}) {
  const app = await makeApp(options.app);
  const person = await client.createPerson(options.person);
  const token = await tokenFor(app, person.id, options.agreed);
  return { app, person, token, me: (await callApi(path, { ...options.call, token })).body };
}

describe("refusals", () => {
  test("kapi-bad-parameter: property_keys that is no JSON array of strings", async () => {
    const { access_token: token } = await client.issueTokens(haneul);
    for (const property_keys of ["nickname", "{}", "[1]", "[[]]", "null", '"a"', "[", "[null]"]) {
      const answer = await callApi(path, { token, query: { property_keys } });
      const text = "Constraints on the parameter [property_keys] are unsatisfied.";
      expect(refusalOf(answer)).toEqual([400, -2, text]);
    }
  });

  test("kapi-bad-parameter: secure_resource that is neither true nor false", async () => {
    const { access_token: token } = await client.issueTokens(haneul);
    for (const secure_resource of ["2", "yes", "TRUE", "on"]) {
      const answer = await callApi(path, { token, query: { secure_resource } });
      expect([answer.status, answer.body.code]).toEqual([400, -2]);
    }
  });

  test("kapi-unknown-property: keys that there are not", async () => {
    const { access_token: token } = await client.issueTokens(haneul);
    for (const key of ["kakao_account.profile.nickname", "kakao_account", "properties.shoe", "x"]) {
      const query = { property_keys: JSON.stringify(["kakao_account.email", key]) };
      const text = `user property not found ([${key}] for appId=${defaultApp.appId})`;
      expect(refusalOf(await callApi(path, { token, query }))).toEqual([400, -201, text]);
    }
  });
});

describe("consent", () => {
  test("what was agreed to, in Kakao's shape", async () => {
    const me = await readMe("haneul");
    expect(me).toEqual({
      id: 3956953872,
      connected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      properties: {
        nickname: "김하늘",
        profile_image: expect.stringMatching(/^http:.*img_640x640\.jpg$/),
        thumbnail_image: expect.stringMatching(/^http:.*img_110x110\.jpg$/),
      },
      kakao_account: {
        profile_needs_agreement: false,
        profile_nickname_needs_agreement: false,
        profile_image_needs_agreement: false,
        profile: {
          nickname: "김하늘",
          profile_image_url: expect.stringMatching(/^http:\/\/k\.kakaocdn\.net\//),
          thumbnail_image_url: expect.stringMatching(/^http:\/\/k\.kakaocdn\.net\//),
          is_default_image: false,
          is_default_nickname: false,
        },
        has_email: true,
        email_needs_agreement: false,
        is_email_valid: true,
        is_email_verified: true,
        email: "haneul.kim@example.com",
      },
    });
  });

  test("what was not agreed to has a flag and no value, and is no error", async () => {
    const { kakao_account, properties } = await readMe("haneul", []);
    expect(kakao_account).toEqual({
      profile_needs_agreement: true,
      profile_nickname_needs_agreement: false,
      profile_image_needs_agreement: true,
      profile: { nickname: "김하늘", is_default_nickname: false },
      has_email: true,
      email_needs_agreement: true,
    });
    expect(properties).toEqual({ nickname: "김하늘" });
  });

  test("what the app has not configured has neither", async () => {
    await client.updateApp(defaultApp.appId, { consentItems: { profile_nickname: "required" } });
    const { kakao_account } = await readMe("haneul", []);
    expect(kakao_account).toEqual({
      profile_nickname_needs_agreement: false,
      profile: { nickname: "김하늘", is_default_nickname: false },
    });
  });

  test("an item that the app switches off is hidden, though it was agreed to", async () => {
    const { app, token } = await readAll({});
    await client.updateApp(app.appId, {
      consentItems: { ...everyItem, name: "off", gender: "off" },
    });
    const { kakao_account } = (await callApi(path, { token })).body;
    for (const member of ["name", "name_needs_agreement", "gender", "gender_needs_agreement"]) {
      expect(kakao_account).not.toHaveProperty(member);
    }
  });

  test("nothing configured: an empty account and no properties", async () => {
    const { me } = await readAll({ app: { consentItems: {} } });
    expect(Object.keys(me)).toEqual(["id", "connected_at", "synched_at", "kakao_account"]);
    expect(me.kakao_account).toEqual({});
  });

  test("every personal detail, when all is agreed to", async () => {
    const person: PersonInput = {
      name: "홍길동",
      gender: "female",
      ageRange: "20~29",
      birthyear: "2002",
      birthday: "1130",
      birthdayType: "LUNAR",
      isLeapMonth: true,
      phoneNumber: "+82 010-1234-5678",
      ci: "abc==",
    };
    const { me } = await readAll({ person });
    expect(me.kakao_account).toMatchObject({
      name_needs_agreement: false,
      name: "홍길동",
      has_age_range: true,
      age_range_needs_agreement: false,
      age_range: "20~29",
      has_birthyear: true,
      birthyear_needs_agreement: false,
      birthyear: "2002",
      has_birthday: true,
      birthday_needs_agreement: false,
      birthday: "1130",
      birthday_type: "LUNAR",
      is_leap_month: true,
      has_gender: true,
      gender_needs_agreement: false,
      gender: "female",
      has_phone_number: true,
      phone_number_needs_agreement: false,
      phone_number: "+82 010-1234-5678",
      has_ci: true,
      ci_needs_agreement: false,
      ci: "abc==",
      ci_authenticated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(me.kakao_account).not.toHaveProperty("has_name");
  });

  test("every flag is true and no value is there, when nothing is agreed to", async () => {
    const { me } = await readAll({ agreed: [] });
    const entries = Object.entries(me.kakao_account);
    const flags = entries.filter(([name]) => name.endsWith("_needs_agreement"));
    expect(flags).toHaveLength(11);
    expect(flags.every(([, value]) => value === true)).toBe(true);
    const others = entries.map(([name]) => name).filter((name) => !name.endsWith("_agreement"));
    expect(others.every((name) => name.startsWith("has_"))).toBe(true);
    expect(me).not.toHaveProperty("properties");
  });

  test("what the person has none of is absent, even when agreed to", async () => {
    const person: PersonInput = {
      ...{ email: null, name: null, gender: null, ageRange: null, birthyear: null },
      ...{ birthday: null, phoneNumber: null, ci: null },
    };
    const { kakao_account } = (await readAll({ person })).me;
    for (const name of ["email", "gender", "age_range", "birthyear", "birthday", "ci"]) {
      expect(kakao_account[`has_${name}`]).toBe(false);
      expect(kakao_account[`${name}_needs_agreement`]).toBe(false);
      expect(kakao_account).not.toHaveProperty(name);
    }
    for (const name of ["is_email_valid", "birthday_type", "is_leap_month", "name"]) {
      expect(kakao_account).not.toHaveProperty(name);
    }
  });

  test("an unverified and an invalid address are said to be so", async () => {
    expect((await readMe("seoyeon")).kakao_account).toMatchObject({
      is_email_verified: false,
      email: "seoyeon.park@example.com",
    });
    expect((await readMe("bomi")).kakao_account).toMatchObject({ is_email_valid: false });
  });

  test("a newcomer has Kakao's default nickname and picture", async () => {
    const { kakao_account } = await readMe("newcomer");
    expect(kakao_account.profile).toMatchObject({
      nickname: "닉네임을 등록해주세요",
      is_default_nickname: true,
      is_default_image: true,
    });
  });
});

describe("parameters", () => {
  test("secure_resource makes image addresses https, and only then", async () => {
    const secure = await readMe("haneul", withImageAndEmail, {
      query: { secure_resource: "true" },
    });
    expect(secure.kakao_account.profile.profile_image_url).toMatch(/^https:\/\/k\.kakaocdn/);
    expect(secure.kakao_account.profile.thumbnail_image_url).toMatch(/^https:/);
    expect(secure.properties.profile_image).toMatch(/^https:/);
    expect(secure.properties.thumbnail_image).toMatch(/^https:/);
    const byNumber = await readMe("haneul", withImageAndEmail, { query: { secure_resource: "1" } });
    expect(byNumber).toEqual(secure);
    const plain = await readMe("haneul", withImageAndEmail, {
      query: { secure_resource: "false" },
    });
    expect(plain.kakao_account.profile.profile_image_url).toMatch(/^http:/);
  });

  test("property_keys picks a subject with all that belongs to it, in a query or a form", async () => {
    const { access_token: token } = await client.issueTokens(haneul);
    const params = { property_keys: '["kakao_account.email"]' };
    for (const call of [{ query: params }, { form: params }]) {
      const { body } = await callApi(path, { ...call, token });
      expect(Object.keys(body)).toEqual(["id", "connected_at", "kakao_account"]);
      expect(Object.keys(body.kakao_account)).toEqual([
        "has_email",
        "email_needs_agreement",
        "is_email_valid",
        "is_email_verified",
        "email",
      ]);
    }
  });

  test.each([
    [["kakao_account.birthday"], ["birthday", "birthday_type", "is_leap_month"]],
    [["kakao_account.ci"], ["ci", "ci_authenticated_at"]],
    [["kakao_account.name"], ["name"]],
    [
      ["kakao_account.gender", "kakao_account.age_range"],
      ["age_range", "gender"],
    ],
  ])("property_keys %j answers %j and nothing of another subject", async (keys, values) => {
    const query = { property_keys: JSON.stringify(keys) };
    const { me } = await readAll({ call: { query } });
    const names = Object.keys(me.kakao_account);
    const isFlag = (name: string) => name.startsWith("has_") || name.endsWith("_needs_agreement");
    expect(names.filter((name) => !isFlag(name))).toEqual(values);
    expect(names.filter(isFlag).length).toBeLessThanOrEqual(values.length * 2);
  });

  test("a trailing dot means all children; an empty list means everything", async () => {
    const { app, person, token, me } = await readAll({ app: { userProperties: ["shoe"] } });
    const read = async (keys: string[]) =>
      (await callApi(path, { token, query: { property_keys: JSON.stringify(keys) } })).body;
    expect((await read(["kakao_account."])).kakao_account).toEqual(me.kakao_account);
    expect(await read(["kakao_account."])).not.toHaveProperty("properties");
    expect((await read(["properties."])).properties).toEqual(me.properties);
    expect(await read([])).toEqual(me);
    expect((await read(["properties.nickname"])).properties).toEqual({ nickname: person.nickname });
    expect(await read(["properties.shoe"])).not.toHaveProperty("properties");
    expect(Object.keys(await read(["id"]))).toEqual(["id", "connected_at", "synched_at"]);
    expect(app.userProperties).toEqual(["shoe"]);
  });

  test("the user properties that the app stored stand beside the live profile", async () => {
    const userProperties = ["shoe_size", "constructor", "hasOwnProperty"];
    const { token, person } = await readAll({ app: { userProperties } });
    const properties = JSON.stringify({ shoe_size: "260" });
    await callApi("/v1/user/update_profile", { token, form: { properties } });
    const { body } = await callApi(path, { token });
    expect(body.properties).toMatchObject({ nickname: person.nickname, shoe_size: "260" });
    expect(Object.keys(body.properties)).not.toContain("constructor");
  });

  test("the admin key sees the same", async () => {
    const { app, person, me } = await readAll({});
    const { body } = await callApi(path, { adminKey: app.adminKey, query: target(person.id) });
    expect(body).toEqual(me);
  });
});

describe("the link", () => {
  test("ids beyond 2^53 keep every digit, as numbers", async () => {
    for (const [loginId, id] of [
      ["jiho", "9007199254740993"],
      ["sua", "1376016924429759228"],
    ] as const) {
      const { access_token: token } = await obtainTokens(origin, loginId);
      expect((await callApi(path, { token })).text.startsWith(`{"id":${id},`)).toBe(true);
    }
  });

  test("synched_at is there for Kakao Sync only, has_signed_up without auto-link only", async () => {
    const sync = (await readAll({})).me;
    expect(sync.synched_at).toBe(sync.connected_at);
    expect(sync).not.toHaveProperty("has_signed_up");
    const plain = (await readAll({ app: { kakaoSync: false, business: true } })).me;
    expect(plain).not.toHaveProperty("synched_at");
  });

  test("before signup, five fields and no flags", async () => {
    const app: Partial<AppInput> = { autoLink: false, userProperties: ["shoe"] };
    const { me } = await readAll({ app });
    expect(Object.keys(me)).toEqual(["id", "has_signed_up", "connected_at", "kakao_account"]);
    expect(me.has_signed_up).toBe(false);
    expect(Object.keys(me.kakao_account)).toEqual([
      "profile",
      "is_email_valid",
      "is_email_verified",
      "email",
    ]);
  });

  test("before signup, property_keys opens nothing more", async () => {
    const query = { property_keys: '["kakao_account.","properties.","has_signed_up"]' };
    const { me } = await readAll({ app: { autoLink: false }, call: { query } });
    expect(Object.keys(me.kakao_account)).not.toContain("name");
    expect(me).not.toHaveProperty("properties");
    const nothing = { property_keys: '["kakao_account.name"]' };
    const named = await readAll({ app: { autoLink: false }, call: { query: nothing } });
    expect(Object.keys(named.me)).toEqual(["id", "connected_at"]);
  });

  test("after signup, everything and has_signed_up", async () => {
    const { token } = await readAll({ app: { autoLink: false } });
    await callApi("/v1/user/signup", { token, form: {} });
    const { body } = await callApi(path, { token });
    expect(body).toMatchObject({
      has_signed_up: true,
      kakao_account: { name_needs_agreement: false },
    });
    const query = { property_keys: '["kakao_account.email"]' };
    expect((await callApi(path, { token, query })).body).not.toHaveProperty("has_signed_up");
  });
});
