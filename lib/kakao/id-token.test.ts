// Kakao's id_token: one test for each way in which one may not hold (TV-1 to TV-9, TV-11, TV-12).
// The keys come from a real server; the tokens are signed here.
import { createHash, createHmac, createPublicKey } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AlarmingKakaoError } from "#lib/kakao/errors";
import { verifyIdToken } from "#lib/kakao/id-token";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
const evil = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);

const OUR_KEY = "0123456789abcdef0123456789abcdef";
const NONCE = "nonce-of-this-very-trip";
const ACCESS_TOKEN = "access-token";
const published = await generateKeyPair("RS256", { extractable: true });
const unpublished = await generateKeyPair("RS256", { extractable: true });
const elliptic = await generateKeyPair("ES256");
const publicKey = await exportJWK(published.publicKey);

type Options = {
  claims?: JWTPayload;
  header?: Record<string, unknown>;
  key?: Parameters<SignJWT["sign"]>[0];
  signOptions?: Parameters<SignJWT["sign"]>[1];
};

const now = () => Math.floor(Date.now() / 1000);

function idToken({ claims, header, key = published.privateKey, signOptions }: Options = {}) {
  const whole = {
    iss: kakao.origin,
    aud: OUR_KEY,
    sub: "3956953872",
    iat: now(),
    exp: now() + 21_599,
    auth_time: now(),
    nonce: NONCE,
    ...claims,
  };
  return new SignJWT(whole)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "one", ...header })
    .sign(key, signOptions);
}

function verify(token: string) {
  const signal = AbortSignal.timeout(3000);
  return verifyIdToken({ idToken: token, nonce: NONCE, accessToken: ACCESS_TOKEN, signal });
}

async function expectRefused(token: string) {
  await expect(verify(token)).rejects.toMatchObject({ name: "KakaoError", code: "rejected" });
}

/** Any header and payload under any signature, for tokens that no library would make. */
function assemble(header: unknown, payload: string, sign: (input: string) => string) {
  const encode = (text: string) => Buffer.from(text).toString("base64url");
  const input = `${encode(JSON.stringify(header))}.${encode(payload)}`;
  return `${input}.${sign(input)}`;
}

beforeAll(() => {
  // Without an "alg" of its own, so that nothing but our list keeps the other algorithms out.
  kakao.answer(answering(200, { keys: [{ ...publicKey, kid: "one", use: "sig" }] }));
  evil.answer(answering(200, { keys: [] }));
});

afterAll(async () => {
  await kakao.stop();
  await evil.stop();
});

test("a whole token gives the Kakao id", async () => {
  await expect(verify(await idToken())).resolves.toMatchObject({ kakaoId: "3956953872" });
});

describe("the signature is Kakao's (TV-1)", () => {
  test("a key that Kakao does not publish is refused, under Kakao's kid", async () => {
    await expectRefused(await idToken({ key: unpublished.privateKey }));
  });

  test("a changed payload is refused", async () => {
    const [header, , signature] = (await idToken()).split(".");
    const [, payload] = (await idToken({ claims: { sub: "1" } })).split(".");
    await expectRefused([header, payload, signature].join("."));
  });

  test.each(["", "a", "a.b", "a.b.c", "a.b.c.d", "....", "eyJhbGciOiJSUzI1NiJ9.e30."])(
    "%j is refused",
    expectRefused,
  );
});

describe("RS256 and nothing else (TV-2)", () => {
  const payload = JSON.stringify({
    iss: kakao.origin,
    aud: OUR_KEY,
    sub: "1",
    iat: now(),
    exp: now() + 100,
    nonce: NONCE,
  });
  const pem = createPublicKey({ key: publicKey, format: "jwk" }).export({
    type: "spki",
    format: "pem",
  });

  test.each(["none", "None", "NONE"])("alg %s is refused", async (alg) => {
    await expectRefused(assemble({ alg, typ: "JWT", kid: "one" }, payload, () => ""));
  });

  test.each([
    ["Kakao's public key", String(pem)],
    ["our client secret", "TestOnlyClientSecret0123456789ab"],
  ])("HS256 under %s is refused", async (_, secret) => {
    const sign = (input: string) => createHmac("sha256", secret).update(input).digest("base64url");
    await expectRefused(assemble({ alg: "HS256", typ: "JWT", kid: "one" }, payload, sign));
  });

  test("RS512, PS256 and ES256 are refused", async () => {
    for (const alg of ["RS512", "PS256"]) {
      const { privateKey } = published;
      const pkcs8 = await exportJWK(privateKey);
      await expectRefused(await idToken({ header: { alg }, key: { ...pkcs8, alg } }));
    }
    await expectRefused(await idToken({ header: { alg: "ES256" }, key: elliptic.privateKey }));
  });
});

describe("a claim that does not hold is refused", () => {
  test.each<[string, JWTPayload]>([
    ["iss missing (TV-3)", { iss: undefined }],
    ["iss with a slash (TV-3)", { iss: `${kakao.origin}/` }],
    ["iss in capitals (TV-3)", { iss: kakao.origin.toUpperCase() }],
    ["iss the real Kakao (EV-4)", { iss: "https://kauth.kakao.com" }],
    ["iss a list (TV-3)", { iss: [kakao.origin] as unknown as string }],
    ["aud missing (TV-4)", { aud: undefined }],
    ["aud another app (TV-4)", { aud: "another-app" }],
    ["aud empty (TV-4)", { aud: [] }],
    ["aud with a second one (TV-4)", { aud: [OUR_KEY, "another-app"] }],
    ["aud ours after a second one (TV-4)", { aud: ["another-app", OUR_KEY] }],
    ["azp another (TV-4)", { azp: "another-app" }],
    ["azp null (TV-4)", { azp: null }],
    ["exp missing (TV-5)", { exp: undefined }],
    ["exp past by two minutes (TV-5)", { exp: now() - 120 }],
    ["exp as text (TV-5)", { exp: String(now() + 100) as unknown as number }],
    ["exp a fraction (TV-5)", { exp: now() + 100.5 }],
    ["iat missing (TV-5)", { iat: undefined }],
    ["iat in ten minutes (TV-5, K19)", { iat: now() + 600 }],
    ["iat twelve minutes ago (TV-5)", { iat: now() - 720 }],
    ["iat as text (TV-5)", { iat: String(now()) as unknown as number }],
    ["iat a fraction (TV-5)", { iat: now() - 0.5 }],
    ["nbf in ten minutes (TV-5)", { nbf: now() + 600 }],
    ["nonce missing (TV-6)", { nonce: undefined }],
    ["nonce empty (TV-6)", { nonce: "" }],
    ["nonce of another trip (TV-6, CB-3)", { nonce: "another" }],
    ["nonce in a list (TV-6)", { nonce: [NONCE] }],
    ["sub missing (TV-7)", { sub: undefined }],
    ["sub empty (TV-7)", { sub: "" }],
    ["sub null (TV-7)", { sub: null as unknown as string }],
    ["sub a number (TV-7)", { sub: 3956953872 as unknown as string }],
    ["sub of 20 digits (TV-7)", { sub: "1".repeat(20) }],
    ["sub of 300 characters (TV-7)", { sub: "1".repeat(300) }],
    ["sub that is SQL (TV-7)", { sub: "1' OR 1=1" }],
    ["sub with a line end (TV-7)", { sub: "1\n" }],
    ["at_hash of another access token (TV-9)", { at_hash: hashOf("another") }],
    ["at_hash a number (TV-9)", { at_hash: 1 }],
  ])("%s", async (_, claims) => {
    await expectRefused(await idToken({ claims }));
  });

  test("exp beyond all numbers (TV-5)", async () => {
    const payload = JSON.stringify({ iss: kakao.origin, aud: OUR_KEY, sub: "1", nonce: NONCE });
    const text = payload.replace(/}$/, `,"iat":${now()},"exp":1e400}`);
    const { privateKey } = published;
    const { createSign, KeyObject } = await import("node:crypto");
    const sign = (input: string) =>
      createSign("sha256").update(input).sign(KeyObject.from(privateKey), "base64url");
    await expectRefused(assemble({ alg: "RS256", typ: "JWT", kid: "one" }, text, sign));
  });
});

function hashOf(accessToken: string) {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

describe("what is right in another way is taken", () => {
  test.each<[string, JWTPayload]>([
    ["aud a list of ours alone (TV-4)", { aud: [OUR_KEY] }],
    ["azp ours (TV-4)", { azp: OUR_KEY }],
    ["exp past by 30 seconds (TV-5)", { exp: now() - 30 }],
    ["iat in 45 seconds (TV-5, K19)", { iat: now() + 45 }],
    ["iat 45 seconds ago (TV-5, K19)", { iat: now() - 45 }],
    ["iat ten minutes ago (TV-5)", { iat: now() - 600 }],
    ["at_hash of this access token (TV-9)", { at_hash: hashOf(ACCESS_TOKEN) }],
    ["19 digits (TV-15)", { sub: "1376016924429759228" }],
    ["claims to come (K27)", { something: { new: 1 } }],
  ])("%s", async (_, claims) => {
    const sub = claims.sub ?? "3956953872";
    await expect(verify(await idToken({ claims }))).resolves.toMatchObject({ kakaoId: sub });
  });

  test.each([["JWT"], [undefined]])("typ %s", async (typ) => {
    await expect(verify(await idToken({ header: { typ } }))).resolves.toMatchObject({
      kakaoId: "3956953872",
    });
  });
});

describe("a header that points elsewhere or asks for more (TV-12)", () => {
  test.each([
    ["jku", { jku: `${evil.origin}/keys` }],
    ["x5u", { x5u: `${evil.origin}/certificate` }],
    ["x5c", { x5c: ["MIIB"] }],
    ["a kid that is an address", { kid: `${evil.origin}/keys` }],
  ])("%s under a stranger's key is refused, and the address is never asked", async (_, header) => {
    await expectRefused(await idToken({ header, key: unpublished.privateKey }));
    expect(evil.hits).toHaveLength(0);
  });

  test("jwk: a key that comes with the token is not used", async () => {
    const header = { jwk: await exportJWK(unpublished.publicKey) };
    await expectRefused(await idToken({ header, key: unpublished.privateKey }));
    await expectRefused(
      await idToken({ header: { ...header, kid: undefined }, key: unpublished.privateKey }),
    );
  });

  test("jku on a token of Kakao's own is ignored", async () => {
    const token = await idToken({ header: { jku: `${evil.origin}/keys` } });
    await expect(verify(token)).resolves.toMatchObject({ kakaoId: "3956953872" });
    expect(evil.hits).toHaveLength(0);
  });

  test("crit is refused, known to the library or not", async () => {
    const unknown = { header: { crit: ["x"], x: 1 }, signOptions: { crit: { x: false } } };
    await expectRefused(await idToken(unknown));
    await expectRefused(await idToken({ header: { crit: ["b64"], b64: true } }));
  });

  test.each(["secevent+jwt", "at+jwt", "jwt-session", ""])("typ %j is refused", async (typ) => {
    await expectRefused(await idToken({ header: { typ } }));
  });
});

test.each<[string, JWTPayload, boolean]>([
  ["from ten minutes ahead", { iat: now() + 600 }, true],
  ["eleven minutes old", { iat: now() - 700 }, true],
  ["over for two minutes", { exp: now() - 120 }, true],
  ["not to be used yet", { nbf: now() + 600 }, true],
  ["without iat", { iat: undefined }, false],
  ["from another issuer", { iss: "https://evil.test" }, false],
])("a token %s is a matter of clocks or not: %j, %s (K19)", async (_, claims, isAlarm) => {
  const error = await verify(await idToken({ claims })).catch((reason) => reason);
  expect(error).toMatchObject({ code: "rejected" });
  expect(error instanceof AlarmingKakaoError).toBe(isAlarm);
});

test("a stranger's token of another time is no alarm (K19)", async () => {
  const forged = await idToken({ claims: { iat: now() + 600 }, key: unpublished.privateKey });
  const error = await verify(forged).catch((reason) => reason);
  expect(error).toMatchObject({ code: "rejected" });
  expect(error).not.toBeInstanceOf(AlarmingKakaoError);
});

test("an error never holds the token or what is in it (SE-6)", async () => {
  const token = await idToken({ claims: { nonce: "canary-nonce", nickname: "canary" } });
  const error = await verify(token).catch((reason) => reason);
  expect(`${error} ${error.cause}`).not.toMatch(/canary|eyJ/);
});
