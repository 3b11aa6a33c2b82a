import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  exchange,
  expectRefusal,
  idTokenOf,
  kakaoTokenOf,
  meWith,
  postJson,
  refresh,
  revoke,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { firstInstanceEnvironment, newSecret, startApp } from "./own-app";
import { readAppLog } from "./server-log";
import { readCsrfToken, readMe, signIn, startSignIn, statusOfCookie } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const statusOf = async (token: string, at = baseUrl()) =>
  (await meWith(`Bearer ${token}`, { at })).status;

test("a refresh token gives the next pair, on either instance (NX-7, MI-1)", async ({
  kakao,
  person,
}) => {
  const first = await signInNatively(kakao, person);
  const answer = await refresh(first.refresh_token, { at: secondUrl() });
  const second = tokensIn(answer);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect(answer.setCookies).toEqual([]);
  expect(second).toEqual({
    ...first,
    access_token: expect.any(String),
    refresh_token: expect.any(String),
  });
  expect(second.refresh_token).not.toBe(first.refresh_token);
  const third = tokensIn(await refresh(second.refresh_token));
  for (const { access_token } of [first, second, third])
    expect(await statusOf(access_token)).toBe(200);
});

test("a lost answer is asked for again, and many at once get the same (NX-7)", async ({
  kakao,
  person,
}) => {
  const { refresh_token } = await signInNatively(kakao, person);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      refresh(refresh_token, { at: n % 2 ? baseUrl() : secondUrl() }),
    ),
  );
  const next = new Set(answers.map((answer) => tokensIn(answer).refresh_token));
  expect(next.size).toBe(1);
  tokensIn(await refresh([...next][0] ?? ""));
});

test("a reused refresh token ends the session on all instances, and is logged (NX-7, SE-8)", async ({
  kakao,
  person,
}) => {
  const other = await signInNatively(kakao, person);
  const first = await signInNatively(kakao, person);
  const second = tokensIn(await refresh(first.refresh_token));
  const third = tokensIn(await refresh(second.refresh_token));
  const reuse = await refresh(first.refresh_token, { at: secondUrl() });
  expectRefusal(reuse, 401, "INVALID_TOKEN");
  expectRefusal(await refresh(third.refresh_token), 401, "INVALID_TOKEN");
  for (const { access_token } of [first, second, third])
    for (const at of [baseUrl(), secondUrl()]) expect(await statusOf(access_token, at)).toBe(401);
  expect(await statusOf(other.access_token), "another session of the same person").toBe(200);
  const requestId = String(reuse.headers["x-request-id"]);
  const lines = () => readAppLog().filter((line) => line.includes(requestId));
  await expect.poll(() => lines().join("")).toContain('"native.refresh_reused"');
  expect(lines().join("")).toContain(first.user.id);
});

test("a forged refresh token changes nothing (RL-4)", async ({ kakao, person }) => {
  const tokens = await signInNatively(kakao, person);
  const parts = tokens.refresh_token.split(".");
  const forgeries = [
    [...parts.slice(0, 3), "A".repeat(43)],
    [parts[0], parts[1], "2", parts[3]],
    [parts[0], "00000000-0000-4000-8000-000000000000", parts[2], parts[3]],
    ["AAAAAAAA", ...parts.slice(1)],
  ].map((forged) => forged.join("."));
  for (const forged of [...forgeries, tokens.access_token, `${tokens.refresh_token}A`]) {
    expectRefusal(await refresh(forged), 401, "INVALID_TOKEN");
    expectRefusal(await revoke(forged), 401, "INVALID_TOKEN");
  }
  tokensIn(await refresh(tokens.refresh_token));
});

test("revoking ends it at once on all instances, and again is no error (ST-6)", async ({
  kakao,
  person,
}) => {
  const tokens = await signInNatively(kakao, person);
  expect(await statusOf(tokens.access_token, secondUrl())).toBe(200);
  for (let times = 0; times < 2; times += 1) {
    const answer = await revoke(tokens.refresh_token);
    expect([answer.status, answer.body]).toEqual([200, '{"message":"SUCCESS"}']);
  }
  for (const at of [baseUrl(), secondUrl()])
    expect(await statusOf(tokens.access_token, at)).toBe(401);
  expectRefusal(await refresh(tokens.refresh_token), 401, "INVALID_TOKEN");
});

for (const path of ["/api/token/refresh", "/api/token/revoke"]) {
  for (const [name, value, status] of [
    ["nothing", "", 400],
    ["null", null, 400],
    ["a list", ["x"], 400],
    ["no token", {}, 400],
    ["a token in a list", { refresh_token: ["x"] }, 400],
    ["a token that is a number", { refresh_token: 1 }, 400],
    ["an empty token", { refresh_token: "" }, 400],
    ["a field nobody knows", { refresh_token: "x", user: "y" }, 400],
    ["__proto__", '{"refresh_token":"x","__proto__":{}}', 400],
    ["a token twice", '{"refresh_token":"x","refresh_token":"y"}', 400],
    ["text that is no token", { refresh_token: "x".repeat(100) }, 401],
  ] as const)
    test(`${path} with ${name} is ${status} (IN-2, NX-6)`, async () => {
      expectRefusal(await postJson(path, value), status, "INVALID_TOKEN");
    });

  test(`${path} reads JSON of at most 8 KB and nothing else (IN-1)`, async () => {
    const large = await postJson(path, { refresh_token: "x".repeat(9000) });
    expectRefusal(large, 413, "PAYLOAD_TOO_LARGE");
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const headers = { "content-type": type };
      const answer = await postJson(path, { refresh_token: "x" }, { headers });
      expectRefusal(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }
  });
}

test("every token in every other token's place is refused (ST-5)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const session = visitor.cookies().get("session") ?? "";
  const csrf = await readCsrfToken(visitor);
  const other = new Visitor();
  const state = (await startSignIn(other)).searchParams.get("state") ?? "";
  const [flow = ""] = other.cookies().values();
  const { access_token: access, refresh_token: refreshToken } = await signInNatively(kakao, person);
  const kakaoToken = await kakaoTokenOf(kakao, person);
  const idToken = await idTokenOf(kakao, person, "n");
  const all = { session, csrf, state, flow, access, refreshToken, kakaoToken, idToken };
  for (const [name, token] of Object.entries(all)) {
    const bearer = await statusOf(token);
    expect(bearer, `${name} as Bearer`).toBe(name === "access" ? 200 : 401);
    const cookie = await send(`${baseUrl()}/api/me`, { headers: { cookie: `session=${token}` } });
    expect(cookie.status, `${name} as cookie`).toBe(name === "session" ? 200 : 401);
    const exchanged = await exchange(token);
    const expected = name === "kakaoToken" ? [200] : [400, 404];
    expect(expected, `${name} as Kakao's`).toContain(exchanged.status);
    if (name !== "refreshToken") {
      expect([400, 401, 413], `${name} as refresh`).toContain((await refresh(token)).status);
      expect([400, 401, 413], `${name} to revoke`).toContain((await revoke(token)).status);
    }
    if (name !== "idToken") {
      const asIdToken = await postJson("/api/token", { id_token: token, nonce: "n" });
      expect([400, 401], `${name} as id_token`).toContain(asIdToken.status);
    }
  }
  expect(await statusOf(access), "and nothing came of it").toBe(200);
  expect(await readMe(visitor)).not.toBeNull();
});

test("an access token counts in the header alone (ST-12)", async ({ kakao, person }) => {
  const { access_token: token } = await signInNatively(kakao, person);
  for (const query of [`?access_token=${token}`, `?token=${token}`])
    expect((await send(`${baseUrl()}/api/me${query}`)).status).toBe(401);
  expect((await meWith(token)).status, "without its scheme").toBe(401);
  expect((await meWith(`bearer ${token}`)).status).toBe(200);
});

test("no single changed letter of an access token is accepted (ST-9)", async ({
  kakao,
  person,
}) => {
  const { access_token: token } = await signInNatively(kakao, person);
  for (let at = 0; at < token.length; at += 5) {
    const letter = token[at] === "A" ? "B" : "A";
    const changed = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
    expect(await statusOf(changed), `letter ${at}`).toBe(401);
  }
});

test("a Bearer token decides alone, whatever cookie lies beside it", async ({
  kakao,
  person,
  createPerson,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, await createPerson());
  const { access_token, user } = await signInNatively(kakao, person);
  const ask = (authorization: string) =>
    visitor.send(`${baseUrl()}/api/me`, { headers: { authorization } });
  expect(JSON.parse((await ask(`Bearer ${access_token}`)).body).user).toEqual(user);
  expect((await ask("Bearer nonsense")).status).toBe(401);
});

test("the account page lists the app and ends it; browsers live on (LO-6, ST-13)", async ({
  kakao,
  person,
  createPerson,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const headers = { "user-agent": "Humblebug/1.2 CFNetwork/1498.700.2 Darwin/23.6.0" };
  const app = await signInNatively(kakao, person, { headers });
  const page = await visitor.send(`${baseUrl()}/account`);
  expect(page.body).toContain("앱 · Humblebug · iOS");
  const [device = ""] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=")/.exec(page.body) ?? [];
  expect(device).not.toBe("");
  const end = async (who: Visitor) =>
    who.post(`${baseUrl()}/account/devices`, { csrfToken: await readCsrfToken(who), device });
  const stranger = new Visitor();
  await signIn(stranger, await createPerson());
  expect((await end(stranger)).status, "somebody else's app").toBe(404);
  expect(await statusOf(app.access_token)).toBe(200);
  expect((await end(visitor)).location?.pathname).toBe("/account");
  expect(await statusOf(app.access_token, secondUrl())).toBe(401);
  expectRefusal(await refresh(app.refresh_token), 401, "INVALID_TOKEN");
  expect((await visitor.send(`${baseUrl()}/account`)).body).not.toContain(device);
  expect((await end(visitor)).status, "it is gone").toBe(404);
  expect(await readMe(visitor)).not.toBeNull();
});

test("signing out here leaves the app signed in, everywhere does not (LO-6)", async ({
  kakao,
  person,
}) => {
  const app = await signInNatively(kakao, person);
  const visitor = new Visitor();
  await signIn(visitor, person);
  await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken: await readCsrfToken(visitor) });
  expect(await statusOf(app.access_token)).toBe(200);
  await signIn(visitor, person);
  const csrfToken = await readCsrfToken(visitor);
  await visitor.post(`${baseUrl()}/account/devices`, { csrfToken, device: "all" });
  for (const at of [baseUrl(), secondUrl()]) expect(await statusOf(app.access_token, at)).toBe(401);
  expectRefusal(await refresh(app.refresh_token), 401, "INVALID_TOKEN");
});

test("a new secret beside the old one signs no app and no browser out; alone it does (ST-4, P4)", async ({
  kakao,
  person,
}) => {
  const environment = firstInstanceEnvironment();
  const old = await signInNatively(kakao, person);
  const secret = newSecret();
  const both = { ...environment, AUTH_SECRET: secret, AUTH_SECRET_1: environment.AUTH_SECRET };
  const visitor = new Visitor();
  await signIn(visitor, person);
  const session = visitor.cookies().get("session") ?? "";
  const during = await startApp(both);
  expect(await statusOfCookie(session, during.url)).toBe(200);
  expect(await statusOf(old.access_token, during.url)).toBe(200);
  const next = tokensIn(await refresh(old.refresh_token, { at: during.url }));
  await during.stop();
  const after = await startApp({ ...environment, AUTH_SECRET: secret });
  expect(await statusOfCookie(session, after.url), "its key is gone, too").toBe(401);
  expect(await statusOf(old.access_token, after.url), "the old key is gone").toBe(401);
  expectRefusal(await refresh(old.refresh_token, { at: after.url }), 401, "INVALID_TOKEN");
  expect(await statusOf(next.access_token, after.url)).toBe(200);
  tokensIn(await refresh(next.refresh_token, { at: after.url }));
  expect(await statusOf(next.access_token), "and the old instances do not know the new one").toBe(
    401,
  );
  await after.stop();
});
