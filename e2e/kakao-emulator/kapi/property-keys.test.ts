// The parameters of /v2/user/me: `property_keys` and `secure_resource`.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { type Call, callApi, haneul, readAll, refusalOf, target } from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";

const path = "/v2/user/me";

async function readMe(loginId: string, call: Call) {
  const items = ["profile_image", "account_email"];
  const { access_token: token } = await obtainTokens(origin, loginId, { items });
  return (await callApi(path, { ...call, token })).body;
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

describe("parameters", () => {
  test("secure_resource makes image addresses https, and only then", async () => {
    const secure = await readMe("haneul", {
      query: { secure_resource: "true" },
    });
    expect(secure.kakao_account.profile.profile_image_url).toMatch(/^https:\/\/k\.kakaocdn/);
    expect(secure.kakao_account.profile.thumbnail_image_url).toMatch(/^https:/);
    expect(secure.properties.profile_image).toMatch(/^https:/);
    expect(secure.properties.thumbnail_image).toMatch(/^https:/);
    const byNumber = await readMe("haneul", { query: { secure_resource: "1" } });
    expect(byNumber).toEqual(secure);
    const plain = await readMe("haneul", {
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
