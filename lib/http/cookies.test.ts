// Cookies as header text: both of two with one name are seen, and no name is taken for another.
import { afterEach, describe, expect, test, vi } from "vitest";
import { readCookie, readCookies, serializeCookie } from "#lib/http/cookies";
import { clearUnusableCookie } from "#lib/session/clear";
import { readSessionCookie } from "#lib/session/cookie";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("every cookie comes back in its order, its value as sent", () => {
  expect(readCookies('a=1; b=x=y==; c=; a="2"; d; =e')).toEqual([
    { name: "a", value: "1" },
    { name: "b", value: "x=y==" },
    { name: "c", value: "" },
    { name: "a", value: '"2"' },
    { name: "", value: "e" },
  ]);
  expect(readCookies(null)).toEqual([]);
  expect(readCookies("")).toEqual([]);
});

describe("a cookie is read by its exact name (ST-9, B14)", () => {
  test.each([
    ["alone", "session=token", "token"],
    ["among others", "a=1; session=token; b=2", "token"],
    ["beside one whose name starts alike", "session.0=a; session-old=b; session=token", "token"],
    ["beside one whose name ends alike", "my-session=a; session=token", "token"],
    ["absent", "a=1", null],
    ["only names that start alike", "session.0=a; sessions=b; session-token=c", null],
    ["another case", "Session=token", null],
    ["empty", "session=", null],
    ["twice", "session=one; session=two", null],
    ["twice the same", "session=one; session=one", null],
    ["twice, once empty", "session=; session=two", null],
    ["no header", null, null],
  ])("%s", (_, header, expected) => {
    expect(readCookie(header, "session")).toBe(expected);
    expect(readSessionCookie(header)).toBe(expected);
  });
});

describe("a cookie is set for the whole site, out of reach of scripts (WB-1)", () => {
  const cookie = { name: "session", value: "a.b.c", maxAgeSeconds: 60 };

  test("over http", () => {
    expect(serializeCookie(cookie)).toBe(
      "session=a.b.c; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
    );
  });

  test("over https, with the prefix that pins it to this host", async () => {
    vi.stubEnv("AUTH_URL", "https://humblebug.test");
    vi.resetModules();
    const { sessionCookie, endedSessionCookie } = await import("#lib/session/cookie");
    const { serializeCookie: serialize } = await import("#lib/http/cookies");
    expect(serialize(sessionCookie("a.b.c"))).toBe(
      "__Host-session=a.b.c; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure",
    );
    expect(serialize(endedSessionCookie())).toBe(
      "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure",
    );
  });
});

test("over https a cookie without the prefix is no session (WB-1)", async () => {
  vi.stubEnv("AUTH_URL", "https://humblebug.test");
  vi.resetModules();
  const { readSessionCookie: read } = await import("#lib/session/cookie");
  expect(read("session=token")).toBeNull();
  expect(read("session=planted; __Host-session=token")).toBe("token");
});

describe("a 401 takes a worthless session cookie back, and no other (ST-9)", () => {
  test.each(["session=junk", "session=", "session=a; session=b"])("%s", (header) => {
    expect(clearUnusableCookie(header)["set-cookie"]).toMatch(/^session=; .*Max-Age=0/);
  });

  test.each([null, "", "other=1", "session.0=stray", "sessions=stray"])("%s", (header) => {
    expect(clearUnusableCookie(header)).toEqual({});
  });
});
