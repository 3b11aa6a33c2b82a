// Kakao's published keys in bad times: a flood of unknown ones, a list that cannot be had, a list that
// makes no sense. signing-keys.api.spec.ts is the short of it.
import { expect, test } from "./own-kakao";
import { readMe, refusalOf } from "./sign-in-steps";
import { bringTokensOfUnknownKeys, readKeyRequests } from "./unknown-keys";

const FLOOD = 1000;

test("a rotation signs in, and then a thousand unknown keys lead to two requests at most (TV-10, K16)", async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  const person = await client.createPerson();
  expect(refusalOf((await arrive(await travel(person))).answer)).toBeNull();
  const trip = await travel(person);
  await client.rotateKeys();
  expect(refusalOf((await arrive(trip)).answer)).toBeNull();
  expect(await readKeyRequests(client), "one for the rotation").toBe(2);
  await client.clearLedger();

  expect(await bringTokensOfUnknownKeys(FLOOD, app.url)).toEqual(new Set([401]));
  const header = { kid: "nobody-knows-it" };
  const odd = await client.setFault({ endpoint: "token", idToken: { header } });
  const trips = await Promise.all(Array.from({ length: 20 }, () => travel(person)));
  for (const { answer } of await Promise.all(trips.map(arrive)))
    expect(refusalOf(answer)).toBe("kakao_rejected");
  await client.clearFault(odd.id);
  expect(await readKeyRequests(client)).toBeLessThanOrEqual(2);
  const { visitor } = await arrive(await travel(person));
  expect(await readMe(visitor, app.url), "sign-in goes on").not.toBeNull();
});

for (const [name, fault] of [
  ["is down", { status: 503, body: "" }],
  ["is silent", { hang: true }],
  ["redirects", { redirectTo: "https://evil.test/keys" }],
  ["is a page", { body: "<h1>점검 중</h1>", headers: { "content-type": "text/html" } }],
  ["is without end", { hugeBodyBytes: 50 * 1024 * 1024 }],
] as const)
  test(`while the list of keys ${name}, nobody new signs in, and then everybody does (K17)`, async ({
    ownKakao: { client },
    app,
    travel,
    arrive,
  }) => {
    const person = await client.createPerson();
    const down = await client.setFault({ endpoint: "jwks", ...fault });
    const { answer, visitor } = await arrive(await travel(person));
    expect(refusalOf(answer)).toBe("kakao_unavailable");
    expect(visitor.cookies().has("session")).toBe(false);
    expect(await client.readLedger({ path: "/v2/user/me" })).toEqual([]);
    await client.clearFault(down.id);
    const again = await arrive(await travel(person));
    expect(await readMe(again.visitor, app.url)).not.toBeNull();

    await client.setFault({ endpoint: "jwks", ...fault });
    const warm = await arrive(await travel(person));
    expect(refusalOf(warm.answer), "from the cache").toBeNull();
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
    expect(await readKeyRequests(client)).toBe(2);
    const again = await arrive(await travel(person));
    expect(refusalOf(again.answer), "a token of a key known before").toBeNull();
  });
