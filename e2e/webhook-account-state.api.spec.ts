// Kakao's account-state webhook, from outside: which tokens are taken, and what each event does.
import { randomUUID } from "node:crypto";
import { baseUrl, kakaoUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { exchange, meWith, postJson, refresh, signInNatively } from "./native-steps";
import { productionEnvironment, startApp } from "./own-app";
import { readMe, refusalOf, signIn, trySignIn } from "./sign-in-steps";
import { newAddress, send, Visitor } from "./visitor";
import {
  accountStatePath,
  expectForgotten,
  expectTold,
  tellEvent,
  tellUnlink,
} from "./webhook-steps";

const url = () => `${baseUrl()}${accountStatePath}`;
const secevent = { "content-type": "application/secevent+jwt" };

test("a token that does not hold is refused with the code for it (WH-10, WH-13)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  type Wrong = [name: string, err: string, change: object];
  const wrong: Wrong[] = [
    ["a key that is not published", "invalid_key", { set: { key: "unpublished" } }],
    ["alg none", "invalid_key", { set: { alg: "none" } }],
    [
      "HS256 by the client secret",
      "invalid_key",
      { set: { alg: "HS256", hmacKey: "client_secret" } },
    ],
    [
      "HS256 by the public key",
      "invalid_key",
      { set: { alg: "HS256", hmacKey: "public_key_pem" } },
    ],
    ["RS512", "invalid_key", { set: { alg: "RS512" } }],
    ["an unknown kid", "invalid_key", { set: { key: "unpublished", header: { kid: "none" } } }],
    ["another issuer", "invalid_issuer", { set: { claims: { iss: "https://kauth.kakao.com/" } } }],
    ["another audience", "invalid_audience", { set: { claims: { aud: "another" } } }],
    ["no events", "invalid_request", { set: { claims: { events: {} } } }],
    ["no jti", "invalid_request", { set: { claims: { jti: null } } }],
    ["a nonce", "invalid_request", { set: { claims: { nonce: "x" } } }],
    ["iat to come", "invalid_request", { set: { claims: { iat: 4_000_000_000 } } }],
    ["another type", "invalid_request", { set: { header: { typ: "JWT" } } }],
    ["no JWT", "invalid_request", { set: { jwt: "not a token" } }],
    ["another content type", "invalid_request", { contentType: "application/jwt" }],
    ["no content type", "invalid_request", { contentType: null }],
  ];
  const personId = person.id;
  for (const [name, err, change] of wrong) {
    const [delivery] = await tellEvent(kakao, { personId, event: "sessions-revoked", ...change });
    expect([name, delivery?.status]).toEqual([name, 400]);
    const answer = JSON.parse(delivery?.answer ?? "");
    expect([name, answer]).toEqual([name, { err, description: expect.any(String) }]);
    expect(delivery?.answer).not.toContain(personId);
  }
  expect(await readMe(visitor)).not.toBeNull();
});

test("an id_token is no event, and an event signs nobody in (WH-12)", async ({ kakao, person }) => {
  const { id_token } = await kakao.issueTokens(person.id, { nonce: "x" });
  const visitor = new Visitor();
  await signIn(visitor, person);
  const posted = await send(url(), { headers: secevent, body: id_token ?? "" });
  expect([posted.status, JSON.parse(posted.body).err]).toEqual([400, "invalid_request"]);
  expect(await readMe(visitor)).not.toBeNull();
  const [delivery] = await tellEvent(kakao, { personId: person.id, event: "token-issued" });
  const body = delivery?.body ?? "";
  expect((await exchange(body)).status).toBe(404);
  const byIdToken = await postJson("/api/token", { id_token: body, nonce: "x" });
  expect(byIdToken.status).toBe(401);
  expect((await meWith(`Bearer ${body}`)).status).toBe(401);
});

test("more than 16 KB is refused, and other methods have no effect (IN-1, WH-3)", async () => {
  const answer = await send(url(), { headers: secevent, body: "x".repeat(17 * 1024) });
  expect([answer.status, JSON.parse(answer.body).err]).toEqual([413, "invalid_request"]);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const other = await send(url(), { method, headers: secevent });
    expect([method, other.status, other.headers.allow]).toEqual([method, 405, "POST"]);
  }
});

test("the sixty-first refusal of an address hears of the limit, and a right token never does (RL-1, WH-8)", async ({
  kakao,
  person,
}) => {
  const headers = { ...secevent, "x-forwarded-for": newAddress() };
  const statuses: number[] = [];
  for (let n = 0; n < 61; n += 1)
    statuses.push((await send(url(), { headers, body: "a.b.c" })).status);
  expect(statuses).toEqual([...Array(60).fill(400), 429]);
  await expectTold(kakao, { personId: person.id, event: "token-issued", headers });
});

test("sessions-revoked ends every session on both instances, told for the app's number or its key (WH-16, WH-10)", async ({
  kakao,
  person,
}) => {
  for (const aud of [String(defaultApp.appId), [defaultApp.restApiKey, "another"]]) {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const tokens = await signInNatively(kakao, person);
    const set = { claims: { aud } };
    await expectTold(kakao, {
      personId: person.id,
      event: "sessions-revoked",
      set,
      at: secondUrl(),
    });
    for (const at of [baseUrl(), secondUrl()]) expect(await readMe(visitor, at)).toBeNull();
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
  }
});

test("the same event, twice and a hundred times at once, counts once (WH-14, K24)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const event = { personId: person.id, event: "sessions-revoked", jti: randomUUID() };
  await expectTold(kakao, { ...event, repeat: 100 });
  expect(await readMe(visitor)).toBeNull();
  await signIn(visitor, person);
  await expectTold(kakao, { ...event, at: secondUrl() });
  expect(await readMe(visitor), "an event that was seen").not.toBeNull();
});

test("user-unlinked forgets whom Kakao has unlinked, and spares whom it has not (WH-6, WH-16)", async ({
  kakao,
  createPerson,
}) => {
  const [gone, linked] = [await createPerson(), await createPerson()];
  const visitors = [new Visitor(), new Visitor()] as const;
  await signIn(visitors[0], gone);
  await signIn(visitors[1], linked);
  const before = await readMe(visitors[1]);
  await kakao.unlink(gone.id);
  for (const { id } of [gone, linked])
    await expectTold(kakao, { personId: id, event: "user-unlinked" });
  expect(await readMe(visitors[0])).toBeNull();
  await expectForgotten(gone.id);
  await signIn(visitors[1], linked);
  expect((await readMe(visitors[1]))?.id).toBe(before?.id);
});

test("account-disabled keeps somebody out of browser and app until account-enabled, in any order (WH-15, WH-16)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const tokens = await signInNatively(kakao, person);
  const now = Math.floor(Date.now() / 1000);
  const tell = (event: string, toe: number) =>
    expectTold(kakao, { personId: person.id, event, toe });
  await tell("account-disabled", now - 20);
  expect(await readMe(visitor)).toBeNull();
  expect((await meWith(`Bearer ${tokens.access_token}`)).status).toBe(401);
  const { answer } = await trySignIn(person);
  expect(refusalOf(answer)).not.toBeNull();
  const { access_token } = await kakao.issueTokens(person.id);
  expect((await exchange(access_token)).status).toBe(404);
  await tell("account-enabled", now - 10);
  await signIn(visitor, person);
  await tell("account-disabled", now - 15);
  expect(await readMe(visitor), "an older event").not.toBeNull();
});

test("user-profile-changed: the new nickname is there without a new sign-in (WH-16)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  await kakao.updatePerson(person.id, { nickname: "바뀐 이름" });
  expect((await readMe(visitor))?.nickname).toBe(person.nickname);
  await expectTold(kakao, { personId: person.id, event: "user-profile-changed" });
  await expect.poll(async () => (await readMe(visitor))?.nickname).toBe("바뀐 이름");
});

test("user-scope-withdraw: what was withdrawn is gone with the answer (WH-16)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person, { items: ["account_email", "profile_image"] });
  expect((await readMe(visitor))?.email).toBe(person.email);
  const payload = { scopes: ["account_email"] };
  await kakao.setFault({ endpoint: "user_me", personId: person.id, status: 503, times: 1 });
  await expectTold(kakao, { personId: person.id, event: "user-scope-withdraw", payload });
  const me = await readMe(visitor);
  expect([me?.email, me?.nickname]).toEqual([null, person.nickname]);
});

test("an event that nobody knows, or about nobody we know, is taken and does nothing (WH-16, WH-4)", async ({
  kakao,
  createPerson,
}) => {
  const [person, stranger] = [await createPerson(), await createPerson()];
  const visitor = new Visitor();
  await signIn(visitor, person);
  await expectTold(kakao, { personId: person.id, event: "https://schemas.test/event/new" });
  await expectTold(kakao, { personId: stranger.id, event: "account-disabled" });
  const old = { claims: { iat: Math.floor(Date.now() / 1000) - 8 * 86_400 } };
  await expectTold(kakao, { personId: person.id, event: "sessions-revoked", set: old });
  expect(await readMe(visitor)).not.toBeNull();
});

test("a production process believes none of the emulator's events or keys (EV-4)", async ({
  kakao,
  person,
}) => {
  const app = await startApp({
    ...productionEnvironment(),
    KAKAO_ADMIN_KEY: "cafe0123456789abcdef0123456789ab",
  });
  const [delivery] = await tellEvent(kakao, {
    ...{ personId: person.id, event: "sessions-revoked", at: app.url },
    headers: { "x-forwarded-proto": "https" },
  });
  expect(delivery?.status).toBe(400);
  expect(JSON.parse(delivery?.answer ?? "")).toMatchObject({ err: "invalid_issuer" });
  expect(kakaoUrl()).not.toContain("kakao.com");
  const headers = { "x-forwarded-proto": "https", authorization: `KakaoAK ${defaultApp.adminKey}` };
  expect((await tellUnlink(person.id, { at: app.url, headers })).status).toBe(401);
  await app.stop();
});
