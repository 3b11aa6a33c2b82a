// Kakao's id_token, made wrong in every way. Whatever does not hold ends the sign-in.
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { expectSignedOut, readMe, refusalOf, trySignIn } from "./sign-in-steps";

type IdTokenFault = NonNullable<FaultInput["idToken"]>;

const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

const refused: Array<[string, string, () => IdTokenFault]> = [
  ["TV-1", "signed with a key that Kakao does not publish", () => ({ key: "unpublished" })],
  [
    "TV-1",
    "naming a key that Kakao does not publish",
    () => ({ key: "unpublished", header: { kid: "nobody-knows-it" } }),
  ],
  ["TV-1", "that is no token", () => ({ jwt: "not.a.token" })],
  ["TV-1", "of three empty parts", () => ({ jwt: ".." })],
  ["TV-2", "without a signature (alg none)", () => ({ alg: "none" })],
  ["TV-2", "with HS256 and our client secret", () => ({ alg: "HS256", hmacKey: "client_secret" })],
  ["TV-2", "with HS256 and the public key", () => ({ alg: "HS256", hmacKey: "public_key_pem" })],
  ["TV-2", "with RS384", () => ({ alg: "RS384" })],
  ["TV-2", "with RS512", () => ({ alg: "RS512" })],
  ["TV-2", "with PS256", () => ({ alg: "PS256" })],
  ["TV-2", "with ES256", () => ({ alg: "ES256" })],
  ["TV-3", "without iss", () => ({ claims: { iss: null } })],
  ["TV-3", "from another issuer", () => ({ claims: { iss: "https://evil.test" } })],
  ["TV-3", "from the real Kakao", () => ({ claims: { iss: "https://kauth.kakao.com" } })],
  ["TV-4", "without aud", () => ({ claims: { aud: null } })],
  ["TV-4", "for another app", () => ({ claims: { aud: "0123456789abcdef0123456789abcdef" } })],
  ["TV-4", "for no app", () => ({ claims: { aud: [] } })],
  ["TV-4", "whose azp is another app", () => ({ claims: { azp: "another" } })],
  ["TV-5", "without exp", () => ({ claims: { exp: null } })],
  ["TV-5", "two minutes after its exp", () => ({ claims: { exp: inSeconds(-120) } })],
  ["TV-5", "whose exp is text", () => ({ claims: { exp: String(inSeconds(600)) } })],
  ["TV-5", "whose exp is without end", () => ({ rawClaims: { exp: "1e400" } })],
  ["TV-5", "without iat", () => ({ claims: { iat: null } })],
  ["TV-5", "eleven minutes old", () => ({ claims: { iat: inSeconds(-700) } })],
  ["TV-5", "from ten minutes ahead", () => ({ claims: { iat: inSeconds(600) } })],
  ["TV-5", "whose iat is text", () => ({ claims: { iat: String(inSeconds(0)) } })],
  ["TV-5", "whose nbf is to come", () => ({ claims: { nbf: inSeconds(600) } })],
  ["TV-6", "without nonce", () => ({ claims: { nonce: null } })],
  ["TV-6", "with another nonce", () => ({ claims: { nonce: "x".repeat(43) } })],
  ["TV-6", "with an empty nonce", () => ({ claims: { nonce: "" } })],
  ["TV-7", "without sub", () => ({ claims: { sub: null } })],
  ["TV-7", "with an empty sub", () => ({ claims: { sub: "" } })],
  ["TV-7", "whose sub is a number", () => ({ rawClaims: { sub: "3956953872" } })],
  ["TV-7", "whose sub has 300 digits", () => ({ claims: { sub: "1".repeat(300) } })],
  ["TV-7", "whose sub is SQL", () => ({ claims: { sub: "1' OR 1=1" } })],
  ["TV-8", "of another person than user/me", () => ({ claims: { sub: "3956953872" } })],
  ["TV-9", "with a wrong at_hash", () => ({ claims: { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" } })],
  ["TV-12", "with a critical header", () => ({ header: { crit: ["exp"] } })],
  ["TV-12", "of another type", () => ({ header: { typ: "secevent+jwt" } })],
];

for (const [id, name, fault] of refused)
  test(`an id_token ${name} is refused (${id})`, async ({ person, setFault }) => {
    const clear = await setFault({ endpoint: "token", idToken: fault() });
    const { answer, visitor } = await trySignIn(person);
    expect(refusalOf(answer)).toBe("kakao_rejected");
    await expectSignedOut(visitor);
    await clear();
    const again = await trySignIn(person);
    expect(await readMe(again.visitor)).not.toBeNull();
  });

test("an id_token for us and a second app is refused (TV-4)", async ({
  kakao,
  person,
  setFault,
}) => {
  const aud = (await kakao.listApps())[0]?.keys[0]?.key ?? "";
  await setFault({ endpoint: "token", idToken: { claims: { aud: [aud, "another"] } } });
  const { answer } = await trySignIn(person);
  expect(refusalOf(answer)).toBe("kakao_rejected");
});

test("an issuer with a slash behind it is another issuer (TV-3)", async ({
  kakao,
  person,
  setFault,
}) => {
  await setFault({ endpoint: "token", idToken: { claims: { iss: `${kakao.origin}/` } } });
  const { answer } = await trySignIn(person);
  expect(refusalOf(answer)).toBe("kakao_rejected");
});

test("a token that brings its own key along is refused, and nobody fetches it (TV-12)", async ({
  person,
  setFault,
}) => {
  let hits = 0;
  const evil = createServer((_, response) => {
    hits += 1;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  const address = evil.address();
  const jku = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/keys`;
  const header = { jku, x5u: jku, kid: "theirs" };
  await setFault({ endpoint: "token", idToken: { key: "unpublished", header } });
  const { answer } = await trySignIn(person);
  expect(refusalOf(answer)).toBe("kakao_rejected");
  expect(hits).toBe(0);
  evil.close();
});

test("without any id_token the sign-in works, as with OpenID Connect off (K15)", async ({
  person,
  setFault,
}) => {
  await setFault({ endpoint: "token", idToken: { omit: true } });
  const { visitor } = await trySignIn(person);
  expect(await readMe(visitor)).not.toBeNull();
});

const accepted: Array<[string, string, () => IdTokenFault]> = [
  ["TV-5, K19", "thirty seconds after its exp", () => ({ claims: { exp: inSeconds(-30) } })],
  ["TV-5, K19", "from 45 seconds ahead", () => ({ claims: { iat: inSeconds(45) } })],
  ["TV-5, K19", "from 45 seconds ago", () => ({ claims: { iat: inSeconds(-45) } })],
  ["K27", "with a claim nobody knows", () => ({ claims: { something_new: { a: [1] } } })],
];

for (const [id, name, fault] of accepted)
  test(`an id_token ${name} signs in (${id})`, async ({ person, setFault }) => {
    await setFault({ endpoint: "token", idToken: fault() });
    const { visitor } = await trySignIn(person);
    expect(await readMe(visitor)).not.toBeNull();
  });

test("an aud that is a list of us alone signs in (TV-4)", async ({ kakao, person, setFault }) => {
  const aud = (await kakao.listApps())[0]?.keys[0]?.key ?? "";
  await setFault({ endpoint: "token", idToken: { claims: { aud: [aud] } } });
  const { visitor } = await trySignIn(person);
  expect(await readMe(visitor)).not.toBeNull();
});
