// Kakao's unlink webhook, from outside: who may send it, in which form, and what comes of it.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp, strangerApp } from "./kakao-emulator/defaults";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { readAppLog } from "./server-log";
import { readMe, signIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { newAddress, send, Visitor } from "./visitor";
import {
  adminKeyHeader,
  expectForgotten,
  expectSignedOutEverywhere,
  signInEverywhere,
  tellUnlink,
  unlinkPath,
} from "./webhook-steps";

const { adminKey } = defaultApp;

test("whoever has not the admin key in the header ends nobody's session (WH-1, WH-8)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const wrong = [
    "",
    adminKey,
    `Bearer ${adminKey}`,
    `KakaoAK ${adminKey}x`,
    `KakaoAK ${adminKey.slice(0, -1)}`,
    `KakaoAK  ${adminKey}`,
    `kakaoak ${adminKey}`,
    `KakaoAK ${adminKey.toUpperCase()}`,
    `KakaoAK ${strangerApp.adminKey}`,
    `KakaoAK ${defaultApp.restApiKey}`,
    "KakaoAK undefined",
    "KakaoAK null",
    "KakaoAK ",
  ];
  for (const authorization of wrong) {
    const answer = await tellUnlink(person.id, { headers: { authorization } });
    expect(answer.status, `header ${wrong.indexOf(authorization)}`).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ message: "UNAUTHENTICATED" });
    expect(answer.headers["cache-control"]).toBe("private, no-store");
  }
  const form = { app_id: String(defaultApp.appId), user_id: person.id, admin_key: adminKey };
  const inQuery = new URLSearchParams({ ...form, authorization: `KakaoAK ${adminKey}` });
  expect((await send(`${baseUrl()}${unlinkPath}?${inQuery}`)).status).toBe(401);
  expect((await send(`${baseUrl()}${unlinkPath}`, { form })).status).toBe(401);
  expect(await readMe(visitor)).not.toBeNull();
});

test("a wrong key is refused before its body has come, and a right one without a body that fits (WH-1, IN-1)", async () => {
  const huge = "user_id=".padEnd(70_000, "1");
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = (authorization: string, body: string, more = {}) =>
    send(`${baseUrl()}${unlinkPath}`, { headers: { authorization, ...headers, ...more }, body });
  expect((await answer("KakaoAK wrong", huge)).status).toBe(401);
  expect((await answer(`KakaoAK ${adminKey}`, huge)).status).toBe(413);
  const json = { "content-type": "application/json" };
  expect((await answer(`KakaoAK ${adminKey}`, "{}", json)).status).toBe(415);
});

test("the sixty-first wrong key of an address hears of the limit, and the right key never does (WH-8, RL-1)", async ({
  createPerson,
}) => {
  const headers = { "x-forwarded-for": newAddress() };
  const wrong = { ...headers, authorization: "KakaoAK wrong" };
  const statuses: number[] = [];
  for (let n = 0; n < 62; n += 1) statuses.push((await tellUnlink("1", { headers: wrong })).status);
  expect(statuses).toEqual([...Array(60).fill(401), 429, 429]);
  const person = await createPerson();
  expect((await tellUnlink(person.id, { headers })).status).toBe(200);
});

for (const method of ["GET", "POST"] as const)
  test(`by ${method}: sessions of all kinds end at once on both instances, then the user is gone (WH-3, WH-7)`, async ({
    kakao,
    person,
  }) => {
    const signedIn = await signInEverywhere(kakao, person);
    // The link has ended at Kakao, which says so to nobody: this test is the messenger.
    await kakao.unlink(person.id);
    const [delivery] = await kakao.sendUnlinkWebhook({
      ...{ personId: person.id, method, url: `${secondUrl()}${unlinkPath}` },
      headers: { "x-forwarded-for": newAddress() },
    });
    expect(delivery).toMatchObject({ status: 200, outcome: "delivered", answer: "" });
    await expectSignedOutEverywhere(signedIn);
    await expectForgotten(person.id);
    const log = readAppLog().join("\n");
    expect(log).toContain('"event":"unlink.confirmed"');
    expect(log).not.toContain(person.id);
  });

test("a hundred at once are all answered, and the user is gone once (WH-5)", async ({
  kakao,
  person,
}) => {
  await signIn(new Visitor(), person);
  await kakao.unlink(person.id);
  const deliveries = await kakao.sendUnlinkWebhook({
    ...{ personId: person.id, repeat: 100, url: `${baseUrl()}${unlinkPath}` },
  });
  expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
  await expectForgotten(person.id);
  const asked = await kakao.readLedger({ path: "/v2/user/me", personId: person.id });
  expect(asked.filter(({ body }) => body.target_id !== undefined).length).toBeLessThan(10);
});

test("another app's, an unknown person's and a new reason's: answered as each deserves (WH-2, WH-4)", async ({
  kakao,
  createPerson,
}) => {
  const [person, stranger] = [await createPerson(), await createPerson()];
  const visitor = new Visitor();
  await signIn(visitor, person);
  const others = { app_id: String(strangerApp.appId) };
  expect((await tellUnlink(person.id, others)).status).toBe(200);
  expect(await readMe(visitor), "another app's").not.toBeNull();
  expect((await tellUnlink(stranger.id)).status).toBe(200);
  for (const id of ["", "0", "01", "-1", "1 OR 1=1", "1e9", "１２", "9".repeat(20)])
    expect((await tellUnlink(id)).status, id).toBe(400);
  const twice = `app_id=${defaultApp.appId}&user_id=${person.id}&user_id=1`;
  const doubled = await send(`${baseUrl()}${unlinkPath}?${twice}`, { headers: adminKeyHeader });
  expect(doubled.status).toBe(400);
  await kakao.unlink(person.id);
  expect((await tellUnlink(person.id, { referrer_type: "SOMETHING_NEW" })).status).toBe(200);
  await expectForgotten(person.id);
});

test("cookies, origins and other methods change nothing (WH-3, WH-8)", async ({ person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const query = new URLSearchParams({ app_id: String(defaultApp.appId), user_id: person.id });
  const url = `${baseUrl()}${unlinkPath}?${query}`;
  for (const method of ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const answer = await send(url, { method, headers: adminKeyHeader });
    expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, "GET, POST"]);
  }
  const prefetch = { ...adminKeyHeader, "sec-purpose": "prefetch;prerender" };
  expect((await send(url, { headers: prefetch })).status).toBe(405);
  expect((await visitor.send(url)).status, "its own cookie").toBe(401);
  expect(await readMe(visitor)).not.toBeNull();
  const origin = {
    origin: "https://evil.test",
    "sec-fetch-site": "cross-site",
    cookie: "session=x",
  };
  const answer = await tellUnlink(person.id, { headers: origin });
  expect([answer.status, answer.setCookies]).toEqual([200, []]);
  expect(await countUsersOf(person.id)).toBe(1);
});

test("while keys are rotated both are taken; with one method configured only that; without a key none (WH-1, WH-3)", async ({
  person,
}) => {
  const previous = "b".repeat(8) + adminKey.slice(8);
  const app = await startApp({
    ...firstInstanceEnvironment(),
    ...{ KAKAO_ADMIN_KEY_PREVIOUS: previous, KAKAO_UNLINK_WEBHOOK_METHOD: "POST" },
  });
  const withKey = (key: string, at: string) =>
    tellUnlink(person.id, { at, headers: { authorization: `KakaoAK ${key}` } });
  expect((await withKey(adminKey, app.url)).status).toBe(200);
  expect((await withKey(previous, app.url)).status).toBe(200);
  const byGet = await send(`${app.url}${unlinkPath}?user_id=1`, { headers: adminKeyHeader });
  expect([byGet.status, byGet.headers.allow]).toEqual([405, "POST"]);
  await app.stop();
  const bare = await startApp({
    ...firstInstanceEnvironment(),
    ...{ KAKAO_ADMIN_KEY: undefined, KAKAO_ADMIN_KEY_PREVIOUS: previous },
  });
  for (const key of [adminKey, previous, "undefined", "null", ""])
    expect((await withKey(key, bare.url)).status).toBe(401);
  expect(bare.output().match(/webhook\.misconfigured/g)).toHaveLength(1);
  await bare.stop();
});
