// An id_token that an app sends: the same checks as in the browser flow, for other audiences (NX-4).
// What does not hold in both is tested in id-token.test.ts; here is what differs.
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { verifyNativeIdToken } from "#lib/kakao/id-token";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
const NATIVE_KEY = "7d31c8e95fa2460bb6e4d0179c83f52a";
const SCRIPT_KEY = "a2f53c89710d4e6bb0642afa59c8e31d";
const REST_KEY = "0123456789abcdef0123456789abcdef";
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
vi.stubEnv("KAKAO_NATIVE_APP_KEYS", `${NATIVE_KEY},${SCRIPT_KEY}`);

const NONCE = "made-by-the-app";
const keys = await generateKeyPair("RS256", { extractable: true });
const now = () => Math.floor(Date.now() / 1000);

function idToken(claims: JWTPayload = {}) {
  const whole = {
    iss: kakao.origin,
    aud: NATIVE_KEY,
    sub: "3956953872",
    iat: now(),
    exp: now() + 3600,
    nonce: NONCE,
    ...claims,
  };
  return new SignJWT(whole)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "one" })
    .sign(keys.privateKey);
}

const verify = (token: string, nonce = NONCE) =>
  verifyNativeIdToken({ idToken: token, nonce, signal: AbortSignal.timeout(3000) });
const REFUSED = { name: "KakaoError", code: "rejected" };

beforeAll(async () => {
  const key = await exportJWK(keys.publicKey);
  kakao.answer(answering(200, { keys: [{ ...key, kid: "one", use: "sig" }] }));
});
afterAll(() => kakao.stop());

test("the person comes out of the claims, and the token's own end with them", async () => {
  const exp = now() + 3600;
  const picture = "http://k.kakaocdn.net/a.jpg";
  const token = await idToken({ exp, nickname: " 홍길동\u0000", picture, email: "a@kakao.test" });
  await expect(verify(token)).resolves.toEqual({
    kakaoId: "3956953872",
    nickname: "홍길동",
    image: "https://k.kakaocdn.net/a.jpg",
    email: "a@kakao.test",
    expiresAt: new Date((exp + 60) * 1000),
  });
});

test("what is odd in the profile costs the profile, not the sign-in", async () => {
  const odd = { nickname: 7, picture: "https://evil.test/a.jpg", email: "no address" };
  await expect(verify(await idToken(odd))).resolves.toMatchObject({
    nickname: null,
    image: null,
    email: null,
  });
});

describe("the audience is one of the listed keys, and alone (TV-4)", () => {
  test.each<[string, JWTPayload]>([
    ["the second key", { aud: SCRIPT_KEY }],
    ["a list of one", { aud: [NATIVE_KEY] }],
    ["azp the same", { azp: NATIVE_KEY }],
  ])("%s is accepted", async (_, claims) => {
    await expect(verify(await idToken(claims))).resolves.toMatchObject({ kakaoId: "3956953872" });
  });

  test.each<[string, JWTPayload]>([
    ["the REST key", { aud: REST_KEY }],
    ["another app's key", { aud: "9b3f07d1c25e48a6b7d90c1e3f5a2846" }],
    ["both listed keys", { aud: [NATIVE_KEY, SCRIPT_KEY] }],
    ["nobody", { aud: [] }],
    ["azp the other listed key", { azp: SCRIPT_KEY }],
    ["azp the REST key", { azp: REST_KEY }],
  ])("%s is refused", async (_, claims) => {
    await expect(verify(await idToken(claims))).rejects.toMatchObject(REFUSED);
  });
});

test("a nonce is required, in the token and beside it (TV-6)", async () => {
  await expect(verify(await idToken({ nonce: undefined }))).rejects.toMatchObject(REFUSED);
  await expect(verify(await idToken({ nonce: "" }), "")).rejects.toMatchObject(REFUSED);
  await expect(verify(await idToken(), "another")).rejects.toMatchObject(REFUSED);
});
