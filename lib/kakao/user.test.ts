// /v2/user/me: no answer without a usable id becomes a person, and what is missing beside it costs
// nothing but itself.
import { afterAll, describe, expect, test, vi } from "vitest";
import { fetchKakaoUser, readImage, readNickname } from "#lib/kakao/user";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
afterAll(kakao.stop);

const PICTURE = "http://k.kakaocdn.net/dn/abc/img_640x640.jpg";
const ACCOUNT = {
  profile: {
    nickname: "홍길동",
    profile_image_url: PICTURE,
    is_default_image: false,
    is_default_nickname: false,
  },
  email: "sample@kakao.test",
  is_email_valid: true,
  is_email_verified: true,
};
const NOBODY = {
  nickname: null,
  image: null,
  email: null,
  connectedAt: null,
  consents: expect.any(Object),
};

function fetchUser(body: unknown, status = 200) {
  kakao.answer(answering(status, body));
  return fetchKakaoUser("the-access-token", AbortSignal.timeout(3000));
}

test("a person comes out checked; the token goes in the header and never in the address", async () => {
  await expect(fetchUser({ id: 3956953872, kakao_account: ACCOUNT })).resolves.toEqual({
    kakaoId: "3956953872",
    nickname: "홍길동",
    image: "https://k.kakaocdn.net/dn/abc/img_640x640.jpg",
    email: "sample@kakao.test",
    connectedAt: null,
    consents: { profile_nickname: "given", profile_image: "given", account_email: "given" },
  });
  const [hit] = kakao.hits;
  expect(hit?.headers.authorization).toBe("Bearer the-access-token");
  expect(`${hit?.url.pathname}${hit?.url.search}`).toBe("/v2/user/me?secure_resource=true");
});

describe("an answer without a usable id is nobody (TV-14, K10)", () => {
  test.each([
    "{}",
    '{"msg":"this access token does not exist","code":-401}',
    '{"id":null}',
    '{"id":0}',
    '{"id":-1}',
    '{"id":1.5}',
    '{"id":true}',
    '{"id":[]}',
    '{"id":[1]}',
    '{"id":{}}',
    '{"id":""}',
    '{"id":"undefined"}',
    '{"id":"3956953872"}',
    '{"id":1e400}',
    '{"id":99999999999999999999}',
    '{"id":9007199254740993.0}',
    '{"id":1,"id":2}',
    "[]",
    '[{"id":1}]',
    "null",
    "1",
    "",
    '{"id":39569',
    "<html>",
  ])("%s", async (body) => {
    await expect(fetchUser(body)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a 64-bit id keeps every digit (TV-15)", () => {
  test.each([
    "1",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "1376016924429759200",
    "1376016924429759228",
    "9223372036854775807",
  ])("%s", async (id) => {
    await expect(fetchUser(`{"id":${id}}`)).resolves.toMatchObject({ kakaoId: id });
  });
});

describe("what is missing or odd beside the id costs only itself (K10, K11, K12, K27)", () => {
  test.each([
    ["kakao_account absent", {}],
    ["kakao_account null", { kakao_account: null }],
    ["kakao_account a list", { kakao_account: [] }],
    ["kakao_account text", { kakao_account: "x" }],
    ["kakao_account empty", { kakao_account: {} }],
    ["profile null", { kakao_account: { profile: null } }],
    ["profile a list", { kakao_account: { profile: [] } }],
    ["nickname a number", { kakao_account: { profile: { nickname: 7 } } }],
    ["picture an object", { kakao_account: { profile: { profile_image_url: {} } } }],
    [
      "consent declined",
      { kakao_account: { profile_needs_agreement: true, email_needs_agreement: true } },
    ],
    ["new fields", { something: { new: 1 }, kakao_account: { more: [] } }],
  ])("%s", async (_, rest) => {
    await expect(fetchUser({ id: 1, ...rest })).resolves.toEqual({ kakaoId: "1", ...NOBODY });
  });

  test.each([
    ["is_default_nickname", "nickname"],
    ["is_default_image", "image"],
  ])("%s: Kakao's own stand-in is none", async (flag, field) => {
    const profile = { ...ACCOUNT.profile, [flag]: true };
    const person = await fetchUser({ id: 1, kakao_account: { ...ACCOUNT, profile } });
    expect(person).toMatchObject({ [field]: null });
  });

  test("a flag of a wrong type costs no nickname", async () => {
    const profile = { ...ACCOUNT.profile, is_default_nickname: "no" };
    const person = await fetchUser({ id: 1, kakao_account: { ...ACCOUNT, profile } });
    expect(person.nickname).toBe("홍길동");
  });
});

describe("an e-mail address counts only when valid and verified (TV-18)", () => {
  test.each([
    [{ is_email_valid: false }],
    [{ is_email_verified: false }],
    [{ is_email_valid: undefined }],
    [{ is_email_verified: null }],
    [{ is_email_valid: "true" }],
    [{ is_email_verified: 1 }],
    [{ email: undefined }],
    [{ email: "not an address" }],
    [{ email: `${"a".repeat(250)}@kakao.test` }],
    [{ email: ["sample@kakao.test"] }],
  ])("%j: none", async (change) => {
    const person = await fetchUser({ id: 1, kakao_account: { ...ACCOUNT, ...change } });
    expect(person.email).toBeNull();
    expect(person.nickname).toBe("홍길동");
  });
});

describe("a refusal is told by Kakao's number (K4, K5, K25)", () => {
  test.each([
    [401, { msg: "this access token does not exist", code: -401 }, "rejected"],
    [401, { msg: "under age 14", code: -406 }, "under_14"],
    [400, { msg: "API limit has been exceeded.", code: -10 }, "rate_limited"],
    [400, { msg: "internal error", code: -1 }, "unavailable"],
    [503, { msg: "maintenance", code: -9798 }, "unavailable"],
    [403, { msg: "no permission", code: -5 }, "misconfigured"],
    [500, "", "unavailable"],
    [400, { code: "-401" }, "unavailable"],
  ])("status %i with %j is %s", async (status, body, code) => {
    await expect(fetchUser(body, status)).rejects.toMatchObject({ code });
    expect(kakao.hits).toHaveLength(1);
  });

  test("Kakao's own words never get into our error (SE-6)", async () => {
    const error = await fetchUser({ msg: "canary", code: -401 }, 401).catch((reason) => reason);
    expect(`${error} ${error.cause}`).not.toContain("canary");
  });
});

describe("a nickname is text that PostgreSQL and a page can hold (SE-10, WB-12)", () => {
  const family = "👨‍👩‍👧‍👦";
  test.each([
    ["a\u0000b", "ab"],
    ["\ud800", null],
    ["a\ud800b\udc00c", "abc"],
    ["a\r\nb\u2028c\u2029d\u001b[31me\u0085f", "abcd[31mef"],
    ["  홍길동  ", "홍길동"],
    ["", null],
    [" \n ", null],
    [null, null],
    [undefined, null],
    ['"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
    ["각".normalize("NFD").repeat(101), "각".normalize("NFD").repeat(100)],
    ["😀".repeat(10_000), "😀".repeat(100)],
    [family.repeat(10_000), family.repeat(Math.floor(1000 / family.length))],
    [`a${"\u0301".repeat(20_000)}`, null],
    ["x".repeat(100), "x".repeat(100)],
  ])("%#", (given, expected) => {
    expect(readNickname(given)).toBe(expected);
  });
});

describe("a picture is Kakao's own, over https (WB-12)", () => {
  test.each([
    [PICTURE, "https://k.kakaocdn.net/dn/abc/img_640x640.jpg"],
    [
      "https://img1.kakaocdn.net/thumb/R110x110/?fname=x",
      "https://img1.kakaocdn.net/thumb/R110x110/?fname=x",
    ],
  ])("%s is taken", (given, expected) => {
    expect(readImage(given)).toBe(expected);
  });

  test.each([
    "javascript:alert(1)",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    "ftp://k.kakaocdn.net/x.jpg",
    "//k.kakaocdn.net/x.jpg",
    "/x.jpg",
    "http://169.254.169.254/latest/meta-data",
    "https://evil.test/x.jpg",
    "https://kakaocdn.net.evil.test/x.jpg",
    "https://evilkakaocdn.net/x.jpg",
    "https://kakaocdn.net/x.jpg",
    "https://k.kakaocdn.net@evil.test/x.jpg",
    "https://user@k.kakaocdn.net/x.jpg",
    "https://:word@k.kakaocdn.net/x.jpg",
    "https://k.kakaocdn.net:8443/x.jpg",
    "https://evil.test/?k.kakaocdn.net",
    "https://evil.test\\.kakaocdn.net/x.jpg",
    `https://k.kakaocdn.net/${"x".repeat(2048)}`,
    "not a url",
    "",
    null,
    undefined,
  ])("%s is none", (given) => {
    expect(readImage(given)).toBeNull();
  });
});
