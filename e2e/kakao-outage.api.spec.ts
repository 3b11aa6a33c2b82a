// Kakao is down for everybody: nobody waits, almost nobody asks, and it ends by itself (RL-7, K28,
// L10). An app and a Kakao of this file's own, so that nobody else's sign-in is in the way.
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrl, callbackPath } from "./addresses";
import { test as base, expect } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { createKakaoEmulator, type KakaoEmulator } from "./kakao-emulator/server";
import { defaultSeed, withRedirectUris } from "./kakao-emulator/world/seed";
import {
  exchange,
  expectRefusal,
  junkToken,
  kakaoTokenOf,
  meWith,
  refresh,
  signInNatively,
} from "./native-steps";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { finishSignIn, reachCallback, refusalOf } from "./sign-in-steps";
import { Visitor } from "./visitor";

const OUTAGE_MS = 12_000;
const HEALED_WITHIN = { timeout: 10_000, intervals: [250] };

const test = base.extend<{ ownKakao: KakaoEmulator; app: OwnApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  ownKakao: async ({}, use) => {
    const seed = withRedirectUris(defaultSeed, [`${baseUrl()}${callbackPath}`]);
    const kakao = await createKakaoEmulator({ seed });
    await use(kakao);
    await kakao.close();
  },
  app: async ({ ownKakao }, use) => {
    const { origin } = ownKakao;
    const urls = { KAKAO_AUTH_URL: origin, KAKAO_API_URL: origin };
    const app = await startApp({ ...firstInstanceEnvironment(), ...urls });
    await use(app);
    expect(app.process.exitCode, "the process survives").toBeNull();
    await app.stop();
  },
});

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

test("while the code exchange fails, browsers hear of it at once and no code is sent (RL-7, K28)", async ({
  ownKakao: { client, origin },
  app,
}) => {
  const at = app.url;
  const person = await client.createPerson();
  const trip = async () => {
    const visitor = new Visitor();
    return { visitor, callback: await reachCallback(visitor, person, { at, kakaoAt: origin }) };
  };
  const finish = async ({ visitor, callback }: Awaited<ReturnType<typeof trip>>) => {
    const startedAt = Date.now();
    const answer = await finishSignIn(visitor, callback, { at });
    return { code: refusalOf(answer), tookMs: Date.now() - startedAt };
  };
  const trips = await Promise.all(Array.from({ length: 40 }, trip));
  const { id } = await client.setFault({ endpoint: "token", status: 502, body: "" });
  await Promise.all(trips.slice(0, 10).map(finish));
  const answers = await Promise.all(trips.slice(10).map(finish));
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(["kakao_unavailable"]));
  expect(median(answers.map(({ tookMs }) => tookMs))).toBeLessThan(1000);
  expect((await client.readLedger({ path: "/oauth/token" })).length).toBeLessThanOrEqual(11);
  await client.clearFault(id);
  await expect.poll(async () => (await finish(await trip())).code, HEALED_WITHIN).toBeNull();
});
