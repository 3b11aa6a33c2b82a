// The site as it stands in production: https to the world, plain http behind one trusted proxy. An
// instance of its own, with an app of its own at Kakao's.
import { randomUUID } from "node:crypto";
import { callbackPath, kakaoUrl } from "./addresses";
import { test as base, expect } from "./fixtures";
import { KakaoEmulatorClient } from "./kakao-emulator/client";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { expectSecurityHeaders } from "./security-headers";
import { agreeAtKakao, finishSignIn, startSignIn } from "./sign-in-steps";
import { type Answer, send, Visitor } from "./visitor";

type Site = { origin: string; app: OwnApp };

// One for all tests of this file: they run one after another.
const test = base.extend<object, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const origin = `https://${randomUUID().slice(0, 8)}.humblebug.test`;
      const { appId, keys } = await new KakaoEmulatorClient(kakaoUrl()).createApp({
        name: "https",
        keys: [{ redirectUris: [`${origin}${callbackPath}`] }],
      });
      const app = await startApp({
        ...firstInstanceEnvironment(),
        AUTH_URL: origin,
        AUTH_KAKAO_ID: keys[0]?.key,
        AUTH_KAKAO_SECRET: keys[0]?.clientSecret,
        KAKAO_APP_ID: String(appId),
      });
      await use({ origin, app });
      await app.stop();
    },
    { scope: "worker" },
  ],
});
test.describe.configure({ mode: "default" });

const ownFormOf = ({ origin }: Site) => ({ origin, "sec-fetch-site": "same-origin" });

/** Attributes of every cookie of ours over https, but for its age. */
const ATTRIBUTES = ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"];
const NAMES = /^(__Host-session|__Host-flow-[0-9a-f]{16}|locale|signed-in-before|cookie-check)$/;

function expectSafeCookies(answers: Answer[]): void {
  for (const line of answers.flatMap(({ setCookies }) => setCookies)) {
    const [pair = "", ...attributes] = line.split("; ");
    expect(pair.split("=")[0]).toMatch(NAMES);
    expect(attributes.filter((one) => !/^Max-Age=\d+$/.test(one)).sort()).toEqual(ATTRIBUTES);
    expect(line.length).toBeLessThanOrEqual(4096);
  }
}

const everything = {
  "x-forwarded-proto": "http",
  "sec-fetch-site": "same-origin",
  "x-forwarded-host": "evil.test",
  "x-forwarded-port": "80",
  "x-forwarded-server": "evil.test",
  forwarded: "host=evil.test;proto=http",
  host: "evil.test",
  "x-real-ip": "203.0.113.1",
};

for (const [name, spoof] of [
  ["nothing", {}],
  ["every header", everything],
] as Array<[string, Record<string, string>]>)
  test(`a visit with ${name} spoofed: cookies are pinned and secure, addresses ours (WB-1, WB-13)`, async ({
    site,
    person,
  }) => {
    const { app, origin } = site;
    const visitor = new Visitor();
    const headers = { ...ownFormOf(site), ...spoof };
    const answers: Answer[] = [];
    const url = await startSignIn(visitor, { at: app.url, headers });
    expect(url.searchParams.get("redirect_uri")).toBe(`${origin}${callbackPath}`);
    expect([...visitor.cookies().keys()]).toEqual([expect.stringMatching(/^__Host-flow-/)]);
    const callback = await agreeAtKakao(visitor, url, person);
    expect(callback.origin).toBe(origin);
    answers.push(await finishSignIn(visitor, callback, { at: app.url, headers: spoof }));
    expect(answers[0]?.location?.href).toBe(`${origin}/`);
    expect(visitor.cookies().has("__Host-session")).toBe(true);
    const session = visitor.cookies().get("__Host-session") ?? "";
    const ask = (cookie: string) => send(`${app.url}/api/me`, { headers: { cookie, ...spoof } });
    expect((await ask(`__Host-session=${session}`)).status).toBe(200);
    for (const name of ["session", "__Secure-session", "__host-session"])
      expect((await ask(`${name}=${session}`)).status, name).toBe(401);
    for (const path of ["/", "/account", "/sign-in", "/api/auth/session", callbackPath])
      answers.push(await visitor.send(`${app.url}${path}`, { headers: spoof }));
    const form = { csrfToken: JSON.parse(await bodyOf(visitor, app, spoof)).csrfToken };
    answers.push(await ask("__Host-session=rubbish"));
    answers.push(await send(`${app.url}/language`, { form: { locale: "en" }, headers }));
    answers.push(await send(`${app.url}${callbackPath}?code=x&state=y`, { headers: spoof }));
    answers.push(await visitor.send(`${app.url}/api/auth/signout`, { form, headers }));
    expect(answers.flatMap(({ setCookies }) => setCookies).length).toBeGreaterThan(5);
    expectSafeCookies(answers);
    for (const { location } of answers)
      if (location) expect([origin, app.url]).toContain(location.origin);
    expect(visitor.cookies().has("__Host-session"), "signed out").toBe(false);
  });

async function bodyOf(visitor: Visitor, app: OwnApp, headers: Record<string, string>) {
  return (await visitor.send(`${app.url}/api/auth/csrf`, { headers })).body;
}

test("what a proxy received over plain http: pages move to https, everything else is 403 (WB-14)", async ({
  site: { app, origin },
}) => {
  const overHttp = (path: string, options = {}) =>
    send(`${app.url}${path}`, { headers: { "x-forwarded-proto": "http" }, ...options });
  for (const path of ["/", "/sign-in?returnTo=%2Faccount", "/account", "/nowhere"])
    for (const method of ["GET", "HEAD"]) {
      const answer = await overHttp(path, { method });
      expect(answer.status, path).toBe(308);
      expect(answer.headers.location).toBe(`${origin}${path}`);
      expect(answer.headers["cache-control"]).toBe("private, no-store");
      expectSecurityHeaders(answer.headers);
    }
  for (const [method, path] of [
    ["GET", "/api/me"],
    ["GET", `${callbackPath}?code=x&state=y`],
    ["POST", "/api/auth/signin/kakao"],
    ["POST", "/api/token"],
    ["POST", "/api/token/refresh"],
    ["POST", "/account/devices"],
    ["POST", "/language"],
    ["POST", "/sign-in"],
  ] as const) {
    const answer = await overHttp(path, { method });
    expect(answer.status, path).toBe(403);
    expect(JSON.parse(answer.body).message).toBe("FORBIDDEN");
    expect(answer.setCookies).toEqual([]);
    expect(answer.location).toBeNull();
  }
  expect((await overHttp("/api/health/live")).status, "a load balancer's own call").toBe(200);
});

test("a proxy that names the wrong protocol sends no browser round in a circle (WB-14)", async ({
  site: { app },
}) => {
  for (const headers of [
    { "x-forwarded-proto": "http", "sec-fetch-site": "none" },
    { "x-forwarded-proto": "https" },
    { "x-received-forwarded-proto": "http" },
  ] as Array<Record<string, string>>)
    expect((await send(`${app.url}/sign-in`, { headers })).status).toBe(200);
});
