// The token request: what goes out, and every answer that cannot be one (TV-13, K3, K9, K10).
import { afterAll, describe, expect, test } from "vitest";
import { requestTokens } from "#lib/kakao/token";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
afterAll(kakao.stop);

const ANSWER = {
  token_type: "bearer",
  access_token: "access-token",
  id_token: "a.b.c",
  expires_in: 21599,
  refresh_token: "refresh-token",
  refresh_token_expires_in: 5183999,
  scope: "openid profile_nickname",
};

function request() {
  const form = new URLSearchParams({ grant_type: "authorization_code", code: "the code&" });
  return requestTokens(`${kakao.origin}/oauth/token`, form, AbortSignal.timeout(3000));
}

test("the form is posted once, as it is, and the two tokens come back, and no more (DEC-1)", async () => {
  kakao.answer(answering(200, ANSWER));
  await expect(request()).resolves.toEqual({
    accessToken: "access-token",
    idToken: "a.b.c",
    toKeep: null,
  });
  expect(kakao.hits).toHaveLength(1);
  expect(kakao.hits[0]).toMatchObject({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    body: "grant_type=authorization_code&code=the+code%26",
  });
  expect(kakao.hits[0]?.url.search).toBe("");
});

describe("what may differ between servers is taken (TV-13, K10)", () => {
  test.each([
    ["token_type Bearer", { token_type: "Bearer" }],
    ["token_type BEARER", { token_type: "BEARER" }],
    ["no expires_in", { expires_in: undefined }],
    ["expires_in null", { expires_in: null }],
    ["expires_in as digits in text", { expires_in: "7199" }],
    ["an unknown field", { something_new: [1, 2, 3] }],
    ["no refresh_token", { refresh_token: undefined }],
  ])("%s", async (_, change) => {
    kakao.answer(answering(200, { ...ANSWER, ...change }));
    await expect(request()).resolves.toMatchObject({ accessToken: "access-token" });
  });

  test.each([undefined, null])("id_token %j reads as none", async (id_token) => {
    kakao.answer(answering(200, { ...ANSWER, id_token }));
    await expect(request()).resolves.toMatchObject({ idToken: null });
  });
});

describe("an answer of the wrong shape is refused as unavailable (TV-13, K9, K10)", () => {
  test.each([
    ["token_type mac", { token_type: "mac" }],
    ["token_type bearerish", { token_type: "bearer2" }],
    ["no token_type", { token_type: undefined }],
    ["token_type in a list", { token_type: ["bearer"] }],
    ["no access_token", { access_token: undefined }],
    ["access_token null", { access_token: null }],
    ["access_token a number", { access_token: 12345 }],
    ["access_token empty", { access_token: "" }],
    ["access_token with a line end", { access_token: "abc\r\nx-evil: 1" }],
    ["access_token with a space", { access_token: "abc def" }],
    ["access_token of 3 KB", { access_token: "a".repeat(3000) }],
    ["access_token in a list", { access_token: ["access-token"] }],
    ["id_token a number", { id_token: 1 }],
    ["id_token empty", { id_token: "" }],
    ["id_token of 17 KB", { id_token: "a".repeat(17_000) }],
    ["expires_in a word", { expires_in: "soon" }],
    ["expires_in negative", { expires_in: -1 }],
    ["expires_in true", { expires_in: true }],
  ])("%s", async (_, change) => {
    kakao.answer(answering(200, { ...ANSWER, ...change }));
    await expect(request()).rejects.toMatchObject({ code: "unavailable" });
  });

  test.each([
    ["a list", [ANSWER]],
    ["null", "null"],
    ["a number", "1"],
    ["a string", '"bearer"'],
    ["nothing", ""],
    ["half an object", '{"access_token":"access-token","token_type":"bea'],
    ["HTML", "<!doctype html><title>점검</title>"],
    ["two objects", `${JSON.stringify(ANSWER)}${JSON.stringify(ANSWER)}`],
    ["one name with two values", '{"token_type":"bearer","access_token":"a","access_token":"b"}'],
  ])("%s", async (_, body) => {
    kakao.answer(answering(200, body));
    await expect(request()).rejects.toMatchObject({ code: "unavailable" });
  });

  test.each(["text/html", "text/plain", ""])("JSON that is called %j", async (type) => {
    kakao.answer(answering(200, ANSWER, { "content-type": type }));
    await expect(request()).rejects.toMatchObject({ code: "unavailable" });
  });

  test("status 201", async () => {
    kakao.answer(answering(201, ANSWER));
    await expect(request()).rejects.toMatchObject({ code: "unavailable" });
  });

  test("the reason names the field and never its value (SE-6)", async () => {
    kakao.answer(answering(200, { ...ANSWER, access_token: "canary canary" }));
    const error = await request().catch((reason) => reason);
    expect(error.reason).toContain("access_token");
    expect(`${error} ${error.reason} ${error.cause}`).not.toContain("canary");
  });
});

describe("a refusal is told by Kakao's own code and never tried again (K3, K7, K8)", () => {
  test.each([
    [400, { error: "invalid_grant", error_code: "KOE320" }, "rejected"],
    [401, { error: "invalid_client", error_code: "KOE010" }, "misconfigured"],
    [400, { error: "invalid_request", error_code: "KOE237" }, "rate_limited"],
    [500, { error: "server_error", error_code: "KOE003" }, "unavailable"],
    [400, { error: "invalid_grant", error_code: "not a code" }, "unavailable"],
    [400, { error: "invalid_grant", error_code: 320 }, "unavailable"],
    [500, "", "unavailable"],
    [502, "<html>", "unavailable"],
    [503, { msg: "x" }, "unavailable"],
    [504, "", "unavailable"],
    [429, "", "rate_limited"],
  ])("status %i with %j is %s", async (status, body, code) => {
    kakao.answer(answering(status, body));
    await expect(request()).rejects.toMatchObject({ code });
    expect(kakao.hits).toHaveLength(1);
  });
});
