// Kakao's published keys, from outside: asked for rarely, renewed when they rotate, and kept when
// the list cannot be had or makes no sense. A Kakao of this file's own, for its keys are everybody's.
import { randomUUID } from "node:crypto";
import { postJson } from "./native-steps";
import { expect, test } from "./own-kakao";
import { readMe, refusalOf } from "./sign-in-steps";

const JWKS = "/.well-known/jwks.json";
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Nobody has signed it; the key that it names is looked for before anybody sees that. */
const tokenOfUnknownKey = () =>
  [encode({ alg: "RS256", typ: "JWT", kid: randomUUID() }), encode({}), "c2lnbmF0dXJl"].join(".");

test("keys are asked for once, once more after a rotation, and not by a flood of unknown ones (TV-10, K16)", async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  const jwksGets = async () => (await client.readLedger({ path: JWKS })).length;
  const person = await client.createPerson();
  const cold = await Promise.all(Array.from({ length: 4 }, () => travel(person)));
  for (const { answer } of await Promise.all(cold.map(arrive)))
    expect(refusalOf(answer)).toBeNull();
  expect(await jwksGets(), "a cold cache, four at once").toBe(1);

  const trips = await Promise.all(Array.from({ length: 8 }, () => travel(person)));
  await client.rotateKeys();
  const back = await Promise.all(trips.map(arrive));
  expect(back.map(({ answer }) => refusalOf(answer))).toEqual(Array(8).fill(null));
  expect(await jwksGets(), "a rotation, eight at once").toBe(2);

  const bring = () => postJson("/api/token", { id_token: tokenOfUnknownKey(), nonce: "n" }, { at });
  const at = app.url;
  const flood = await Promise.all(Array.from({ length: 100 }, bring));
  expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([401]));
  expect(await jwksGets(), "a hundred unknown keys").toBeLessThanOrEqual(3);
  const after = await arrive(await travel(person));
  expect(await readMe(after.visitor, at), "sign-in goes on").not.toBeNull();
});

for (const [name, keys] of [
  ["empties", "[]"],
  [
    "shows other keys only",
    '[{"kid":"other","kty":"RSA","alg":"RS256","use":"sig","n":"AQAB","e":"AQAB"}]',
  ],
] as const)
  test(`a list that ${name} refuses whom it does not name, and the known keys serve on (K18, TV-10)`, async ({
    ownKakao: { client },
    travel,
    arrive,
  }) => {
    const person = await client.createPerson();
    const first = await arrive(await travel(person));
    expect(refusalOf(first.answer)).toBeNull();
    await client.setFault({ endpoint: "jwks", setRawFields: { keys } });
    const header = { kid: "nobody-knows-it" };
    const odd = { endpoint: "token", personId: person.id, times: 1, idToken: { header } } as const;
    await client.setFault(odd);
    const refused = await arrive(await travel(person));
    expect(refusalOf(refused.answer)).toMatch(/^kakao_(rejected|unavailable)$/);
    expect(await client.readLedger({ path: JWKS })).toHaveLength(2);
    const again = await arrive(await travel(person));
    expect(refusalOf(again.answer), "a token of a key known before").toBeNull();
  });
