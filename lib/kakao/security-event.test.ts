// A security event token: what one of Kakao's must be, and what looks like one. The conditions are
// those of OpenID's back-channel logout modules, of its shared signals suite and of RFC 8417.
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readSecurityEvent } from "#lib/kakao/security-event";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
afterAll(() => kakao.stop());

const REST_KEY = "0123456789abcdef0123456789abcdef";
const APP_ID = "100001";
const KAKAO_ID = "3956953872";
const UNLINKED = "https://schemas.openid.net/secevent/oauth/event-type/user-unlinked";
const keys = await generateKeyPair("RS256", { extractable: true });
const others = await generateKeyPair("RS256", { extractable: true });
const now = () => Math.floor(Date.now() / 1000);
const subject = { subject_type: "iss-sub", iss: kakao.origin, sub: KAKAO_ID };

beforeEach(async () => {
  const key = await exportJWK(keys.publicKey);
  kakao.answer(answering(200, { keys: [{ ...key, kid: "one", use: "sig" }] }));
});

type Change = { header?: object; claims?: JWTPayload; key?: CryptoKey | Uint8Array };

function makeToken({ header, claims, key = keys.privateKey }: Change = {}): Promise<string> {
  const whole = {
    ...{ iss: kakao.origin, aud: REST_KEY, sub: KAKAO_ID, iat: now(), toe: now(), jti: "the-jti" },
    txm: "the-transaction",
    events: { [UNLINKED]: { subject, reason: "UNLINK_FROM_APPS" } },
    ...claims,
  };
  return new SignJWT(whole)
    .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: "one", ...header })
    .sign(key);
}

const read = (token: string) => readSecurityEvent(token, AbortSignal.timeout(3000));
const readMade = async (change: Change) => read(await makeToken(change));

test("an event comes out with its person, its time and its identifier", async () => {
  const iat = now() - 5;
  const event = await readMade({ claims: { iat, toe: iat - 100 } });
  expect(event).toEqual({
    ...{ kakaoId: KAKAO_ID, jti: "the-jti" },
    ...{ issuedAt: new Date(iat * 1000), at: new Date((iat - 100) * 1000) },
    events: new Map([[UNLINKED, { subject, reason: "UNLINK_FROM_APPS" }]]),
  });
});

describe("taken", () => {
  test.each<[string, Change]>([
    ["the whole media type", { header: { typ: "application/secevent+jwt" } }],
    ["in capitals", { header: { typ: "SECEVENT+JWT" } }],
    ["for the app's number", { claims: { aud: APP_ID } }],
    ["for us among others", { claims: { aud: ["other", REST_KEY] } }],
    ["subject at the top alone", { claims: { events: { [UNLINKED]: {} } } }],
    ["subject in the event alone", { claims: { sub: undefined } }],
    ["an event nobody knows", { claims: { events: { "https://new.test/event": { subject } } } }],
    ["without toe", { claims: { toe: undefined } }],
    ["a clock a little ahead", { claims: { iat: now() + 30 } }],
    ["an old one", { claims: { iat: now() - 30 * 86_400 } }],
    ["an expiry that is over", { claims: { exp: now() - 3600 } }],
  ])("%s (WH-10, WH-11)", async (_, change) => {
    await expect(readMade(change)).resolves.toMatchObject({ kakaoId: KAKAO_ID });
  });
});

test("a time in milliseconds is one in seconds, and none lies after the token", async () => {
  const iat = now();
  const { at } = await readMade({ claims: { iat, toe: (iat - 60) * 1000 + 500 } });
  expect(at).toEqual(new Date((iat - 60) * 1000 + 500));
  const later = await readMade({ claims: { iat, toe: iat + 86_400 } });
  expect(later.at).toEqual(new Date(iat * 1000));
});

describe("refused", () => {
  const hmac = new TextEncoder().encode("TestOnlyClientSecret0123456789ab");
  test.each<[string, string, Change]>([
    ["no type", "invalid_request", { header: { typ: undefined } }],
    ["an id_token's type", "invalid_request", { header: { typ: "JWT" } }],
    ["a logout token's type", "invalid_request", { header: { typ: "logout+jwt" } }],
    ["a type that is no text", "invalid_request", { header: { typ: 7 } }],
    ["another algorithm", "invalid_key", { header: { alg: "HS256" }, key: hmac }],
    ["something critical", "invalid_key", { header: { crit: ["b64"], b64: true } }],
    ["a key of somebody else's", "invalid_key", { key: others.privateKey }],
    ["a key that Kakao does not name", "invalid_key", { header: { kid: "two" } }],
    ["another issuer", "invalid_issuer", { claims: { iss: "https://kauth.kakao.com" } }],
    ["a slash more", "invalid_issuer", { claims: { iss: `${kakao.origin}/` } }],
    ["no issuer", "invalid_issuer", { claims: { iss: undefined } }],
    ["another audience", "invalid_audience", { claims: { aud: "100002" } }],
    ["no audience", "invalid_audience", { claims: { aud: undefined } }],
    ["nobody's audience", "invalid_audience", { claims: { aud: [] } }],
    ["no jti", "invalid_request", { claims: { jti: undefined } }],
    ["an empty jti", "invalid_request", { claims: { jti: "" } }],
    ["a jti without end", "invalid_request", { claims: { jti: "j".repeat(501) } }],
    ["no iat", "invalid_request", { claims: { iat: undefined } }],
    ["iat as text", "invalid_request", { claims: { iat: "1" as unknown as number } }],
    ["iat to come", "invalid_request", { claims: { iat: now() + 120 } }],
    ["iat in milliseconds", "invalid_request", { claims: { iat: Date.now() } }],
    ["toe as text", "invalid_request", { claims: { toe: "1" } }],
    ["no events", "invalid_request", { claims: { events: undefined } }],
    ["an empty set", "invalid_request", { claims: { events: {} } }],
    ["a list of events", "invalid_request", { claims: { events: [UNLINKED] } }],
    ["an event that is text", "invalid_request", { claims: { events: { [UNLINKED]: "now" } } }],
    ["a nonce", "invalid_request", { claims: { nonce: "a-nonce" } }],
    ["a hash of an access token", "invalid_request", { claims: { at_hash: "x" } }],
    [
      "nobody",
      "invalid_request",
      { claims: { sub: undefined, events: { [UNLINKED]: { reason: "x" } } } },
    ],
    ["two people", "invalid_request", { claims: { sub: "3956953873" } }],
    ["a person who is no number", "invalid_request", { claims: { sub: "1 OR 1=1" } }],
    [
      "a person of another issuer's",
      "invalid_request",
      { claims: { events: { [UNLINKED]: { subject: { ...subject, iss: "https://x.test" } } } } },
    ],
  ])("%s is %s (WH-10, WH-12, WH-13)", async (_, code, change) => {
    await expect(readMade(change)).rejects.toMatchObject({ name: "EventRefused", code });
  });

  test.each(["RS512", "PS256"])("%s by the very key is an invalid key (WH-10)", async (alg) => {
    const key = (await importJWK(await exportJWK(keys.privateKey), alg)) as CryptoKey;
    const change = { header: { alg }, key };
    await expect(readMade(change)).rejects.toMatchObject({ code: "invalid_key" });
  });

  test("alg none is an invalid key (WH-10)", async () => {
    const [, payload] = (await makeToken()).split(".");
    const header = Buffer.from('{"alg":"none","typ":"secevent+jwt"}').toString("base64url");
    await expect(read(`${header}.${payload}.`)).rejects.toMatchObject({ code: "invalid_key" });
  });

  test.each(["", "x", "a.b.c", "a.b.c.d.e", '{"events":{}}'])("%j is no token", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("a claim changed after signing is an invalid key (WH-10)", async () => {
    const [header, , signature] = (await makeToken()).split(".");
    const [, payload] = (await makeToken({ claims: { jti: "another" } })).split(".");
    await expect(read(`${header}.${payload}.${signature}`)).rejects.toMatchObject({
      code: "invalid_key",
    });
  });
});

test("what is not meant for us leads to no request to Kakao (WH-17)", async () => {
  vi.resetModules();
  const { readSecurityEvent: readFresh } = await import("#lib/kakao/security-event");
  const token = await makeToken({ claims: { aud: "100002" } });
  await expect(readFresh(token, AbortSignal.timeout(3000))).rejects.toThrow("aud");
  expect(kakao.hits).toHaveLength(0);
});

test("without Kakao's keys it is Kakao that is away, not the token that is wrong (K17)", async () => {
  vi.resetModules();
  const { readSecurityEvent: readFresh } = await import("#lib/kakao/security-event");
  kakao.answer(answering(503, {}));
  const token = await makeToken();
  await expect(readFresh(token, AbortSignal.timeout(3000))).rejects.toMatchObject({
    name: "KakaoError",
    code: "unavailable",
  });
});

test("a key that was changed just before signing is fetched; a flood of unknown ones fetches none (K16, TV-10, WH-17)", async () => {
  vi.resetModules();
  const { readSecurityEvent: readFresh } = await import("#lib/kakao/security-event");
  const readSoon = (token: string) => readFresh(token, AbortSignal.timeout(3000));
  await readSoon(await makeToken());
  const key = await exportJWK(others.publicKey);
  kakao.answer(answering(200, { keys: [{ ...key, kid: "two", use: "sig" }] }));
  const rotated = await makeToken({ header: { kid: "two" }, key: others.privateKey });
  await expect(readSoon(rotated)).resolves.toMatchObject({ kakaoId: KAKAO_ID });
  for (let n = 0; n < 100; n += 1) {
    const forged = await makeToken({ header: { kid: `kid-${n}` }, key: others.privateKey });
    await expect(readSoon(forged)).rejects.toMatchObject({ code: "invalid_key" });
  }
  expect(kakao.hits).toHaveLength(1);
});
