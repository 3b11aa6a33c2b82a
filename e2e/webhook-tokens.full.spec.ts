// Kakao's account-state webhook, from outside: which tokens are taken.
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { postJson } from "./native-steps";
import { firstInstanceEnvironment, productionEnvironment, startApp } from "./own-app";
import { sendEndless } from "./raw-connection";
import { readMemoryMb } from "./resident-memory";
import { readMe, signIn } from "./sign-in-steps";
import { newAddress, send, Visitor } from "./visitor";
import {
  accountStatePath,
  adminKeyHeader,
  expectTold,
  tellEvent,
  tellUnlink,
  unlinkPath,
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

test("an event in the place of an id_token is refused, and an id_token in its place ends nothing (WH-12)", async ({
  kakao,
  person,
}) => {
  const { id_token } = await kakao.issueTokens(person.id, { nonce: "x" });
  const visitor = new Visitor();
  await signIn(visitor, person);
  const posted = await send(url(), { headers: secevent, body: id_token ?? "" });
  expect(posted.status).toBe(400);
  expect(await readMe(visitor)).not.toBeNull();
  const [delivery] = await tellEvent(kakao, { personId: person.id, event: "token-issued" });
  const byIdToken = await postJson("/api/token", { id_token: delivery?.body, nonce: "x" });
  expect(byIdToken.status).toBe(401);
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

test("a body without end is refused by its size while it comes, and not kept in memory (IN-1, WH-1)", async () => {
  test.skip(process.platform !== "linux", "reads /proc");
  test.setTimeout(90_000);
  const app = await startApp(firstInstanceEnvironment());
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const wrongKey = { ...form, authorization: "KakaoAK wrong" };
  const endless: [status: number, path: string, headers: Record<string, string>][] = [
    [413, accountStatePath, secevent],
    [413, unlinkPath, { ...form, ...adminKeyHeader }],
    [401, unlinkPath, wrongKey],
    [400, accountStatePath, form],
  ];
  const sendAll = async () => {
    for (const [status, path, headers] of endless) {
      const bodies = Array.from({ length: 3 }, () => sendEndless(`${app.url}${path}`, headers));
      for (const answer of await Promise.all(bodies)) {
        expect([path, answer.status]).toEqual([path, status]);
        expect(answer.tookMs).toBeLessThan(3000);
        if (path === accountStatePath) expect(answer.body).toContain('"err":"invalid_request"');
      }
    }
  };
  // Until the engine has compiled what there is to compile.
  for (let times = 0; times < 4; times += 1) await sendAll();
  const before = Number(readMemoryMb(app));
  for (let times = 0; times < 8; times += 1) await sendAll();
  expect(Number(readMemoryMb(app)) - before).toBeLessThan(20);
  expect((await send(`${app.url}/api/health/live`)).status).toBe(200);
  await app.stop();
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
