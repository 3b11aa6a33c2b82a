// L6 and L7: what a session check costs, and how soon a session that was ended is over elsewhere.
import { meWith, revoke, signInNatively } from "#e2e/native-steps";
import { send, type Visitor } from "#e2e/visitor";
import { makePeople, signedInBrowsers, statusOfMe } from "./browsers";
import { describeRounds, inMs, p50, p95, p99 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { inTurns, times, timesOf, valuesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import { startStatementCounter } from "./statement-counter";
import type { World } from "./world";

const AT_ONCE = 4;

async function requireMe(browser: Visitor, at: string): Promise<void> {
  const status = await statusOfMe(browser, at);
  if (status !== 200) throw new Error(`/api/me answered ${status}`);
}

/** Statements for one check, on an instance whose line to the database is counted. */
async function countStatements(world: World, browser: Visitor): Promise<number> {
  const counter = await startStatementCounter(world.databaseUrl);
  const another = await world.startAnother({ DATABASE_URL: counter.url });
  try {
    // The first request opens connections.
    await requireMe(browser, another.url);
    const before = counter.count();
    for (const _ of times(20)) await requireMe(browser, another.url);
    return (counter.count() - before) / 20;
  } finally {
    await another.stop();
    await counter.close();
  }
}

async function sessionCheck({ world, isQuick }: Context): Promise<Line[]> {
  const [browser] = await signedInBrowsers(world, 1);
  if (!browser) return [];
  const count = isQuick ? 200 : 500;
  const without: number[] = [];
  const withSession: number[] = [];
  for (const _ of times(isQuick ? 2 : 7)) {
    const live = () => send(`${world.first}/api/health/live`);
    without.push(p95(timesOf(await inTurns(times(count), AT_ONCE, live))));
    const check = () => requireMe(browser, world.first);
    const outcomes = await inTurns(times(count), AT_ONCE, check);
    valuesOf(outcomes);
    withSession.push(p95(timesOf(outcomes)));
  }
  const over = withSession.map((ms, n) => ms - (without[n] ?? 0));
  const statements = await countStatements(world, browser);
  const figures = {
    baseline: describeRounds(without, inMs),
    measured: describeRounds(withSession, inMs),
    ratio: `+${describeRounds(over, inMs)}`,
  };
  const what = "GET /api/me signed in, over /api/health/live: p95";
  return [
    timed({ id: "L6", what, ...figures, target: "≤ +25 ms" }, p50(over) <= 25),
    exact("L6", "statements for one GET /api/me", statements, 1),
  ];
}

/** Ends it at the first instance. @returns until the second one has said that it is over */
async function measureBrowser(world: World, browser: Visitor): Promise<number> {
  const session = browser.cookies().get("session") ?? "";
  const csrf = JSON.parse((await browser.send(`${world.first}/api/auth/csrf`)).body);
  const form = { csrfToken: csrf.csrfToken };
  const answer = await browser.post(`${world.first}/api/auth/signout`, form);
  if (answer.status !== 303) throw new Error(`sign-out answered ${answer.status}`);
  browser.setCookie("session", session);
  return untilOver(() => statusOfMe(browser, world.second));
}

async function measureApp(world: World, personId: string): Promise<number> {
  const tokens = await signInNatively(world.kakao, { id: personId }, { at: world.first });
  const answer = await revoke(tokens.refresh_token, { at: world.first });
  if (answer.status !== 200) throw new Error(`revocation answered ${answer.status}`);
  const bearer = `Bearer ${tokens.access_token}`;
  return untilOver(async () => (await meWith(bearer, { at: world.second })).status);
}

async function untilOver(readStatus: () => Promise<number>): Promise<number> {
  const endedAt = performance.now();
  while ((await readStatus()) !== 401)
    if (performance.now() - endedAt > 30_000) throw new Error("the session lives on");
  return performance.now() - endedAt;
}

async function revocationDelay({ world, isQuick }: Context): Promise<Line[]> {
  const half = isQuick ? 50 : 500;
  const browsers = await signedInBrowsers(world, half);
  const people = await makePeople(world, half);
  const delays = [
    ...valuesOf(await inTurns(browsers, 10, (browser) => measureBrowser(world, browser))),
    ...valuesOf(await inTurns(people, 10, ({ id }) => measureApp(world, id))),
  ];
  const what = `${delays.length} sessions ended at one instance, asked at the other`;
  const longest = Math.max(...delays);
  const p = p99(delays);
  return [
    timed({ id: "L7", what: `${what}: p99`, measured: inMs(p), target: "≤ 1 s" }, p <= 1000),
    timed(
      { id: "L7", what: `${what}: max`, measured: inMs(longest), target: "≤ 5 s" },
      longest <= 5000,
    ),
  ];
}

export const sessions: Scenario[] = [
  { id: "L6", title: "a session check costs one statement", run: sessionCheck },
  { id: "L7", title: "a session that was ended here is soon over there", run: revocationDelay },
];
