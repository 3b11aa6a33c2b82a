// `kakao_account` and `properties`: what an app may see, by what it has configured and what they
// agreed to.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { callApi, everyItem, readAll } from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";
import type { PersonInput } from "../world/person-schema";

const path = "/v2/user/me";
const withImageAndEmail = ["profile_image", "account_email"];

async function readMe(loginId: string, items: string[] = withImageAndEmail) {
  const { access_token: token } = await obtainTokens(origin, loginId, { items });
  return (await callApi(path, { token })).body;
}

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
