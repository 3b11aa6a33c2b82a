// The states of consent items: what Kakao did not say is not made up, and no value comes along.
import { describe, expect, test } from "vitest";
import { readConsents } from "#lib/kakao/consents";

describe("what an answer says nothing about is absent (K11)", () => {
  test.each([
    ["nothing set up", {}],
    ["a profile of nulls", { profile: null, email: null }],
    ["flags that are no booleans", { email_needs_agreement: "true", gender_needs_agreement: 1 }],
    ["values that are no text", { email: { a: 1 }, name: ["x"], birthyear: 1990, profile: "x" }],
    ["empty values", { email: "", profile: { nickname: "" } }],
    ["subjects that we do not know", { legal_name_needs_agreement: true, legal_name: "x" }],
  ])("%s", (_, account) => {
    expect(readConsents(account)).toEqual({});
  });
});

test("an item not agreed to can be asked for, whatever stands beside it (K12)", () => {
  const account = {
    profile_nickname_needs_agreement: true,
    profile: { nickname: "left behind" },
    email_needs_agreement: true,
    email: "left@behind.test",
  };
  expect(readConsents(account)).toEqual({ profile_nickname: "askable", account_email: "askable" });
});

test("an item agreed to of which the person has none is empty (K11)", () => {
  const account = { email_needs_agreement: false, profile_image_needs_agreement: false };
  expect(readConsents(account)).toEqual({ account_email: "empty", profile_image: "empty" });
});

describe("an address without both of Kakao's words for it is unverified (TV-18)", () => {
  const email = { email_needs_agreement: false, email: "a@b.test" };
  test.each([
    {},
    { is_email_valid: true },
    { is_email_verified: true },
    { is_email_valid: true, is_email_verified: false },
    { is_email_valid: false, is_email_verified: true },
    { is_email_valid: "true", is_email_verified: "true" },
  ])("%j", (words) => {
    expect(readConsents({ ...email, ...words })).toEqual({ account_email: "unverified" });
  });
  test("and with both it is given", () => {
    const both = { is_email_valid: true, is_email_verified: true };
    expect(readConsents({ ...email, ...both })).toEqual({ account_email: "given" });
  });
});

test("all items: their states, and none of their values", () => {
  const account = {
    profile_nickname_needs_agreement: false,
    profile_image_needs_agreement: false,
    profile: { nickname: "canary-nickname", profile_image_url: "canary-image" },
    name: "canary-name",
    name_needs_agreement: false,
    gender: "canary-gender",
    age_range: "canary-age",
    birthday: "canary-day",
    birthyear: "canary-year",
    phone_number: "canary-phone",
    ci: "canary-ci",
  };
  const consents = readConsents(account);
  expect(Object.keys(consents).sort()).toEqual(
    ["account_ci", "age_range", "birthday", "birthyear", "gender", "name", "phone_number"]
      .concat(["profile_image", "profile_nickname"])
      .sort(),
  );
  expect(new Set(Object.values(consents))).toEqual(new Set(["given"]));
});
