// Kakao's id_token, made wrong in every way beyond the modules of openid-conformance.api.spec.ts.
// Whatever does not hold ends the sign-in.
import { once } from "node:events";
import { createServer } from "node:http";
import { kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { expectServerError, readAppLog } from "./server-log";
import { expectSignedOut, readMe, referenceOf, refusalOf, trySignIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";

type IdTokenFault = NonNullable<FaultInput["idToken"]>;

const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

/** Somebody's key, sent along as if it were Kakao's. */
const theirKey = { kty: "RSA", kid: "theirs", n: "x".repeat(342), e: "AQAB" };

const readUserCalls = (kakao: KakaoEmulatorClient, { id }: { id: string }) =>
  kakao.readLedger({ path: "/v2/user/me", personId: id });

const refused: Array<[string, string, () => IdTokenFault]> = [
  [
    "TV-1",
    "naming a key that Kakao does not publish",
    () => ({ key: "unpublished", header: { kid: "nobody-knows-it" } }),
  ],
  ["TV-1", "that is no token", () => ({ jwt: "not.a.token" })],
  ["TV-1", "of three empty parts", () => ({ jwt: ".." })],
  ["TV-2", "with HS256 and the public key", () => ({ alg: "HS256", hmacKey: "public_key_pem" })],
  ["TV-2", "with RS384", () => ({ alg: "RS384" })],
  ["TV-2", "with RS512", () => ({ alg: "RS512" })],
  ["TV-3", "without iss", () => ({ claims: { iss: null } })],
  ["TV-3", "from another issuer", () => ({ claims: { iss: "https://evil.test" } })],
  ["TV-3", "from our issuer in capitals", () => ({ claims: { iss: kakaoUrl().toUpperCase() } })],
  ["TV-3", "from our issuer at another port", () => ({ claims: { iss: "http://127.0.0.1:1" } })],
  ["TV-3", "from our issuer with a slash behind it", () => ({ claims: { iss: `${kakaoUrl()}/` } })],
  ["TV-3", "from a list of issuers", () => ({ claims: { iss: [kakaoUrl()] } })],
  ["TV-3", "from the real Kakao", () => ({ claims: { iss: "https://kauth.kakao.com" } })],
  ["TV-4", "for no app", () => ({ claims: { aud: [] } })],
  ["TV-4", "whose azp is another app", () => ({ claims: { azp: "another" } })],
  ["TV-5", "whose exp is text", () => ({ claims: { exp: String(inSeconds(600)) } })],
  ["TV-5", "whose exp is without end", () => ({ rawClaims: { exp: "1e400" } })],
  ["TV-5", "whose exp is a fraction", () => ({ rawClaims: { exp: `${inSeconds(600)}.5` } })],
  ["TV-5", "whose iat is a fraction", () => ({ rawClaims: { iat: `${inSeconds(0)}.5` } })],
  ["TV-5", "whose iat is text", () => ({ claims: { iat: String(inSeconds(0)) } })],
  ["TV-6", "with an empty nonce", () => ({ claims: { nonce: "" } })],
  ["TV-7", "with an empty sub", () => ({ claims: { sub: "" } })],
  ["TV-7", "whose sub is null", () => ({ rawClaims: { sub: "null" } })],
  ["TV-7", "whose sub is a number", () => ({ rawClaims: { sub: "3956953872" } })],
  ["TV-7", "whose sub has 300 digits", () => ({ claims: { sub: "1".repeat(300) } })],
  ["TV-7", "whose sub is SQL", () => ({ claims: { sub: "1' OR 1=1" } })],
  ["TV-8", "of another person than user/me", () => ({ claims: { sub: "3956953872" } })],
  ["TV-12", "whose key comes with it", () => ({ key: "unpublished", header: { jwk: theirKey } })],
  ["TV-12", "with a critical header", () => ({ header: { crit: ["exp"] } })],
  ["TV-12", "of another type", () => ({ header: { typ: "secevent+jwt" } })],
];

for (const [id, name, fault] of refused)
  test(`an id_token ${name} is refused, and nothing more is asked (${id})`, async ({
    kakao,
    person,
    setFault,
  }) => {
    const clear = await setFault({ endpoint: "token", idToken: fault() });
    const { answer, visitor } = await trySignIn(person);
    expect(refusalOf(answer)).toBe("kakao_rejected");
    await expectSignedOut(visitor);
    if (id !== "TV-8") expect(await readUserCalls(kakao, person)).toEqual([]);
    expect(await countUsersOf(person.id), "nobody was taken in").toBe(0);
    await clear();
    const again = await trySignIn(person);
    expect(await readMe(again.visitor)).not.toBeNull();
  });

const wrongTimes: Array<[string, () => IdTokenFault]> = [
  ["eleven minutes old", () => ({ claims: { iat: inSeconds(-700) } })],
  ["from ten minutes ahead", () => ({ claims: { iat: inSeconds(600) } })],
  ["whose iat is without end", () => ({ rawClaims: { iat: "1e400" } })],
  ["whose nbf is to come", () => ({ claims: { nbf: inSeconds(600) } })],
];

for (const [name, fault] of wrongTimes)
  test(`an id_token ${name} is refused, and operators hear of a wrong clock (TV-5, K19)`, async ({
    kakao,
    person,
    setFault,
  }) => {
    await setFault({ endpoint: "token", idToken: fault() });
    const { answer, visitor } = await trySignIn(person);
    expectServerError(referenceOf(answer));
    expect(refusalOf(answer)).toBe("kakao_rejected");
    await expectSignedOut(visitor);
    expect(await readUserCalls(kakao, person)).toEqual([]);
    const readAlarm = () => readAppLog().find((line) => line.includes(referenceOf(answer)));
    await expect
      .poll(() => JSON.parse(readAlarm() ?? "{}"))
      .toMatchObject({
        level: "error",
        event: "sign_in.alarm",
        reason: expect.stringContaining("clock"),
      });
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
