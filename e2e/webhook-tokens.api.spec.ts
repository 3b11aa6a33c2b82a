// Kakao's account-state webhook, from outside: which tokens are taken.
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { exchange, meWith, postJson } from "./native-steps";
import { productionEnvironment, startApp } from "./own-app";
import { readMe, signIn } from "./sign-in-steps";
import { newAddress, send, Visitor } from "./visitor";
import { accountStatePath, expectTold, tellEvent, tellUnlink } from "./webhook-steps";

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
