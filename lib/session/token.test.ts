// The session token: one test for each way in which one may not be ours (ST-1 to ST-5, ST-8, ST-9).
import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createKeyRing, keyRing, type Purpose } from "#lib/keys";
import { readSessionToken, signSessionToken } from "#lib/session/token";

const CLAIMS = {
  userId: "0198c0de-0000-7000-8000-000000000001",
  sessionSecret: "c2Vzc2lvbi1zZWNyZXQtb2YtMjU2LXJhbmRvbS1iaXQ",
};
const ISSUER = "http://localhost:3199";
const DAY = 24 * 60 * 60;
const { kid, key } = keyRing("web session").current;

afterEach(() => {
  vi.useRealTimers();
});

const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

type Change = { header?: Record<string, unknown>; payload?: Record<string, unknown> };

/** A token signed by hand, so that nothing stands between a test and an odd claim. */
function forge(
  { header, payload }: Change = {},
  secret: KeyObject | string = key,
  hash = "sha256",
) {
  const input = [
    encode({ alg: "HS256", typ: "session+jwt", kid, ...header }),
    encode({
      sub: CLAIMS.userId,
      sid: CLAIMS.sessionSecret,
      iss: ISSUER,
      aud: "web",
      iat: now(),
      exp: now() + 30 * DAY,
      ...payload,
    }),
  ].join(".");
  return `${input}.${createHmac(hash, secret).update(input).digest("base64url")}`;
}

test("a token of ours is read back", () => {
  expect(readSessionToken(signSessionToken(CLAIMS))).toEqual(CLAIMS);
  expect(readSessionToken(forge())).toEqual(CLAIMS);
});

test("the payload holds ids and times only (ST-8)", () => {
  const { header, payload } = jwt.decode(signSessionToken(CLAIMS), { complete: true }) ?? {};
  expect(header).toEqual({ alg: "HS256", typ: "session+jwt", kid });
  expect(payload).toEqual({
    sub: CLAIMS.userId,
    sid: CLAIMS.sessionSecret,
    iss: ISSUER,
    aud: "web",
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
});

describe("HS256 and nothing else (ST-1)", () => {
  test.each([
    ["HS384", "sha384"],
    ["HS512", "sha512"],
  ])("%s under our own key is refused", (alg, hash) => {
    expect(readSessionToken(forge({ header: { alg } }, key, hash))).toBeNull();
    expect(readSessionToken(forge({ header: { alg: "HS256" } }, key, hash))).toBeNull();
  });

  test.each(["none", "None", "NONE", ""])("alg %j is refused", (alg) => {
    const unsigned = forge({ header: { alg } }).replace(/[^.]+$/, "");
    expect(readSessionToken(unsigned)).toBeNull();
    expect(readSessionToken(forge({ header: { alg } }))).toBeNull();
  });

  test("RS256 is refused", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const options = { algorithm: "RS256", expiresIn: 60, issuer: ISSUER, audience: "web" } as const;
    const payload = { sub: CLAIMS.userId, sid: CLAIMS.sessionSecret };
    const header = { alg: "RS256", typ: "session+jwt", kid };
    expect(readSessionToken(jwt.sign(payload, privateKey, { ...options, header }))).toBeNull();
  });
});

describe("every claim is there and has its own type (ST-2)", () => {
  const names = ["sub", "sid", "iss", "aud", "iat", "exp"];

  test.each(names)("without %s a token is refused", (name) => {
    expect(readSessionToken(forge({ payload: { [name]: undefined } }))).toBeNull();
  });

  test.each(names)("with an odd %s a token is refused", (name) => {
    for (const odd of [null, "", "x", [], {}, true, 1.5, "1e999", -1])
      expect(readSessionToken(forge({ payload: { [name]: odd } }))).toBeNull();
  });

  test.each<[string, Record<string, unknown>]>([
    ["sub an object", { sub: { id: CLAIMS.userId } }],
    ["sub in a list", { sub: [CLAIMS.userId] }],
    ["sub a Kakao id", { sub: "3956953872" }],
    ["sid too short", { sid: CLAIMS.sessionSecret.slice(1) }],
    ["sid too long", { sid: `${CLAIMS.sessionSecret}a` }],
    ["sid with other characters", { sid: `${CLAIMS.sessionSecret.slice(1)}+` }],
    ["iss another site", { iss: "https://evil.test" }],
    ["iss with a slash", { iss: `${ISSUER}/` }],
    ["aud another kind's", { aud: "native" }],
    ["aud a list", { aud: ["web"] }],
    ["aud a list of two", { aud: ["web", "native"] }],
    ["iat as text", { iat: String(now()), exp: now() + 100 }],
    ["exp as text", { exp: String(now() + 100) }],
    ["iat a fraction", { iat: now() - 0.5, exp: now() + 100 }],
    ["exp a fraction", { exp: now() + 100.5 }],
    ["iat in six minutes", { iat: now() + 360, exp: now() + 720 }],
    ["exp past", { exp: now() - 1, iat: now() - 2 }],
    ["exp beyond thirty days of iat (ST-7)", { iat: now(), exp: now() + 30 * DAY + 1 }],
    ["nbf to come", { nbf: now() + 100 }],
    ["a claim of nobody's", { admin: true }],
  ])("%s is refused", (_, payload) => {
    expect(readSessionToken(forge({ payload }))).toBeNull();
  });

  test.each<[string, Record<string, unknown>]>([
    ["crit", { crit: ["x"], x: 1 }],
    ["an empty crit", { crit: [] }],
    ["jwk", { jwk: { kty: "oct", k: "AAAA" } }],
    ["jku", { jku: "https://evil.test" }],
    ["typ JWT", { typ: "JWT" }],
    ["typ of another kind", { typ: "access+jwt" }],
    ["no typ", { typ: undefined }],
    ["typ in capitals", { typ: "SESSION+JWT" }],
    ["no kid", { kid: undefined }],
    ["kid a number", { kid: 1 }],
    ["kid a list", { kid: [kid] }],
    ["an unknown kid (ST-4)", { kid: "AAAAAAAA" }],
    ["kid __proto__", { kid: "__proto__" }],
  ])("a header with %s is refused", (_, header) => {
    expect(readSessionToken(forge({ header }))).toBeNull();
  });

  test("another instance's clock may run ahead by four minutes", () => {
    const payload = { iat: now() + 240, exp: now() + 30 * DAY };
    expect(readSessionToken(forge({ payload }))).toEqual(CLAIMS);
  });

  test("a token ends with its thirty days (ST-7)", () => {
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const token = signSessionToken(CLAIMS);
    vi.setSystemTime(start + (30 * DAY - 2) * 1000);
    expect(readSessionToken(token)).toEqual(CLAIMS);
    vi.setSystemTime(start + (30 * DAY + 1) * 1000);
    expect(readSessionToken(token)).toBeNull();
  });
});

describe("the key is that of web sessions (ST-3, ST-5)", () => {
  test("a token signed with the raw secret is refused", () => {
    const secret = process.env.AUTH_SECRET ?? "";
    for (const raw of [secret, Buffer.from(secret, "base64").toString("latin1")])
      expect(readSessionToken(forge({}, raw))).toBeNull();
  });

  const others: Purpose[] = ["session id", "form token", "sign-in flow", "auth.js checks"];
  test.each(others)(
    "a token signed with the key for %s is refused, under either kid",
    (purpose) => {
      const other = keyRing(purpose).current;
      expect(readSessionToken(forge({}, other.key))).toBeNull();
      expect(readSessionToken(forge({ header: { kid: other.kid } }, other.key))).toBeNull();
    },
  );
});

describe("rotation (ST-4, P4, P5)", () => {
  const [before, after] = [
    "an-earlier-secret-of-32-bytes-000001",
    "a-later-secret-of-32-bytes-00000002",
  ];
  const ringOf = (...secrets: [string, ...string[]]) => createKeyRing(secrets, "web session");

  test("a session outlives the change while its secret is kept, and ends when it is removed", () => {
    const token = signSessionToken(CLAIMS, ringOf(before));
    expect(readSessionToken(token, ringOf(after, before))).toEqual(CLAIMS);
    expect(readSessionToken(token, ringOf(after))).toBeNull();
  });

  test("the new secret signs at once, and the old deployment does not know it", () => {
    const token = signSessionToken(CLAIMS, ringOf(after, before));
    expect(readSessionToken(token, ringOf(after))).toEqual(CLAIMS);
    expect(readSessionToken(token, ringOf(before))).toBeNull();
  });

  test("a kid is not a hint: no other key is tried", () => {
    const ring = ringOf(after, before);
    const old = ringOf(before).current;
    const token = forge({ header: { kid: ring.current.kid } }, old.key);
    expect(readSessionToken(token, ring)).toBeNull();
  });
});
