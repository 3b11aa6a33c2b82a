// POST /api/token: an app's Kakao token for ours, and each way in which it is not given.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { strangerApp } from "./kakao-emulator/defaults";
import {
  exchange,
  expectRefusal,
  junkToken,
  kakaoTokenOf,
  meWith,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { readAppLog } from "./server-log";
import { readMe, signIn } from "./sign-in-steps";
import { countUsersOf, countUsersWithoutId } from "./user-rows";
import { send, Visitor } from "./visitor";

const tokenUrl = () => `${baseUrl()}/api/token`;
const post = (headers: Record<string, string>, body?: string) =>
  send(tokenUrl(), { method: "POST", headers, ...(body !== undefined && { body }) });

test("a Kakao token becomes ours, and says who it is on both instances (NX-7)", async ({
  kakao,
  person,
}) => {
  const answer = await exchange(await kakaoTokenOf(kakao, person));
  const tokens = tokensIn(answer);
  expect(tokens).toEqual({
    message: "SUCCESS",
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    token_type: "Bearer",
    expires_in: 1800,
    refresh_token: expect.stringMatching(/^\S{16,200}$/),
    user: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nickname: person.nickname,
      image: expect.stringMatching(/^https:/),
      email: person.email,
    },
  });
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect(answer.setCookies).toEqual([]);
  for (const at of [baseUrl(), secondUrl()]) {
    const me = await meWith(`Bearer ${tokens.access_token}`, { at });
    expect(JSON.parse(me.body)).toEqual({ user: tokens.user });
  }
});

test("the token may stand bare, and no scheme's spelling matters", async ({ kakao, person }) => {
  const token = await kakaoTokenOf(kakao, person);
  for (const authorization of [token, `Bearer ${token}`, `bearer ${token}`])
    expect((await post({ authorization })).status).toBe(200);
});

test("the access token holds ids and times only (ST-8)", async ({ kakao, person }) => {
  const { access_token } = await signInNatively(kakao, person);
  const [header, payload] = access_token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  expect(header).toEqual({ alg: "HS256", typ: "access+jwt", kid: expect.any(String) });
  expect(Object.keys(payload).sort()).toEqual(["aud", "exp", "iat", "iss", "sid", "sub"]);
  expect(payload.exp - payload.iat).toBe(1800);
});

test("a token of another Kakao app signs nobody in, here or ever after (NX-1)", async ({
  kakao,
  person,
}) => {
  const { access_token } = await kakao.issueTokens(person.id, { clientId: strangerApp.restApiKey });
  expectRefusal(await exchange(access_token), 401, "WRONG_APP");
  const asked = await kakao.readLedger({ path: "/v1/user/access_token_info", personId: person.id });
  expect(asked).toHaveLength(1);
  expectRefusal(await exchange(access_token), 401, "WRONG_APP");
  const again = await kakao.readLedger({ path: "/v1/user/access_token_info", personId: person.id });
  expect(again, "the second time nothing is asked of Kakao").toHaveLength(1);
  expect(await countUsersOf(person.id), "nobody was taken in").toBe(0);
});

test("of another app's token nothing is kept: a later sign-in is the first (NX-1)", async ({
  kakao,
  person,
  createPerson,
}) => {
  const other = await createPerson({ nickname: "남의 앱" });
  const stranger = await kakao.issueTokens(other.id, { clientId: strangerApp.restApiKey });
  const mine = await signInNatively(kakao, person);
  expectRefusal(await exchange(stranger.access_token), 401, "WRONG_APP");
  const me = await meWith(`Bearer ${mine.access_token}`);
  expect(JSON.parse(me.body).user).toEqual(mine.user);
});

for (const [name, fault] of [
  ["text", { setFields: { app_id: "1000001" } }],
  ["a list", { setFields: { app_id: [1000001] } }],
  ["null", { setFields: { app_id: null } }],
  ["a fraction", { setRawFields: { app_id: "1000001.5" } }],
  ["missing", { removeFields: ["app_id"] }],
  ["only in the old spelling", { removeFields: ["app_id"], setFields: { appId: 1000001 } }],
] as const)
  test(`an app_id that is ${name} is another app (NX-1)`, async ({ kakao, person, setFault }) => {
    const token = await kakaoTokenOf(kakao, person);
    const changes = JSON.parse(JSON.stringify(fault));
    await setFault({ endpoint: "access_token_info", ...changes });
    expectRefusal(await exchange(token), 401, "WRONG_APP");
  });

test("two answers about two people are nobody's (NX-2)", async ({ kakao, person, setFault }) => {
  const token = await kakaoTokenOf(kakao, person);
  await setFault({ endpoint: "user_me", setRawFields: { id: "3956953872" } });
  expectRefusal(await exchange(token), 400, "KEY_ERROR");
});

test("who an app says it speaks for is not looked at (NX-2)", async ({ kakao, person }) => {
  const token = await kakaoTokenOf(kakao, person);
  const claims = { id: "3956953872", nickname: "관리자", email: "admin@kakao.test", role: "admin" };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const { user } = tokensIn(await post(headers, JSON.stringify(claims)));
  expect(user).toMatchObject({ nickname: person.nickname, email: person.email });
});

for (const id of ["null", "0", "-1", "1.5", "true", "[]", "{}", '""', '"undefined"', "1e400"])
  for (const endpoint of ["access_token_info", "user_me"] as const)
    test(`${endpoint} with the id ${id} is KEY_ERROR, and no user (NX-3, TV-14)`, async ({
      kakao,
      person,
      setFault,
    }) => {
      const token = await kakaoTokenOf(kakao, person);
      const clear = await setFault({ endpoint, setRawFields: { id } });
      expectRefusal(await exchange(token), 400, "KEY_ERROR");
      expect(await countUsersOf(person.id)).toBe(0);
      expect(await countUsersWithoutId()).toBe(0);
      await clear();
      expect(tokensIn(await exchange(token)).user.nickname).toBe(person.nickname);
    });

for (const body of ["{}", '{"msg":"x","code":-1}'])
  for (const endpoint of ["access_token_info", "user_me"] as const)
    test(`${endpoint} saying ${body} with status 200 is KEY_ERROR (TV-14)`, async ({
      kakao,
      person,
      setFault,
    }) => {
      const token = await kakaoTokenOf(kakao, person);
      await setFault({ endpoint, body });
      expectRefusal(await exchange(token), 400, "KEY_ERROR");
    });

for (const left of [0, -1])
  test(`a token with ${left} seconds left is over (NX-3)`, async ({ kakao, person, setFault }) => {
    const token = await kakaoTokenOf(kakao, person);
    await setFault({ endpoint: "access_token_info", setFields: { expires_in: left } });
    expectRefusal(await exchange(token), 404, "NOT_FOUND_IN_KAKAO");
  });

test("two ids that JavaScript numbers would merge are two users (TV-15)", async ({
  kakao,
  createPerson,
}) => {
  const base = 9_007_199_254_000_000n + BigInt(Math.floor(Math.random() * 700_000));
  const even = base + (base % 2n === 0n ? 992_000_000_000n : 992_000_000_001n);
  const people = await Promise.all([
    createPerson({ id: String(even) }),
    createPerson({ id: String(even + 1n) }),
  ]);
  const users = await Promise.all(people.map((one) => signInNatively(kakao, one)));
  expect(new Set(users.map(({ user }) => user.id)).size).toBe(2);
});

test("a token that Kakao does not know is asked about once a minute (NX-10)", async ({ kakao }) => {
  const token = junkToken();
  for (let times = 0; times < 3; times += 1)
    expectRefusal(await exchange(token), 404, "NOT_FOUND_IN_KAKAO");
  const ledger = await kakao.readLedger({ path: "/v1/user/access_token_info" });
  const asked = ledger.filter(({ headers }) => headers.authorization === `Bearer ${token}`);
  expect(asked).toHaveLength(1);
});

test("an unlinked person's token is not known either (NX-5)", async ({ kakao, person }) => {
  const token = await kakaoTokenOf(kakao, person);
  await kakao.unlink(person.id);
  expectRefusal(await exchange(token), 404, "NOT_FOUND_IN_KAKAO");
});

test("our own page may exchange, and its cookies are nothing to us (NX-8)", async ({
  kakao,
  person,
  createPerson,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, await createPerson());
  const headers = { origin: baseUrl(), "sec-fetch-site": "same-origin" };
  const authorization = `Bearer ${await kakaoTokenOf(kakao, person)}`;
  const answer = await visitor.send(tokenUrl(), {
    method: "POST",
    headers: { ...headers, authorization },
  });
  expect(tokensIn(answer).user.nickname).toBe(person.nickname);
  expect((await readMe(visitor))?.nickname, "the browser stays who it was").not.toBe(
    person.nickname,
  );
});

test("the same person by browser and by app is one user, in either order (NX-9)", async ({
  kakao,
  createPerson,
}) => {
  for (const first of ["browser", "app"]) {
    const person = await createPerson();
    const visitor = new Visitor();
    if (first === "browser") await signIn(visitor, person);
    const { user } = await signInNatively(kakao, person);
    if (first === "app") await signIn(visitor, person);
    expect((await readMe(visitor))?.id).toBe(user.id);
  }
});

test("an exchange takes the nickname anew", async ({ kakao, person }) => {
  const first = await signInNatively(kakao, person);
  await kakao.updatePerson(person.id, { nickname: "새 이름" });
  const second = await signInNatively(kakao, person);
  expect(second.user).toEqual({ ...first.user, nickname: "새 이름" });
});

test("the log knows what happened, and no token, name or Kakao id (SE-6, SE-8)", async ({
  kakao,
  createPerson,
}) => {
  const person = await createPerson({ nickname: "카나리아별명" });
  const token = await kakaoTokenOf(kakao, person);
  const answer = await exchange(token);
  const tokens = tokensIn(answer);
  const stranger = await kakao.issueTokens(person.id, { clientId: strangerApp.restApiKey });
  const refused = await exchange(stranger.access_token);
  const idOf = (one: typeof answer) => String(one.headers["x-request-id"]);
  await expect
    .poll(() =>
      readAppLog()
        .filter((line) => line.includes(idOf(refused)))
        .join(""),
    )
    .toContain('"exchange.refused"');
  const all = readAppLog();
  const lineOf = (one: typeof answer) => all.find((line) => line.includes(idOf(one))) ?? "{}";
  expect(JSON.parse(lineOf(answer))).toMatchObject({
    event: "exchange.succeeded",
    kind: "access_token",
    user: tokens.user.id,
  });
  expect(JSON.parse(lineOf(refused))).toMatchObject({ code: "WRONG_APP" });
  const canaries = [token, stranger.access_token, tokens.access_token, tokens.refresh_token];
  for (const canary of [...canaries, person.nickname, person.id])
    expect(all.filter((line) => line.includes(String(canary)))).toEqual([]);
});
