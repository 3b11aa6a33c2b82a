// What a visitor may say about the authorization request, and nothing else (AR-2).
import { describe, expect, test } from "vitest";
import { readChosenParameters } from "#lib/sign-in/start";

const choose = (query: Record<string, string>, form: Record<string, string> = {}) =>
  Object.fromEntries(readChosenParameters(new URLSearchParams(query), new URLSearchParams(form)));

const RESERVED = {
  redirect_uri: "https://evil.test/cb",
  client_id: "evil",
  client_secret: "evil",
  response_type: "token",
  response_mode: "form_post",
  scope: "talk_message",
  state: "zz",
  nonce: "n",
  code_challenge: "x",
  code_challenge_method: "plain",
  code_verifier: "x",
  authorizationParams: "prompt=login",
  request: "x",
  request_uri: "https://evil.test",
  unknown: "x",
};

test.each(Object.entries(RESERVED))(
  "%s is dropped from the query and from the form",
  (name, value) => {
    for (const spelling of [name, name.toUpperCase()]) {
      expect(choose({ [spelling]: value })).toEqual({});
      expect(choose({}, { [spelling]: value })).toEqual({});
    }
  },
);

describe("the four that may pass, each against its own list", () => {
  test.each([
    ["prompt", "login"],
    ["prompt", "none"],
    ["prompt", "create"],
    ["prompt", "select_account"],
    ["login_hint", "person+1@kakao.test"],
    ["login_hint", "010 1234-5678"],
    ["service_terms", "terms_a,terms-b"],
    ["channel_public_id", "_abc,_def"],
  ])("%s=%s passes", (name, value) => {
    expect(choose({ [name]: value })).toEqual({ [name]: value });
    expect(choose({}, { [name]: value })).toEqual({ [name]: value });
  });

  test.each([
    ["prompt", "consent"],
    ["prompt", "login none"],
    ["prompt", "LOGIN"],
    ["prompt", "login\n"],
    ["prompt", ""],
    ["login_hint", "<script>"],
    ["login_hint", "a&redirect_uri=x"],
    ["login_hint", "a\r\nb"],
    ["login_hint", "x".repeat(101)],
    ["login_hint", "험블벅"],
    ["service_terms", "a b"],
    ["service_terms", "x".repeat(201)],
    ["channel_public_id", "a/b"],
    ["channel_public_id", "x".repeat(201)],
    ["PROMPT", "login"],
  ])("%s=%j does not", (name, value) => {
    expect(choose({ [name]: value })).toEqual({});
    expect(choose({}, { [name]: value })).toEqual({});
  });
});

test("the query goes before the form, and one bad value is not replaced by another", () => {
  expect(choose({ prompt: "login" }, { prompt: "create" })).toEqual({ prompt: "login" });
  expect(choose({ prompt: "evil" }, { prompt: "create" })).toEqual({});
});
