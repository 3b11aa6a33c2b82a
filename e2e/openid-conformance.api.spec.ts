// Every relying-party module of the OpenID Foundation's suite, against the production build: named
// by the module, and judged by what the app asks of Kakao as much as by what it shows.
import { randomInt } from "node:crypto";
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { defaultApp } from "./kakao-emulator/defaults";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { conformanceRows } from "./openid-conformance";
import { test as withOwnKakao } from "./own-kakao";
import { expectServerError, readAppLog } from "./server-log";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readMe,
  readTokenRequests,
  referenceOf,
  refusalOf,
  startSignIn,
  trySignIn,
} from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { send, Visitor } from "./visitor";

type TokenFault = Omit<FaultInput, "endpoint">;

const DISCOVERY = "/.well-known/openid-configuration";
const JWKS = "/.well-known/jwks.json";
const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

const covered = new Set<string>();

/** The module's row as a test's name. */
function titleOf(suffix: string, prefix = "oidcc-client-test"): string {
  const module = suffix === "" ? prefix : `${prefix}-${suffix}`;
  const row = conformanceRows.find((candidate) => candidate.module === module);
  if (!row) throw new Error(`${module} is not in the table`);
  covered.add(module);
  return `${module}: ${row.expectation} (${row.ids})`;
}

/** One test for several modules: what they need is dear. */
function jointTitleOf(what: string, suffixes: string[]): string {
  for (const suffix of suffixes) titleOf(suffix);
  const rows = conformanceRows.filter(({ module }) =>
    suffixes.some((suffix) => module === `oidcc-client-test-${suffix}`),
  );
  const ids = new Set(rows.flatMap((row) => row.ids.split(", ")));
  return `${rows.map(({ module }) => module).join(", ")}: ${what} (${[...ids].join(", ")})`;
}

const fapi = (suffix: string) => titleOf(suffix, "fapi2-security-profile-final-client-test");

const readUserCalls = (kakao: KakaoEmulatorClient, { id }: { id: string }) =>
  kakao.readLedger({ path: "/v2/user/me", personId: id });

const refusedIdTokens: Array<[title: string, fault: () => TokenFault["idToken"]]> = [
  [titleOf("invalid-iss"), () => ({ claims: { iss: `${kakaoUrl()}/wrong` } })],
  [titleOf("missing-sub"), () => ({ claims: { sub: null } })],
  [titleOf("invalid-aud"), () => ({ claims: { aud: "0123456789abcdef0123456789abcdef" } })],
  [titleOf("missing-iat"), () => ({ claims: { iat: null } })],
  [titleOf("kid-absent-multiple-jwks"), () => ({ header: { kid: null } })],
  [titleOf("idtoken-sig-none"), () => ({ alg: "none" })],
  [titleOf("invalid-sig-rs256"), () => ({ key: "unpublished" })],
  [titleOf("nonce-invalid"), () => ({ claims: { nonce: "x".repeat(43) } })],
  [titleOf("missing-aud"), () => ({ claims: { aud: null } })],
  [titleOf("invalid-athash"), () => ({ claims: { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" } })],
  [titleOf("invalid-sig-hs256"), () => ({ alg: "HS256", hmacKey: "client_secret" })],
  [titleOf("invalid-sig-es256"), () => ({ alg: "ES256" })],
  [fapi("invalid-null-alg"), () => ({ alg: "none", header: { typ: null } })],
  [fapi("invalid-alternate-alg"), () => ({ alg: "PS256" })],
  [fapi("invalid-secondary-aud"), () => ({ claims: { aud: [defaultApp.restApiKey, "another"] } })],
  [fapi("invalid-missing-exp"), () => ({ claims: { exp: null } })],
  [fapi("invalid-expired-exp"), () => ({ claims: { exp: inSeconds(-120) } })],
  [fapi("invalid-missing-nonce"), () => ({ claims: { nonce: null } })],
];

for (const [title, fault] of refusedIdTokens)
  test(title, async ({ kakao, person, setFault }) => {
    await setFault({ endpoint: "token", idToken: fault() });
    const { answer, callback, visitor } = await trySignIn(person);
    // A token that Kakao has just signed and that is over already: somebody's clock is wrong.
    if (title.includes("expired")) expectServerError(referenceOf(answer));
    expect(refusalOf(answer)).toBe("kakao_rejected");
    await expectSignedOut(visitor);
    expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
    expect(await readUserCalls(kakao, person), "nothing is asked afterwards").toEqual([]);
    expect(await countUsersOf(person.id), "nobody was taken in").toBe(0);
  });

const acceptedAnswers: Array<[title: string, fault: TokenFault | null]> = [
  [titleOf(""), null],
  [titleOf("idtoken-sig-rs256"), { idToken: { alg: "RS256" } }],
  [titleOf("missing-athash"), { idToken: { claims: { at_hash: null } } }],
  [fapi("valid-aud-as-array"), { idToken: { claims: { aud: [defaultApp.restApiKey] } } }],
  [fapi("token-type-case-insensitivity"), { setFields: { token_type: "bEARER" } }],
  [fapi("token-endpoint-response-without-expires_in"), { removeFields: ["expires_in"] }],
];

for (const [title, fault] of acceptedAnswers)
  test(title, async ({ person, setFault }) => {
    if (fault) await setFault({ endpoint: "token", ...fault });
    const { visitor } = await trySignIn(person);
    expect(await readMe(visitor)).toMatchObject({ nickname: person.nickname });
    expect(await countUsersOf(person.id)).toBe(1);
  });

test(titleOf("userinfo-invalid-sub"), async ({ person, setFault }) => {
  const stranger = String(randomInt(10 ** 12, 10 ** 13));
  await setFault({ endpoint: "user_me", setRawFields: { id: stranger } });
  const { answer, visitor } = await trySignIn(person);
  expect(refusalOf(answer)).toBe("kakao_rejected");
  await expectSignedOut(visitor);
  expect(await countUsersOf(person.id, stranger)).toBe(0);
  const readEvent = () => readAppLog().find((line) => line.includes(referenceOf(answer))) ?? "";
  await expect.poll(readEvent, "the log has it").toContain("name different people");
});

test(titleOf("scope-userinfo-claims"), async ({ createPerson }) => {
  const [open, closed] = [await createPerson(), await createPerson()];
  const meOf = async (person: typeof open, items: string[]) => {
    const visitor = new Visitor();
    await finishSignIn(visitor, await reachCallback(visitor, person, { items }));
    return readMe(visitor);
  };
  expect(await meOf(open, ["account_email"])).toMatchObject({ email: open.email });
  expect(await meOf(closed, [])).toMatchObject({ nickname: closed.nickname, email: null });
});

test(titleOf("client-secret-basic"), async ({ kakao, person }) => {
  const { callback } = await trySignIn(person);
  const [request] = await readTokenRequests(kakao, callback);
  expect(request?.headers).not.toHaveProperty("authorization");
  expect(request?.body.client_secret).toBe(defaultApp.clientSecret);
});

test(titleOf("userinfo-bearer-header"), async ({ kakao, person }) => {
  const { callback } = await trySignIn(person);
  const [{ answer = "{}" } = {}] = await readTokenRequests(kakao, callback);
  const [request] = await readUserCalls(kakao, person);
  expect(request?.headers.authorization).toBe(`Bearer ${JSON.parse(answer ?? "{}").access_token}`);
  expect(Object.keys(request?.query ?? {})).toEqual(["secure_resource"]);
});

for (const [title, state] of [
  [fapi("ensure-authorization-response-with-invalid-state-fails"), "invalid"],
  [fapi("ensure-authorization-response-with-invalid-missing-state-fails"), null],
] as const)
  test(title, async ({ kakao, person }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    if (state === null) callback.searchParams.delete("state");
    else callback.searchParams.set("state", state);
    expect(refusalOf(await finishSignIn(visitor, callback))).toBe("expired");
    await expectSignedOut(visitor);
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
    expect(await readUserCalls(kakao, person)).toEqual([]);
  });

test(fapi("invalid-authorization-response-iss"), async ({ kakao, person, setFault }) => {
  await setFault({ endpoint: "authorize", setFields: { iss: "https://evil.test" } });
  const { answer, callback, visitor } = await trySignIn(person);
  expect(callback.searchParams.get("iss")).toBe("https://evil.test");
  expect(refusalOf(answer)).toBe("kakao_rejected");
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

const refreshTitle = jointTitleOf("Kakao is not asked again", [
  "refresh-token",
  "refresh-token-invalid-issuer",
  "refresh-token-invalid-sub",
]);
test(refreshTitle, async ({ kakao, person }) => {
  const { visitor } = await trySignIn(person);
  const since = (await kakao.readLedger({ personId: person.id })).at(-1)?.seq ?? 0;
  for (const path of ["/", "/account", "/api/auth/session", "/api/me"])
    expect((await visitor.send(`${baseUrl()}${path}`)).status).toBe(200);
  expect(await kakao.readLedger({ since, personId: person.id })).toEqual([]);
});

test(titleOf("3rd-party-init-login"), async () => {
  const query = new URLSearchParams({ iss: kakaoUrl(), login_hint: "minji", target_link_uri: "/" });
  for (const path of ["initiate-login", "login", "signin", "signin/kakao/initiate"])
    for (const method of ["GET", "POST"]) {
      const form = method === "POST" ? query : undefined;
      const address = `${baseUrl()}/api/auth/${path}${form ? "" : `?${query}`}`;
      const answer = await send(address, { method, form });
      expect([path, method, answer.status]).toEqual([path, method, 404]);
      expect(answer.setCookies).toEqual([]);
      expect(answer.location).toBeNull();
    }
});

const ownKakaoTitle = jointTitleOf("everybody signs in, by configured addresses alone", [
  "kid-absent-single-jwks",
  "discovery-openid-config",
  "discovery-jwks-uri-keys",
  "discovery-issuer-mismatch",
  "signing-key-rotation",
  "signing-key-rotation-just-before-signing",
]);
// What these change is everybody's: an app and a Kakao of their own.
withOwnKakao(ownKakaoTitle, async ({ ownKakao, app, travel, arrive }) => {
  const { client, origin } = ownKakao;
  const person = await client.createPerson();
  const readGets = async (path: string) => (await client.readLedger({ path })).length;
  const expectWelcome = async (trip: Awaited<ReturnType<typeof travel>>) => {
    const { visitor, answer } = await arrive(trip);
    expect(refusalOf(answer)).toBeNull();
    expect(await readMe(visitor, app.url)).not.toBeNull();
  };
  const [current] = (await (await fetch(`${origin}${JWKS}`)).json()).keys;
  await client.clearLedger();

  const evil = "https://evil.test";
  const document = { issuer: evil, jwks_uri: evil, token_endpoint: evil, userinfo_endpoint: evil };
  await client.setFault({ endpoint: "discovery", setFields: document });
  const single = await client.setFault({ endpoint: "jwks", setFields: { keys: [current] } });
  const withoutKid = { endpoint: "token", times: 1, idToken: { header: { kid: null } } } as const;
  await client.setFault({ ...withoutKid, personId: person.id });
  await expectWelcome(await travel(person));
  expect(await readGets(JWKS), "from the configured address").toBe(1);
  await client.clearFault(single.id);

  const trip = await travel(person);
  await client.rotateKeys();
  await expectWelcome(trip);
  await expectWelcome(await travel(person));
  expect(await readGets(JWKS), "asked once more").toBe(2);
  expect(await readGets(DISCOVERY)).toBe(0);
  const sentTo = (await startSignIn(new Visitor(), { at: app.url, kakaoAt: origin })).href;
  expect(sentTo).toMatch(new RegExp(`^${origin}/oauth/authorize\\?`));
});

test("every module in the table has its test", () => {
  expect(conformanceRows.map(({ module }) => module).sort()).toEqual([...covered].sort());
});
