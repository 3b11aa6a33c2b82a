// The id_token variant of the exchange: everything about the token holds, it is for an app key of
// ours, and it is good for one time (NX-4).
import { once } from "node:events";
import { createServer } from "node:http";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { decode } from "./forge";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { defaultApp, strangerApp } from "./kakao-emulator/defaults";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { expectRefusal, idTokenOf, meWith, postJson, tokensIn } from "./native-steps";
import { expectServerError } from "./server-log";
import { readMe, readTokenRequests, referenceOf, signIn, trySignIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

const NONCE = "made-by-the-app-for-this-sign-in";
const bring = (id_token: string, options: { nonce?: string; at?: string } = {}) =>
  postJson("/api/token", { id_token, nonce: options.nonce ?? NONCE }, { at: options.at });

test("an id_token becomes a session like any other, with its profile", async ({
  kakao,
  person,
}) => {
  const token = await idTokenOf(kakao, person, NONCE);
  const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
  const tokens = tokensIn(await bring(token));
  expect(tokens.user).toMatchObject({ nickname: person.nickname, email: person.email });
  expect(tokens.user.image).toMatch(/^https:/);
  const asked = (await kakao.readLedger({ since })).map(({ path }) => path);
  expect(asked.filter((path) => path.startsWith("/oauth/tokeninfo"))).toEqual([]);
  expect(await kakao.readLedger({ since, personId: person.id }), "nothing of the person").toEqual(
    [],
  );
  const me = await meWith(`Bearer ${tokens.access_token}`, { at: secondUrl() });
  expect(JSON.parse(me.body).user).toEqual(tokens.user);
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect((await readMe(visitor))?.id, "the same user as by browser (NX-9)").toBe(tokens.user.id);
});

test("it is good for one time, on all instances together, however it is spelt (NX-4)", async ({
  kakao,
  person,
}) => {
  const token = await idTokenOf(kakao, person, NONCE);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => bring(token, { at: n % 2 ? baseUrl() : secondUrl() })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(9).fill(401)]);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const letter of letters) {
    const respelt = `${token.slice(0, -1)}${letter}`;
    expectRefusal(await bring(respelt), 401, "INVALID_ID_TOKEN");
  }
});

test("the nonce must be the token's own (TV-6)", async ({ kakao, person }) => {
  const token = await idTokenOf(kakao, person, NONCE);
  expectRefusal(await bring(token, { nonce: `${NONCE}x` }), 401, "INVALID_ID_TOKEN");
  expectRefusal(await bring(token, { nonce: "" }), 400, "INVALID_TOKEN");
  expectRefusal(await postJson("/api/token", { id_token: token }), 400, "INVALID_TOKEN");
  const nonceless = await kakao.issueTokens(person.id, { clientId: defaultApp.nativeAppKey });
  expectRefusal(await bring(nonceless.id_token ?? ""), 401, "INVALID_ID_TOKEN");
  tokensIn(await bring(token));
});

test("only tokens for an app key on the list count: not the REST key's, not a stranger's (NX-4, TV-4)", async ({
  kakao,
  person,
}) => {
  await kakao.updateApp(strangerApp.appId, { oidc: true });
  for (const clientId of [defaultApp.restApiKey, strangerApp.restApiKey]) {
    const { id_token } = await kakao.issueTokens(person.id, { clientId, nonce: NONCE });
    expectRefusal(await bring(id_token ?? ""), 401, "INVALID_ID_TOKEN");
  }
});

for (const [name, body] of [
  ["a list of tokens", { id_token: ["a.b.c"], nonce: NONCE }],
  ["a number", { id_token: 1, nonce: NONCE }],
  ["nothing", { id_token: "", nonce: NONCE }],
  ["a field nobody knows", { id_token: "a.b.c", nonce: NONCE, role: "admin" }],
  ["a nonce in a list", { id_token: "a.b.c", nonce: [NONCE] }],
] as const)
  test(`${name} is no id_token (NX-6, IN-2)`, async () => {
    expectRefusal(await postJson("/api/token", body), 400, "INVALID_TOKEN");
  });

type Change = { header?: Claims; claims?: Claims };
type Claims = NonNullable<NonNullable<FaultInput["idToken"]>["claims"]>;
const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The emulator's own token, taken apart and put together with changes: its signature is void. */
async function altered(
  kakao: KakaoEmulatorClient,
  person: { id: string },
  change: Change,
): Promise<string> {
  const [header, claims, signature] = (await idTokenOf(kakao, person, NONCE)).split(".");
  const changed = [
    encode({ ...decode(header), ...change.header }),
    encode({ ...decode(claims), ...change.claims }),
  ];
  return [...changed, signature].join(".");
}

const alterations: Array<[id: string, name: string, change: Change]> = [
  ["TV-1", "a changed sub", { claims: { sub: "1" } }],
  ["TV-1", "a later end", { claims: { exp: inSeconds(90_000) } }],
  ["TV-1", "an unknown kid", { header: { kid: "nobody-knows-it" } }],
  ["TV-2", "alg none", { header: { alg: "none" } }],
  ["TV-2", "alg HS256", { header: { alg: "HS256" } }],
  ["TV-12", "a critical header", { header: { crit: ["exp"] } }],
  ["WH-12", "a security event's type", { header: { typ: "secevent+jwt" } }],
];

for (const [id, name, change] of alterations)
  test(`an id_token with ${name} is refused (${id})`, async ({ kakao, person }) => {
    expectRefusal(await bring(await altered(kakao, person, change)), 401, "INVALID_ID_TOKEN");
  });

/** Signed by the emulator with these faults, by way of a browser's sign-in at its token endpoint. */
type Faulty = [id: string, name: string, claims: () => Claims];
const faulty: Faulty[] = [
  ["TV-3", "another issuer", () => ({ iss: "https://evil.test" })],
  ["TV-3", "the real Kakao's issuer", () => ({ iss: "https://kauth.kakao.com" })],
  ["TV-4", "a second audience", () => ({ aud: [defaultApp.nativeAppKey, "another"] })],
  ["TV-4", "another azp", () => ({ azp: "another" })],
  ["TV-5", "an end two minutes ago", () => ({ exp: inSeconds(-120) })],
  ["TV-5", "no end", () => ({ exp: null })],
  ["TV-5", "an age of eleven minutes", () => ({ iat: inSeconds(-700) })],
  ["TV-5", "a birth in ten minutes", () => ({ iat: inSeconds(600) })],
  ["TV-7", "no sub", () => ({ sub: null })],
  ["TV-7", "SQL for a sub", () => ({ sub: "1' OR 1=1" })],
];

for (const [id, name, claims] of faulty)
  test(`an id_token that Kakao signed with ${name} is refused (${id})`, async ({
    kakao,
    person,
    setFault,
  }) => {
    const whole = { aud: defaultApp.nativeAppKey, nonce: NONCE, ...claims() };
    const token = await signedByKakao(kakao, person, setFault, whole);
    expectRefusal(await bring(token), 401, "INVALID_ID_TOKEN");
  });

test("the way by which those are signed gives good tokens too", async ({
  kakao,
  person,
  setFault,
}) => {
  const claims = { aud: defaultApp.nativeAppKey, nonce: NONCE };
  tokensIn(await bring(await signedByKakao(kakao, person, setFault, claims)));
});

async function signedByKakao(
  kakao: KakaoEmulatorClient,
  person: { id: string; loginId: string },
  setFault: (fault: FaultInput) => Promise<unknown>,
  claims: Claims,
): Promise<string> {
  await setFault({ endpoint: "token", idToken: { claims } });
  const { answer, callback } = await trySignIn(person);
  // In the browser's flow a wrong time is a wrong clock's.
  expectServerError(referenceOf(answer));
  const [entry] = await readTokenRequests(kakao, callback);
  return JSON.parse(entry?.answer ?? "{}").id_token;
}

test("a token that brings its own key along is refused, and nobody fetches it (TV-12)", async ({
  kakao,
  person,
}) => {
  let hits = 0;
  const evil = createServer((_, response) => {
    hits += 1;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  const address = evil.address();
  const jku = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/keys`;
  const token = await altered(kakao, person, { header: { jku, x5u: jku, kid: "theirs" } });
  expectRefusal(await bring(token), 401, "INVALID_ID_TOKEN");
  expect(hits).toBe(0);
  evil.close();
});
