// Which places a request may name as the next one (OR-1, OR-3).
import { beforeAll, describe, expect, test, vi } from "vitest";

// The site of these tests is an https one, so that a downgrade can be told from it.
vi.stubEnv("APP_ENV", "production");
vi.stubEnv("AUTH_URL", "https://app.test");
vi.stubEnv("KAKAO_AUTH_URL", undefined);
vi.stubEnv("KAKAO_API_URL", undefined);

let readReturnTo: typeof import("./return-to").readReturnTo;
let readOwnPage: typeof import("./return-to").readOwnPage;

beforeAll(async () => {
  ({ readReturnTo, readOwnPage } = await import("./return-to"));
});

describe("a place on another site is home (OR-1)", () => {
  test.each([
    "https://evil.test",
    "//evil.test",
    "///evil",
    "////evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/%5cevil.test",
    "/%5Cevil.test",
    "/%2f%2fevil.test",
    "/%2F/evil.test",
    "/a/%2fevil.test",
    "/\t/evil.test",
    "\t//evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    " //evil.test",
    "//evil.test ",
    "https:evil.test",
    "https:/evil.test",
    "https:app.test/account",
    "https://app.test@evil.test",
    "https://app.test:word@evil.test/",
    "https://user@app.test/account",
    "https://user:word@app.test/account",
    "https://app.test.evil.test",
    "https://evil.test#app.test",
    "https://evil.test?app.test",
    "https://evil.test/https://app.test",
    "http://app.test",
    "http://app.test/account",
    "https://app.test:8443",
    "https://app.test:80/account",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://app.test/x",
    "file:///etc/passwd",
    "/..//evil.test",
    "/.//evil.test",
    "/a/..//evil.test",
    "/account//evil.test",
    "/%0d%0aLocation:evil",
    "/%00",
    "/%7f",
    "/a%1fb",
    "/\u0000",
    "/\u0085",
    "/\u2028",
    "/\u00a0",
    "/\ud800",
    "．evil.test",
    "ａｐｐ.test",
    "//ａｐｐ.test",
    "/／evil.test%2f",
    "123?.app.test",
    "evil.test",
    "account",
    "./account",
    "../account",
    "?a=b",
    "#a",
    "@evil.test",
    ":80/x",
    "https://",
    "https://[",
    "",
    " ",
  ])("%j", (value) => {
    expect(readReturnTo(value)).toBe("/");
    expect(readOwnPage(value)).toBe("/");
  });

  test.each([[null], [undefined], [1], [true], [["/account"]], [{ toString: () => "/account" }]])(
    "what is no text: %j",
    (value) => {
      expect(readReturnTo(value)).toBe("/");
    },
  );
});

describe("a page of this site is taken, as a path (OR-1)", () => {
  test.each([
    ["/", "/"],
    ["/account", "/account"],
    ["/account/", "/account/"],
    ["/account?tab=devices&x=%20y", "/account?tab=devices&x=%20y"],
    ["/account?next=https://evil.test", "/account?next=https://evil.test"],
    ["/account?next=//evil.test", "/account?next=//evil.test"],
    ["/account#part", "/account"],
    ["/글/첫-글", "/%EA%B8%80/%EC%B2%AB-%EA%B8%80"],
    ["/%EA%B8%80", "/%EA%B8%80"],
    ["/a/../account", "/account"],
    ["/a/%2e%2e/account", "/account"],
    ["https://app.test", "/"],
    ["https://app.test/account?x=1", "/account?x=1"],
    ["HTTPS://APP.TEST/account", "/account"],
    ["https://app.test:443/account", "/account"],
    ["/apiary", "/apiary"],
    ["/sign-in-help", "/sign-in-help"],
  ])("%j is %j", (value, expected) => {
    expect(readReturnTo(value)).toBe(expected);
  });

  test.each(["/account", "/글/첫-글?x=1", "https://app.test/a"])(
    "%j twice is the same",
    (value) => {
      const once = readReturnTo(value);
      expect(readReturnTo(once)).toBe(once);
    },
  );
});

describe("no answer that is no page, and no way round in a circle (OR-3)", () => {
  test.each([
    "/api",
    "/api/",
    "/api/auth/signin",
    "/api/auth/callback/kakao?code=x&state=y",
    "/API/auth/signout",
    "/a/../api/me",
    "/%61pi/auth/signout",
    "/ap%69/me",
    "/%5fnext/data",
    "/_next/data/x.json",
    "/language",
    "/languag%65",
    "https://app.test/api/me",
  ])("%s is home, for both readers", (value) => {
    expect(readReturnTo(value)).toBe("/");
    expect(readOwnPage(value)).toBe("/");
  });

  test.each(["/sign-in", "/sign-in?returnTo=/sign-in", "/Sign-In/", "/unavailable?returnTo=%2F"])(
    "%s is no destination, and is a page to stay on",
    (value) => {
      expect(readReturnTo(value)).toBe("/");
      expect(readOwnPage(value)).toBe(value);
    },
  );

  test("an escape that only hides a letter is home", () => {
    for (const value of ["/sign%2din", "/s%69gn-in", "/unavailabl%65", "/%41", "/%30", "/%7e"])
      expect(readReturnTo(value)).toBe("/");
  });
});

describe("at most 2 KB, as it is stored (OR-3)", () => {
  test("2048 characters are taken, one more is home", () => {
    const longest = `/${"a".repeat(2047)}`;
    expect(readReturnTo(longest)).toBe(longest);
    expect(readReturnTo(`${longest}a`)).toBe("/");
  });

  test("what would be cut off counts too: a longer text is not even read", () => {
    expect(readReturnTo(`/account#${"a".repeat(2039)}`)).toBe("/account");
    expect(readReturnTo(`/account#${"a".repeat(2040)}`)).toBe("/");
  });

  test("Korean is measured escaped", () => {
    expect(readReturnTo(`/${"글".repeat(227)}`)).toHaveLength(1 + 227 * 9);
    expect(readReturnTo(`/${"글".repeat(228)}`)).toBe("/");
    expect(readReturnTo(`/account?q=${"글".repeat(300)}`)).toBe("/");
  });
});
