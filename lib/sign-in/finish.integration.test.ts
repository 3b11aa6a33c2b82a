// A whole trip, from the posted form to the session, with a small Kakao and a real PostgreSQL:
// what must not become a session does not, and what is the same trip ends the same way.
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findCurrentUser } from "#lib/session/find";
import { handleAuthAction } from "#lib/sign-in/actions";
import { type Answer, answering, startLittleServer } from "#scripts/test/little-server";
import { openDatabase } from "#scripts/test/open-database";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
vi.spyOn(process.stdout, "write").mockReturnValue(true);
const database = openDatabase();

afterAll(async () => {
  await kakao.stop();
  await database.close();
});

const SITE = "http://localhost:3199";
const count = async (table: "User" | "Session") =>
  Number((await database.rows<{ n: string }>(`SELECT count(*) AS "n" FROM "${table}"`))[0]?.n);
const tokenRequests = () => kakao.hits.filter(({ url }) => url.pathname === "/oauth/token").length;

/** The code is the Kakao id of whoever signs in: this Kakao takes any code, any number of times. */
function kakaoWorks(change: { token?: Answer; user?: Answer } = {}) {
  kakao.answer((response, hit) => {
    if (hit.url.pathname === "/oauth/token") {
      const tokens = {
        token_type: "bearer",
        access_token: new URLSearchParams(hit.body).get("code"),
      };
      return (change.token ?? answering(200, tokens))(response, hit);
    }
    const id = hit.headers.authorization?.replace("Bearer ", "");
    return (change.user ?? answering(200, `{"id":${id}}`))(response, hit);
  });
}

beforeEach(async () => {
  await database.rows('DELETE FROM "User"');
  await database.rows('DELETE FROM "SignInFlow"');
  kakaoWorks();
});

class Browser {
  readonly jar = new Map<string, string>();
  get cookie() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  async send(method: string, path: string, body?: URLSearchParams) {
    const url = new URL(path, SITE);
    const headers = { cookie: this.cookie, "sec-fetch-site": "same-origin" };
    const request = new Request(url, { method, headers, ...(body && { body }) });
    const answer = await handleAuthAction(request, url.pathname.split("/").slice(3));
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }
  async start(returnTo = "/account", fields: Record<string, string> = {}) {
    const form = new URLSearchParams({ returnTo, ...fields });
    const answer = await this.send("POST", "/api/auth/signin/kakao", form);
    return new URL(answer.headers.get("location") ?? "").searchParams.get("state") ?? "";
  }
  finish(state: string, code = "1001") {
    return this.comeBack({ code, state });
  }
  async comeBack(query: Record<string, string>) {
    const answer = await this.send("GET", `/api/auth/callback/kakao?${new URLSearchParams(query)}`);
    return (answer.headers.get("location") ?? "").replace(/ref=[^&]*/, "ref");
  }
  who() {
    return findCurrentUser(this.cookie);
  }
}

test("a trip ends where the person wanted to go, signed in", async () => {
  const browser = new Browser();
  expect(await browser.finish(await browser.start("/account?tab=1"))).toBe(`${SITE}/account?tab=1`);
  expect(await browser.who()).not.toBeNull();
  expect([...browser.jar.keys()].sort()).toEqual(["session", "signed-in-before"]);
});

describe("a state that is not of this browser asks Kakao nothing (CB-1, CB-3, CB-4, B8)", () => {
  test.each<[string, (browser: Browser, state: string) => Promise<string>]>([
    ["no cookies at all", (_, state) => new Browser().finish(state)],
    ["another browser's", async (browser) => browser.finish(await new Browser().start())],
    ["an invented one", (browser) => browser.finish("invented")],
    ["a truncated one", (browser, state) => browser.finish(state.slice(0, -1))],
    ["a longer one", (browser, state) => browser.finish(`${state}x`)],
  ])("%s", async (_, arrive) => {
    const browser = new Browser();
    const state = await browser.start();
    expect(await arrive(browser, state)).toContain(`${SITE}/sign-in?error=expired`);
    expect(kakao.hits).toHaveLength(0);
    expect(await count("Session")).toBe(0);
    expect(await browser.finish(state)).toBe(`${SITE}/account`);
  });
});

describe("a trip is good for one session (CB-2, CB-12, I6)", () => {
  test("replayed with the saved cookies it is refused, and Kakao is not asked", async () => {
    const browser = new Browser();
    const state = await browser.start();
    const saved = new Map(browser.jar);
    await browser.finish(state);
    const replay = new Browser();
    for (const [name, value] of saved) replay.jar.set(name, value);
    expect(await replay.finish(state)).toContain("error=expired");
    expect(await replay.who()).toBeNull();
    expect([tokenRequests(), await count("Session")]).toEqual([1, 1]);
  });

  test.each([0, 20, 60])(
    "arriving twice, %i ms apart, before Kakao has answered, both end signed in, with one session and one request",
    async (ms) => {
      kakaoWorks({ user: (...hit) => setTimeout(answering(200, '{"id":1001}'), 150, ...hit) });
      const browser = new Browser();
      const state = await browser.start();
      const first = browser.finish(state);
      await new Promise((resolve) => setTimeout(resolve, ms));
      const both = await Promise.all([first, browser.finish(state)]);
      expect(both).toEqual([`${SITE}/account`, `${SITE}/account`]);
      expect(await browser.who()).not.toBeNull();
      expect([tokenRequests(), await count("Session"), await count("User")]).toEqual([1, 1, 1]);
    },
  );

  test("reloaded afterwards it goes home, still signed in (B3, K7)", async () => {
    const browser = new Browser();
    const state = await browser.start();
    await browser.finish(state);
    expect(await browser.finish(state)).toBe(`${SITE}/`);
    expect(await browser.who()).not.toBeNull();
    expect([tokenRequests(), await count("Session")]).toEqual([1, 1]);
  });

  test("two tabs finish in either order (AR-6, B4)", async () => {
    const browser = new Browser();
    const [first, second] = [await browser.start("/a"), await browser.start("/b")];
    expect(await browser.finish(second)).toBe(`${SITE}/b`);
    expect(await browser.finish(first)).toBe(`${SITE}/a`);
    expect([await count("User"), await count("Session")]).toEqual([1, 1]);
  });
});

describe("another person in the same browser (CB-9, CB-10, DEC-4)", () => {
  test("takes over the browser, and the first one's session is over", async () => {
    const browser = new Browser();
    await browser.finish(await browser.start(), "1001");
    const [first, copied] = [await browser.who(), browser.cookie];
    await browser.finish(await browser.start(), "1002");
    const second = await browser.who();
    expect(second?.id).not.toBe(first?.id);
    expect(await findCurrentUser(copied)).toBeNull();
    expect([await count("User"), await count("Session")]).toEqual([2, 1]);
    const fresh = new Browser();
    await fresh.finish(await fresh.start(), "1002");
    expect((await fresh.who())?.id).toBe(second?.id);
  });

  test("a session cookie planted in advance is never kept", async () => {
    const browser = new Browser();
    browser.jar.set("session", "planted");
    await browser.finish(await browser.start());
    expect(browser.jar.get("session")).not.toBe("planted");
    expect(await browser.who()).not.toBeNull();
  });
});

describe("what Kakao does not vouch for stores nothing (K3, K20, TV-14, B11)", () => {
  test.each<[string, Parameters<typeof kakaoWorks>[0], string]>([
    ["no tokens", { token: answering(500, "") }, "kakao_unavailable"],
    ["a used code", { token: answering(400, { error_code: "KOE320" }) }, "kakao_rejected"],
    ["nobody", { user: answering(200, {}) }, "kakao_unavailable"],
    ["a child", { user: answering(401, { code: -406 }) }, "under_14"],
  ])("%s", async (_, answers, code) => {
    kakaoWorks(answers);
    const browser = new Browser();
    const location = await browser.finish(await browser.start(), "1001");
    expect(location).toContain(`${SITE}/sign-in?error=${code}`);
    expect(location).not.toContain("1001");
    expect([await count("User"), await count("Session")]).toEqual([0, 0]);
    expect(browser.jar.size).toBe(0);
  });

  test("a cancelled consent is calm, and asks Kakao nothing (CB-6)", async () => {
    const browser = new Browser();
    const query = new URLSearchParams({ error: "access_denied", state: await browser.start() });
    const { headers } = await browser.send("GET", `/api/auth/callback/kakao?${query}`);
    expect(headers.get("location")).toContain("error=cancelled");
    expect(kakao.hits).toHaveLength(0);
    expect(await count("User")).toBe(0);
  });
});

describe("a silent try (prompt=none) is nobody's error", () => {
  const silently = { prompt: "none", page: "/sign-in" };
  const PAGE = `${SITE}/sign-in?returnTo=%2Faccount`;
  const countedFailures = async () =>
    (
      await database.rows<{ n: number }>(
        `SELECT coalesce(sum("points"), 0)::int AS "n" FROM "RateLimit" WHERE "key" LIKE 'callback:%'`,
      )
    )[0]?.n ?? 0;
  const outcomes = async () =>
    (await database.rows<{ o: string }>('SELECT "outcome" AS "o" FROM "SignInFlow"')).map(
      ({ o }) => o,
    );

  test.each(["login_required", "consent_required", "interaction_required"])(
    "%s leads back to the page, and so does a second arrival; not silent, it is an error",
    async (error) => {
      const before = await countedFailures();
      const browser = new Browser();
      const state = await browser.start("/account", silently);
      const saved = new Map(browser.jar);
      expect(await browser.comeBack({ error, state })).toBe(PAGE);
      expect([...browser.jar.keys()]).toEqual(["silent-try"]);
      expect(await outcomes()).toEqual(["person_needed"]);
      const late = new Browser();
      for (const [name, value] of saved) late.jar.set(name, value);
      expect(await late.comeBack({ error, state })).toBe(PAGE);
      const failures = await countedFailures();
      expect(failures).toBe(before);
      const loud = await browser.start("/account");
      expect(await browser.comeBack({ error, state: loud })).toContain("error=kakao_rejected");
      expect((await outcomes()).sort()).toEqual(["kakao_rejected", "person_needed"]);
      expect(await countedFailures()).toBe(failures + 1);
      expect(kakao.hits).toHaveLength(0);
    },
  );

  test.each<Record<string, string>>([
    { error: "server_error" },
    { error: "access_denied" },
    { error: "invalid_scope" },
    { code: "0" },
  ])("%j leads back to the page too, without a word", async (answer) => {
    const browser = new Browser();
    const state = await browser.start("/account", silently);
    expect(await browser.comeBack({ ...answer, state })).toBe(PAGE);
    expect(await browser.who()).toBeNull();
  });

  test("that succeeds goes where the person wanted to go", async () => {
    const browser = new Browser();
    const state = await browser.start("/account", silently);
    expect(await browser.finish(state)).toBe(`${SITE}/account`);
    expect(await browser.who()).not.toBeNull();
    expect(browser.jar.has("silent-try")).toBe(true);
  });

  test("is forgotten by a sign-in by hand", async () => {
    const browser = new Browser();
    await browser.start("/account", silently);
    await browser.finish(await browser.start());
    expect(browser.jar.has("silent-try")).toBe(false);
  });
});

test.each([
  ["GET", "/api/auth/signin/kakao", 405],
  ["HEAD", "/api/auth/signin/kakao", 405],
  ["HEAD", "/api/auth/callback/kakao?code=c&state=s", 405],
  ["OPTIONS", "/api/auth/callback/kakao", 405],
  ["GET", "/api/auth/signout", 405],
  ["POST", "/api/auth/callback/kakao", 405],
  ["GET", "/api/auth/providers", 404],
  ["GET", "/api/auth/signin", 404],
  ["POST", "/api/auth/__proto__", 404],
  ["POST", "/api/auth/constructor", 404],
])("%s %s is %i and leaves everything as it was (AR-5, CB-13)", async (method, path, status) => {
  const browser = new Browser();
  const answer = await browser.send(method, path);
  expect(answer.status).toBe(status);
  expect(browser.jar.size).toBe(0);
  expect(kakao.hits).toHaveLength(0);
});
