// Kakao is down for everybody, and an app's exchanges go on: nobody waits, almost nobody asks, and it
// ends by itself (RL-7, K28, L10). kakao-outage.api.spec.ts is the short of it.
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import {
  exchange,
  expectRefusal,
  junkToken,
  kakaoTokenOf,
  meWith,
  refresh,
  signInNatively,
} from "./native-steps";
import { expect, test } from "./own-kakao";
import { refusalOf } from "./sign-in-steps";

const OUTAGE_MS = 12_000;
const HEALED_WITHIN = { timeout: 10_000, intervals: [250] };

const many = <Value>(work: () => Promise<Value>, count: number) =>
  Promise.all(Array.from({ length: count }, work));
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const [name, fault] of [
  ["answers 500", { status: 500, body: "" }],
  ["says it is under maintenance", { status: 503, body: '{"msg":"","code":-9798}' }],
  ["is silent", { hang: true }],
] as Array<[string, Omit<FaultInput, "endpoint">]>)
  test(`while Kakao ${name}, exchanges fail at once, ask less than once a second, and recover within ten seconds (RL-7, K28, L10)`, async ({
    ownKakao: { client },
    app,
  }) => {
    const person = await client.createPerson();
    const at = app.url;
    const session = await signInNatively(client, person, { at });
    const ends = await Promise.all(
      (["access_token_info", "user_me"] as const).map((endpoint) =>
        client.setFault({ endpoint, ...fault }),
      ),
    );
    const tokens = await Promise.all(
      Array.from({ length: 16 }, () => kakaoTokenOf(client, person)),
    );
    await Promise.all(tokens.map((token) => exchange(token, { at })));
    const since = (await client.readLedger()).at(-1)?.seq ?? 0;
    const took: number[] = [];
    const attempts: Promise<unknown>[] = [];
    for (const start = Date.now(); Date.now() - start < OUTAGE_MS; await sleep(100)) {
      const startedAt = Date.now();
      const answered = exchange(await kakaoTokenOf(client, person), { at }).then((answer) => {
        took.push(Date.now() - startedAt);
        expectRefusal(answer, 503, "KAKAO_UNAVAILABLE");
        expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      });
      attempts.push(answered);
    }
    await Promise.all(attempts);
    expect(attempts.length).toBeGreaterThan(50);
    expect(median(took)).toBeLessThan(200);
    const asked = await client.readLedger({ since, personId: person.id });
    const seconds = OUTAGE_MS / 1000;
    expect(asked.length).toBeLessThanOrEqual(seconds);
    const next = JSON.parse((await refresh(session.refresh_token, { at })).body);
    expect((await meWith(`Bearer ${next.access_token}`, { at })).status, "sessions").toBe(200);
    await Promise.all(ends.map(({ id }) => client.clearFault(id)));
    const again = async () => (await exchange(await kakaoTokenOf(client, person), { at })).status;
    await expect.poll(again, HEALED_WITHIN).toBe(200);
  });

test("strangers' tokens by the hundred keep no valid one waiting (NX-10, L8)", async ({
  ownKakao: { client },
  app,
}) => {
  const at = app.url;
  const time = async () => {
    const token = await kakaoTokenOf(client, await client.createPerson());
    const startedAt = Date.now();
    expect((await exchange(token, { at })).status).toBe(200);
    return Date.now() - startedAt;
  };
  await time();
  const since = (await client.readLedger()).at(-1)?.seq ?? 0;
  const headers = { "x-forwarded-for": "203.0.113.9" };
  let junkAnswers = 0;
  const flood = (async () => {
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => exchange(junkToken(), { at, headers })),
      );
      junkAnswers += answers.filter(({ status }) => status === 404 || status === 429).length;
    }
  })();
  const took: number[] = [];
  for (let times = 0; times < 20; times += 1) took.push(await time());
  await flood;
  expect(junkAnswers).toBe(1000);
  expect(median(took)).toBeLessThan(1500);
  const ledger = await client.readLedger({ since });
  const junk = ledger.filter(({ headers: sent }) => sent.authorization?.startsWith("Bearer junk-"));
  // Sixty failures, and those that were on their way when the sixtieth came: two questions each.
  expect(junk.length).toBeLessThanOrEqual(2 * (60 + 20));
});

test("when Kakao says to come back later, nobody asks until then, and everybody hears that it is busy (K4, RL-7)", async ({
  ownKakao: { client },
  travel,
  arrive,
}) => {
  const person = await client.createPerson();
  const trips = await many(() => travel(person), 6);
  const busy = { status: 429, body: "", headers: { "retry-after": "3" } };
  await client.setFault({ endpoint: "token", times: 1, ...busy });
  const [first, ...others] = trips;
  const refusedAt = Date.now();
  for (const trip of [first, ...others])
    if (trip) expect(refusalOf((await arrive(trip)).answer)).toBe("rate_limited");
  expect(await client.readLedger({ path: "/oauth/token" })).toHaveLength(1);
  const trySignIn = async () => refusalOf((await arrive(await travel(person))).answer);
  await expect.poll(trySignIn, HEALED_WITHIN).toBeNull();
  expect(Date.now() - refusedAt).toBeGreaterThanOrEqual(2900);
});
