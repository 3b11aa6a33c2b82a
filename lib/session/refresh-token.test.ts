// The refresh token: only what we have made is one, and its successor is always the same (NX-7, ST-4).
import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createKeyRing, keyRing } from "#lib/keys";
import { makeRefreshToken, readRefreshToken, refreshHashOf } from "#lib/session/refresh-token";

const claims = { sessionId: randomUUID(), generation: 1 };
const [old, next] = ["b2xk", "bmV3"].map(
  (name) => `${name}${"c2VjcmV0LW9mLWEtdGVzdC0wMDA".repeat(2)}`,
);

test("a token of ours is read back, and the same claims make the same token", () => {
  const token = makeRefreshToken(claims);
  expect(readRefreshToken(token)).toEqual(claims);
  expect(makeRefreshToken(claims)).toBe(token);
  expect(makeRefreshToken({ ...claims, generation: 2 })).not.toBe(token);
  expect(refreshHashOf(token)).toMatch(/^[0-9a-f]{64}$/);
});

test("no single changed letter is accepted", () => {
  const token = makeRefreshToken(claims);
  for (let at = 0; at < token.length; at += 1) {
    const letter = token[at] === "A" ? "B" : "A";
    const changed = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
    expect(readRefreshToken(changed), `letter ${at}`).toBeNull();
  }
});

describe("what we have not made is nothing", () => {
  const body = (kid: string) => `${kid}.${claims.sessionId}.1`;
  const { kid } = keyRing("native refresh").current;
  const under = (key: Parameters<typeof createHmac>[1], given = kid) =>
    `${body(given)}.${createHmac("sha256", key).update(body(given)).digest("base64url")}`;

  test("another purpose's key, under either kid (ST-5)", () => {
    const other = keyRing("native access").current;
    expect(readRefreshToken(under(other.key))).toBeNull();
    expect(readRefreshToken(under(other.key, other.kid))).toBeNull();
  });

  test("an unknown kid, and the raw secret (ST-3)", () => {
    expect(readRefreshToken(under(keyRing("native refresh").current.key, "AAAAAAAA"))).toBeNull();
    expect(readRefreshToken(under("dGVzdC1vbmx5LXNlY3JldC1uZXZlci11c2Vk"))).toBeNull();
  });

  test.each([
    "",
    ".",
    "...",
    "a.b.c.d",
    "%",
    "eyJhbGciOiJIUzI1NiJ9.e30.x",
    `${body(kid)}.`,
    `${kid}.${claims.sessionId}.0.${"A".repeat(43)}`,
    `${kid}.${claims.sessionId}.01.${"A".repeat(43)}`,
    `${kid}.${claims.sessionId}.9999999999.${"A".repeat(43)}`,
  ])("%j", (token) => {
    expect(readRefreshToken(token)).toBeNull();
  });
});

test("an earlier secret's tokens live on until it is removed; their successors are the new one's", () => {
  const before = createKeyRing([old ?? ""], "native refresh");
  const during = createKeyRing([next ?? "", old ?? ""], "native refresh");
  const after = createKeyRing([next ?? ""], "native refresh");
  const token = makeRefreshToken(claims, before);
  expect(readRefreshToken(token, during)).toEqual(claims);
  expect(readRefreshToken(token, after)).toBeNull();
  expect(readRefreshToken(makeRefreshToken(claims, during), after)).toEqual(claims);
});
