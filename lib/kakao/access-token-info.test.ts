// access_token_info decides whose app a token is of, by type and value (NX-1, NX-3, NX-5).
import { afterAll, describe, expect, test, vi } from "vitest";
import { fetchAccessTokenInfo } from "#lib/kakao/access-token-info";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
afterAll(() => kakao.stop());

const ask = () => fetchAccessTokenInfo("canary-token", AbortSignal.timeout(3000));
const answer = (status: number, body: unknown) => kakao.answer(answering(status, body));

test("a token of our app gives its person and its time", async () => {
  answer(200, '{"id":9007199254740993,"expires_in":21599,"app_id":100001}');
  await expect(ask()).resolves.toEqual({ kakaoId: "9007199254740993", expiresInSeconds: 21_599 });
  expect(kakao.hits[0]?.headers.authorization).toBe("Bearer canary-token");
  expect(kakao.hits[0]?.url.href).not.toContain("canary");
});

describe("anything but the integer of our app is another app", () => {
  test.each([
    ["another app", '"app_id":100002'],
    ["text", '"app_id":"100001"'],
    ["a list", '"app_id":[100001]'],
    ["an object", '"app_id":{"id":100001}'],
    ["null", '"app_id":null'],
    ["a fraction", '"app_id":100001.5'],
    ["negative", '"app_id":-100001'],
    ["true", '"app_id":true'],
    ["a neighbour beyond 2^53", '"app_id":9007199254740993'],
    ["the old spelling", '"appId":100001'],
    ["missing", '"something":1'],
  ])("%s", async (_, field) => {
    answer(200, `{"id":1,"expires_in":100,${field}}`);
    await expect(ask()).rejects.toMatchObject({ name: "WrongAppError" });
  });

  test("also where the rest of the answer is of no use", async () => {
    answer(200, '{"app_id":100002}');
    await expect(ask()).rejects.toMatchObject({ name: "WrongAppError" });
  });
});

test.each(["{}", '{"msg":"x","code":-1}', '{"app_id":100001}', '{"id":null,"app_id":100001}'])(
  "%s has no usable id (NX-3, TV-14)",
  async (body) => {
    answer(200, body);
    await expect(ask()).rejects.toBeInstanceOf((await import("#lib/kakao/errors")).UnusableIdError);
  },
);

test.each([
  ['"expires_in":0', 0],
  ['"expires_in":-5', -5],
  ['"expires_in":"7199"', 7199],
])("%s is read as %i", async (field, expiresInSeconds) => {
  answer(200, `{"id":1,"app_id":100001,${field}}`);
  await expect(ask()).resolves.toMatchObject({ expiresInSeconds });
});

test.each(['"expires_in":null', '"expires_in":[]', '"expires_in":"soon"', '"expires":1'])(
  "%s is an answer of no use",
  async (field) => {
    answer(200, `{"id":1,"app_id":100001,${field}}`);
    await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
  },
);

test.each([
  [401, -401, "rejected"],
  [400, -101, "rejected"],
  [401, -406, "under_14"],
  [400, -1, "unavailable"],
  [400, -10, "rate_limited"],
  [503, -9798, "unavailable"],
])("status %i with code %i is %s: the code decides (NX-5)", async (status, code, expected) => {
  answer(status, { msg: "canary", code });
  await expect(ask()).rejects.toMatchObject({ code: expected });
});

test.each(["", "null", "[]", "<h1>x</h1>", "{"])("%j is no answer", async (body) => {
  answer(200, body);
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
});
