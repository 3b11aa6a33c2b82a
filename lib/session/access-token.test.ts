// A native app's access token: ours, whole, current and of its own kind (ST-1 to ST-5, ST-8).
import { createHmac, type KeyObject, randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { afterEach, describe, expect, test, vi } from "vitest";
import { keyRing } from "#lib/keys";
import {
  readAccessToken,
  readSessionToken,
  signAccessToken,
  signSessionToken,
} from "#lib/session/token";

const CLAIMS = { userId: randomUUID(), sessionId: randomUUID() };
const WEB = { userId: CLAIMS.userId, sessionSecret: "A".repeat(43) };
const { kid, key } = keyRing("native access").current;
const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

afterEach(() => vi.useRealTimers());

type Change = { header?: Record<string, unknown>; payload?: Record<string, unknown> };

function forge(
  { header, payload }: Change = {},
  secret: KeyObject | string = key,
  hash = "sha256",
) {
  const input = [
    encode({ alg: "HS256", typ: "access+jwt", kid, ...header }),
    encode({
      sub: CLAIMS.userId,
      sid: CLAIMS.sessionId,
      iss: "http://localhost:3199",
      aud: "native",
      iat: now(),
      exp: now() + 1800,
      ...payload,
    }),
  ].join(".");
  return `${input}.${createHmac(hash, secret).update(input).digest("base64url")}`;
}

test("a token of ours is read back, and holds ids and times only", () => {
  expect(readAccessToken(signAccessToken(CLAIMS))).toEqual(CLAIMS);
  expect(readAccessToken(forge())).toEqual(CLAIMS);
  const { header, payload } = jwt.decode(signAccessToken(CLAIMS), { complete: true }) ?? {};
  expect(header).toEqual({ alg: "HS256", typ: "access+jwt", kid });
  expect(Object.keys(payload ?? {}).sort()).toEqual(["aud", "exp", "iat", "iss", "sid", "sub"]);
});

test("it is over after thirty minutes (ST-7)", () => {
  const token = signAccessToken(CLAIMS);
  vi.useFakeTimers({ now: Date.now() + 1799_000 });
  expect(readAccessToken(token)).toEqual(CLAIMS);
  vi.setSystemTime(Date.now() + 2000);
  expect(readAccessToken(token)).toBeNull();
});

describe("the two kinds are useless in each other's place (ST-5)", () => {
  test("as they are", () => {
    expect(readAccessToken(signSessionToken(WEB))).toBeNull();
    expect(readSessionToken(signAccessToken(CLAIMS))).toBeNull();
  });

  test("and with one of the three marks changed", () => {
    expect(readAccessToken(forge({ header: { typ: "session+jwt" } }))).toBeNull();
    expect(readAccessToken(forge({ payload: { aud: "web" } }))).toBeNull();
    const web = keyRing("web session").current;
    expect(readAccessToken(forge({}, web.key))).toBeNull();
    expect(readAccessToken(forge({ header: { kid: web.kid } }, web.key))).toBeNull();
  });
});

describe("every claim is required, with its type (ST-2)", () => {
  test.each<[string, Change]>([
    ["alg none", { header: { alg: "none" } }],
    ["alg HS512", { header: { alg: "HS512" } }],
    ["typ missing", { header: { typ: undefined } }],
    ["typ JWT", { header: { typ: "JWT" } }],
    ["kid missing", { header: { kid: undefined } }],
    ["kid unknown", { header: { kid: "AAAAAAAA" } }],
    ["crit", { header: { crit: ["exp"] } }],
    ["sub missing", { payload: { sub: undefined } }],
    ["sub an object", { payload: { sub: { id: CLAIMS.userId } } }],
    ["sid missing", { payload: { sid: undefined } }],
    ["sid a web session's", { payload: { sid: "A".repeat(43) } }],
    ["iss missing", { payload: { iss: undefined } }],
    ["iss another", { payload: { iss: "https://evil.test" } }],
    ["aud a list", { payload: { aud: ["native"] } }],
    ["iat missing", { payload: { iat: undefined } }],
    ["iat to come", { payload: { iat: now() + 3600, exp: now() + 5000 } }],
    ["exp missing", { payload: { exp: undefined } }],
    ["exp past", { payload: { exp: now() - 1 } }],
    ["exp as text", { payload: { exp: String(now() + 100) } }],
    ["exp too late", { payload: { exp: now() + 1801 } }],
    ["another claim", { payload: { admin: true } }],
  ])("%s is refused", (_, change) => {
    expect(readAccessToken(forge(change))).toBeNull();
  });

  test("HS512 under our own key is refused (ST-1)", () => {
    expect(readAccessToken(forge({ header: { alg: "HS512" } }, key, "sha512"))).toBeNull();
  });
});
