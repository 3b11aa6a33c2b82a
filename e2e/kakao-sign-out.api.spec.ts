// The way out of the Kakao account, over HTTP: our session never waits for it, and whoever comes
// back with a state that is not theirs finds the plain page.
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { readCsrfToken, readMe, signIn, statusOfCookie } from "./sign-in-steps";
import { Visitor } from "./visitor";

const signOutUrl = () => `${baseUrl()}/api/auth/signout`;
const DONE = "로그아웃했어요. 카카오계정은 방금 카카오 화면에서 고른 대로예요.";

async function signInNew(person: { id: string; loginId: string }) {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  return { visitor, token, csrfToken: await readCsrfToken(visitor) };
}

async function leave(visitor: Visitor, form: Record<string, string> = {}, headers = {}) {
  const answer = await visitor.post(signOutUrl(), { kakaoAccount: "1", ...form }, headers);
  expect(answer.status).toBe(303);
  const { origin, pathname, searchParams } = answer.location as URL;
  expect(origin + pathname).toBe(`${kakaoUrl()}/oauth/logout`);
  return {
    answer,
    query: Object.fromEntries(searchParams),
    state: searchParams.get("state") ?? "",
  };
}

test("our session is over before the browser has asked Kakao anything (LO-3, LO-4)", async ({
  person,
  kakao,
}) => {
  const { visitor, token, csrfToken } = await signInNew(person);
  const startedAt = Date.now();
  const { answer, query } = await leave(visitor, { csrfToken });
  expect(Date.now() - startedAt).toBeLessThan(1500);
  expect(await statusOfCookie(token)).toBe(401);
  expect(await kakao.readLedger({ path: "/oauth/logout", personId: person.id })).toEqual([]);
  expect(query).toEqual({
    client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    logout_redirect_uri: `${baseUrl()}/sign-in`,
    state: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(answer.headers["clear-site-data"]).toBe('"cache", "storage"');
  const cookie = answer.setCookies.find((line) => line.startsWith("kakao-sign-out="));
  expect(cookie?.split("; ").slice(1).sort()).toEqual([
    "HttpOnly",
    "Max-Age=600",
    "Path=/",
    "SameSite=Lax",
  ]);
});

test("nothing that is sent along leads anywhere else (LO-4, OR-2)", async ({ person }) => {
  const { visitor, csrfToken } = await signInNew(person);
  const evil = { logout_redirect_uri: "https://evil.test", state: "x", returnTo: "//evil.test" };
  const headers = { "x-forwarded-host": "evil.test", referer: "https://evil.test/" };
  const { query } = await leave(visitor, { csrfToken, ...evil, client_id: "evil" }, headers);
  expect(query.logout_redirect_uri).toBe(`${baseUrl()}/sign-in`);
  expect(JSON.stringify(query)).not.toContain("evil");
});

test("also who is signed out already is led there, as often as they like (LO-5)", async () => {
  const visitor = new Visitor();
  visitor.setCookie("session", "rubbish");
  const states = [await leave(visitor), await leave(visitor), await leave(new Visitor())];
  expect(new Set(states.map(({ state }) => state)).size).toBe(3);
});

test("a form that is not of this session ends nothing and leads nowhere (LO-1, WB-2)", async ({
  person,
}) => {
  const { visitor } = await signInNew(person);
  const forms: Array<[Record<string, string>, Record<string, string>]> = [
    [{}, {}],
    [{ csrfToken: "x.y" }, {}],
    [{ csrfToken: await readCsrfToken(visitor) }, { "sec-fetch-site": "cross-site" }],
  ];
  for (const [form, headers] of forms) {
    const answer = await visitor.post(signOutUrl(), { kakaoAccount: "1", ...form }, headers);
    expect(answer.status).toBe(403);
    expect(answer.location).toBeNull();
    expect(answer.setCookies).toEqual([]);
  }
  expect(await readMe(visitor)).not.toBeNull();
});

test("back with a state that is not this browser's: the plain page, nothing claimed (LO-4)", async ({
  person,
}) => {
  const { visitor, csrfToken } = await signInNew(person);
  const { state } = await leave(visitor, { csrfToken });
  const { state: others } = await leave(new Visitor());
  const look = async (query: string, by = visitor) => {
    const { status, body, setCookies } = await by.send(`${baseUrl()}/sign-in${query}`);
    expect([status, setCookies]).toEqual([200, []]);
    return body.includes(DONE);
  };
  expect(await look(`?state=${state}`)).toBe(true);
  for (const query of [
    "",
    "?state=",
    `?state=${others}`,
    `?state=${state}x`,
    `?state=${state.slice(1)}`,
    `?state=${state}&state=${state}`,
    `?state=${others}&state=${state}`,
    `?state=${encodeURIComponent("<script>")}`,
  ])
    expect(await look(query), query).toBe(false);
  expect(await look(`?state=${state}`, new Visitor()), "another browser").toBe(false);
  const { state: newer } = await leave(visitor);
  expect(await look(`?state=${state}`), "an older one").toBe(false);
  expect(await look(`?state=${newer}`)).toBe(true);
  await signIn(visitor, person);
  expect(visitor.cookies().has("kakao-sign-out"), "over with the next sign-in").toBe(false);
});

test("back with a foreign state, somebody signed in stays so (LO-4)", async ({ person }) => {
  const { visitor } = await signInNew(person);
  const answer = await visitor.send(`${baseUrl()}/sign-in?state=${"x".repeat(43)}`);
  expect(answer.location?.href).toBe(`${baseUrl()}/`);
  expect(await readMe(visitor)).not.toBeNull();
});
