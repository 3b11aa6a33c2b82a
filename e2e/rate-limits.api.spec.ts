// How often somebody may try, and what is left to everybody else meanwhile. Each test comes from
// addresses of its own.
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { baseUrl, databaseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  exchange,
  expectRefusal,
  junkToken,
  kakaoTokenOf,
  refresh,
  revoke,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { firstInstanceEnvironment, newSecret, startApp } from "./own-app";
import { readAppLog } from "./server-log";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readCsrfToken,
  readMe,
  refusalOf,
} from "./sign-in-steps";
import { type Answer, newAddress, ownForm, send, Visitor } from "./visitor";

const FAILED_EXCHANGES = 60;
const EXCHANGES_OF_TOKEN = 10;
const REFRESHES = 30;
const STARTS = 300;
const FAILED_CALLBACKS = 120;

const either = (n: number) => (n % 2 ? baseUrl() : secondUrl());
const from = (address: string) => ({ "x-forwarded-for": address });
const count = (answers: Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

function failFrom(address: string, times: number, at = either): Promise<Answer[]> {
  const headers = from(address);
  return Promise.all(
    Array.from({ length: times }, (_, n) => exchange(junkToken(), { headers, at: at(n) })),
  );
}

function expectLimited(answer: Answer): void {
  expectRefusal(answer, 429, "RATE_LIMITED");
  const seconds = Number(answer.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
}

test("of sixty-five junk tokens at once from one address, on two instances, sixty hear of their failure (RL-1, RL-2)", async ({
  kakao,
  person,
}) => {
  const address = newAddress();
  const answers = await failFrom(address, FAILED_EXCHANGES + 5);
  expect(count(answers, 404)).toBe(FAILED_EXCHANGES);
  expect(count(answers, 429)).toBe(5);
  const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
  const token = await kakaoTokenOf(kakao, person);
  for (const at of [baseUrl(), secondUrl()])
    expectLimited(await exchange(token, { headers: from(address), at }));
  expect(await kakao.readLedger({ since, personId: person.id }), "nothing is asked").toEqual([]);
  tokensIn(await exchange(token));
  await expect
    .poll(() => readAppLog().filter((line) => line.includes('"rate_limit.reached"')).length)
    .toBeGreaterThan(0);
  expect(readAppLog().filter((line) => line.includes(address))).toEqual([]);
});

test("a claimed address in front, or the neighbour's within one /64, evades nothing (RL-3)", async () => {
  const network = newAddress().replace(/::1$/, "");
  const at = (n: number) => `${newAddress()}, ${network}::${n.toString(16)}`;
  const answers = await Promise.all(
    Array.from({ length: FAILED_EXCHANGES + 5 }, (_, n) =>
      exchange(junkToken(), { headers: from(at(n + 1)) }),
    ),
  );
  expect(count(answers, 429)).toBe(5);
});

test("an IPv4 address and its IPv6 spelling are one (RL-3)", async () => {
  const [a, b] = [Math.random(), Math.random()].map((random) => Math.floor(random * 255));
  const address = `198.51.${a}.${b}`;
  await failFrom(address, FAILED_EXCHANGES);
  for (const spelling of [address, `::ffff:${address}`, `${address}:4711`])
    expectLimited(await exchange(junkToken(), { headers: from(spelling) }));
});

test("without a proxy the connection counts, whatever a client writes into headers (RL-3, WB-13)", async () => {
  // This machine's own address is one for all who come without a proxy. Under a secret of its own
  // this instance knows it by another pseudonym, so that nobody else's failures are among these.
  const app = await startApp({
    ...firstInstanceEnvironment(),
    AUTH_SECRET: newSecret(),
    TRUSTED_PROXY_HOPS: undefined,
  });
  const failFromSomewhere = () => {
    const headers = {
      "x-forwarded-for": newAddress(),
      "x-real-ip": newAddress(),
      forwarded: `for="[${newAddress()}]"`,
      "x-socket-address": newAddress(),
    };
    return exchange(junkToken(), { headers, at: app.url });
  };
  const answers = await Promise.all(
    Array.from({ length: FAILED_EXCHANGES + 20 }, () => failFromSomewhere()),
  );
  expect([count(answers, 404), count(answers, 429)], answers.map((a) => a.status).join()).toEqual([
    FAILED_EXCHANGES,
    20,
  ]);
  expectLimited(await failFromSomewhere());
  await app.stop();
});

test("two hundred people behind one address sign in by app within a minute (RL-5)", async ({
  kakao,
  createPerson,
}) => {
  const headers = from(newAddress());
  const people = await Promise.all(Array.from({ length: 200 }, () => createPerson()));
  const tokens = await Promise.all(people.map((person) => kakaoTokenOf(kakao, person)));
  const answers = await Promise.all(
    tokens.map((token, n) => exchange(token, { headers, at: either(n) })),
  );
  expect(count(answers, 200)).toBe(200);
});

test("two hundred people behind one address sign in by browser within a minute (RL-5)", async ({
  createPerson,
}) => {
  const address = newAddress();
  const people = await Promise.all(Array.from({ length: 200 }, () => createPerson()));
  const visitors = people.map(() => new Visitor(address));
  const trips = await Promise.all(
    visitors.map((visitor, n) => reachCallback(visitor, people[n] ?? { id: "", loginId: "" })),
  );
  const answers = await Promise.all(
    visitors.map((visitor, n) => finishSignIn(visitor, trips[n] as URL, { at: either(n) })),
  );
  expect(new Set(answers.map(({ location }) => location?.href))).toEqual(
    new Set([`${baseUrl()}/`]),
  );
});

test("one Kakao token is exchanged ten times a minute, by whomever (RL-1, RL-2)", async ({
  kakao,
  person,
}) => {
  const token = await kakaoTokenOf(kakao, person);
  const answers = await Promise.all(
    Array.from({ length: EXCHANGES_OF_TOKEN + 1 }, (_, n) => exchange(token, { at: either(n) })),
  );
  expect(count(answers, 200)).toBe(EXCHANGES_OF_TOKEN);
  expect(count(answers, 429)).toBe(1);
  await signInNatively(kakao, person);
});

for (const [name, call] of [
  ["refreshed", refresh],
  ["revoked", revoke],
] as const)
  test(`a session is ${name} thirty times a minute, and forgeries do not count (RL-1, RL-4)`, async ({
    kakao,
    person,
  }) => {
    const { refresh_token } = await signInNatively(kakao, person);
    const forged = `${refresh_token.slice(0, -1)}${refresh_token.endsWith("A") ? "B" : "A"}`;
    const junk = await Promise.all(Array.from({ length: 40 }, () => call(forged)));
    expect(count(junk, 401)).toBe(40);
    const answers = await Promise.all(
      Array.from({ length: REFRESHES + 1 }, (_, n) => call(refresh_token, { at: either(n) })),
    );
    expect(count(answers, 200)).toBe(REFRESHES);
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(1);
    for (const answer of limited) expectLimited(answer);
    await signInNatively(kakao, person);
  });

test("sign-ins that are begun and never finished end in one clear sentence (RL-1)", async () => {
  const address = newAddress();
  const start = (_: unknown, n: number) =>
    send(`${either(n)}/api/auth/signin/kakao`, {
      form: {},
      headers: { ...ownForm(), ...from(address) },
    });
  const answers = await Promise.all(Array.from({ length: STARTS + 3 }, start));
  const refused = answers.filter((answer) => refusalOf(answer) === "rate_limited");
  expect(refused).toHaveLength(3);
  for (const answer of refused) expect(answer.setCookies).toEqual([]);
  const page = await send(
    `${baseUrl()}${refused[0]?.location?.pathname}${refused[0]?.location?.search}`,
  );
  expect(page.body).toContain("요청이 많아요. 잠시 후 다시 시도해 주세요.");
});

test("callbacks that nobody began are limited by address, and only there (RL-1, RL-4)", async ({
  person,
}) => {
  const address = newAddress();
  const query = new URLSearchParams({ code: "x".repeat(40), state: "y".repeat(43) });
  const call = (n: number, headers = from(address)) =>
    send(`${either(n)}/api/auth/callback/kakao?${query}`, { headers });
  const answers = await Promise.all(
    Array.from({ length: FAILED_CALLBACKS + 5 }, (_, n) => call(n)),
  );
  const codes = answers.map(refusalOf);
  expect(codes.filter((code) => code === "expired")).toHaveLength(FAILED_CALLBACKS);
  expect(codes.filter((code) => code === "rate_limited")).toHaveLength(5);
  const victim = new Visitor();
  const callback = await reachCallback(victim, person);
  await finishSignIn(victim, callback);
  expect((await readMe(victim))?.nickname).toBe(person.nickname);
  const here = new Visitor(address);
  const limited = await finishSignIn(here, await reachCallback(here, person));
  expect(refusalOf(limited)).toBe("rate_limited");
  await expectSignedOut(here);
});

test("signing out is limited by the person who does it (RL-1)", async ({ person }) => {
  const visitor = new Visitor();
  await finishSignIn(visitor, await reachCallback(visitor, person));
  const csrfToken = await readCsrfToken(visitor);
  const cookies = visitor.cookies();
  const answers: Array<string | null> = [];
  for (let times = 0; times < 31; times += 1) {
    visitor.restoreCookies(cookies);
    answers.push(refusalOf(await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken })));
  }
  expect(answers).toEqual([...Array(30).fill(null), "rate_limited"]);
});

for (const fault of ["cut", "swallow"] as const)
  test(`with the database ${fault} the limits count in the process: no outage, and not unlimited (RL-6)`, async ({
    kakao,
  }) => {
    const line = await startDatabaseProxy(databaseUrl());
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
    const address = newAddress();
    await failFrom(address, 1, () => app.url);
    line[fault]();
    const answers = await failFrom(address, FAILED_EXCHANGES + 10, () => app.url);
    expect(count(answers, 404)).toBe(FAILED_EXCHANGES);
    expect(count(answers, 429)).toBe(10);
    const started = await send(`${app.url}/api/auth/signin/kakao`, {
      form: {},
      headers: ownForm(),
    });
    expect(started.location?.origin, "and a sign-in still starts").toBe(kakao.origin);
    line.heal();
    await app.stop();
    await line.close();
  });
