// Kakao is down for everybody: nobody waits, nobody is signed out, and it ends by itself (RL-7, K28).
// An app and a Kakao of this file's own, so that nobody else's sign-in is in the way.
import { exchange, expectRefusal, kakaoTokenOf, meWith, signInNatively } from "./native-steps";
import { expect, test } from "./own-kakao";
import { readMe, refusalOf } from "./sign-in-steps";

const HEALED_WITHIN = { timeout: 10_000, intervals: [250] };
/** So many in a row, and it is taken for an outage. */
const FAILURES = 10;
const many = <Value>(work: () => Promise<Value>, count: number) =>
  Promise.all(Array.from({ length: count }, work));
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

test("while Kakao fails, browsers and apps hear of it at once, sessions live on, and it ends by itself (RL-7, K28)", async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  const at = app.url;
  const person = await client.createPerson();
  const guest = (await arrive(await travel(person))).visitor;
  const native = await signInNatively(client, person, { at });
  const trips = await many(() => travel(person), FAILURES + 30);
  const tokens = await many(() => kakaoTokenOf(client, person), FAILURES + 30);
  const faulty = ["token", "access_token_info", "user_me"] as const;
  const faults = await Promise.all(
    faulty.map((endpoint) => client.setFault({ endpoint, status: 502, body: "" })),
  );
  await Promise.all(trips.slice(0, FAILURES).map(arrive));
  await Promise.all(tokens.slice(0, FAILURES).map((token) => exchange(token, { at })));

  const since = (await client.readLedger()).at(-1)?.seq ?? 0;
  const answers = await Promise.all(trips.slice(FAILURES).map(arrive));
  expect(new Set(answers.map(({ answer }) => refusalOf(answer)))).toEqual(
    new Set(["kakao_unavailable"]),
  );
  expect(median(answers.map(({ tookMs }) => tookMs))).toBeLessThan(1000);
  for (const refused of await Promise.all(
    tokens.slice(FAILURES).map((token) => exchange(token, { at })),
  ))
    expectRefusal(refused, 503, "KAKAO_UNAVAILABLE");
  expect((await client.readLedger({ since })).length, "one try of each kind").toBeLessThanOrEqual(
    3,
  );
  expect(await readMe(guest, at), "a browser's session").not.toBeNull();
  expect((await meWith(`Bearer ${native.access_token}`, { at })).status, "an app's").toBe(200);

  await Promise.all(faults.map(({ id }) => client.clearFault(id)));
  const trySignIn = async () => refusalOf((await arrive(await travel(person))).answer);
  const tryExchange = async () =>
    (await exchange(await kakaoTokenOf(client, person), { at })).status;
  await Promise.all([
    expect.poll(trySignIn, HEALED_WITHIN).toBeNull(),
    expect.poll(tryExchange, HEALED_WITHIN).toBe(200),
  ]);
});
