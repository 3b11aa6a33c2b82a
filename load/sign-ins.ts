// L1 to L5: many sign-ins at once, of one person and of many.
import { exchange, kakaoTokenOf, tokensIn } from "#e2e/native-steps";
import { arrive, bringBack, either, makePeople, openBrowsers, signIn, type Trip } from "./browsers";
import { asRatio, describeRounds, inMs, p50, p95, p99 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { allAtOnce, failuresIn, inTurns, times, valuesOf } from "./pace";
import { type Context, measureBaseline, type Scenario } from "./scenario";
import type { World } from "./world";

async function countOf({ sql }: World, kakaoId: string) {
  const [counted] = await sql<{ users: number; sessions: number; apps: number }>(
    `SELECT count(DISTINCT u."id")::int AS "users", count(DISTINCT s."id")::int AS "sessions",
            count(DISTINCT n."id")::int AS "apps"
     FROM "User" u LEFT JOIN "Session" s ON s."userId" = u."id"
     LEFT JOIN "NativeSession" n ON n."userId" = u."id" WHERE u."kakaoId" = $1`,
    [kakaoId],
  );
  return counted ?? { users: 0, sessions: 0, apps: 0 };
}

/** @returns whether all went in, as one user with so many sessions */
async function raceOnce(world: World, browsers: number, apps: number): Promise<boolean> {
  const [person] = await makePeople(world, 1);
  if (!person) return false;
  const trips = await bringBack(world, new Array(browsers).fill(person));
  const made = await inTurns(times(apps), 10, () => kakaoTokenOf(world.kakao, person));
  const tokens = valuesOf(made);
  const outcomes = await allAtOnce([...trips, ...tokens], async (one, n) => {
    const at = either(world, n);
    if (typeof one === "string") tokensIn(await exchange(one, { at }));
    else await arrive(one, at);
  });
  const found = await countOf(world, person.id);
  const isExact = found.users === 1 && found.sessions === browsers && found.apps === apps;
  return isExact && failuresIn(outcomes).length === 0;
}

async function raceOften(world: World, rounds: number, browsers: number, apps = 0) {
  let failed = 0;
  for (let n = 0; n < rounds; n += 1) failed += Number(!(await raceOnce(world, browsers, apps)));
  return failed;
}

/** Fifty rounds of all sizes are thirty thousand sign-ins; the larger ones get fewer. */
async function raceOfOnePerson({ world, isQuick }: Context): Promise<Line[]> {
  const lines: Line[] = [];
  const sizes = { 2: 50, 10: 50, 100: isQuick ? 1 : 10, 500: isQuick ? 0 : 3 };
  for (const [size, whole] of Object.entries(sizes)) {
    const rounds = isQuick ? Math.min(whole, 5) : whole;
    if (rounds === 0) continue;
    const failed = await raceOften(world, rounds, Number(size));
    const what = `${size} first sign-ins of one person at once, ${rounds} rounds: rounds not exact`;
    lines.push(exact("L1", what, failed, 0));
  }
  return lines;
}

async function manyPeople(context: Context): Promise<Line[]> {
  const { world, isQuick } = context;
  const rounds = isQuick ? 1 : 5;
  const ratios: number[] = [];
  const baselines: number[] = [];
  const measured: number[] = [];
  let errors = 0;
  const [before] = await world.sql<{ count: number }>(`SELECT count(*)::int FROM "User"`);
  let expected = before?.count ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    const baseline = await measureBaseline(context);
    const browsers = await openBrowsers(world, await makePeople(world, 200));
    const outcomes = await inTurns(browsers, 100, (browser, n) =>
      signIn(browser, either(world, n)),
    );
    const took = outcomes.flatMap(({ value }) => value ?? []);
    expected += baseline.length + 200;
    errors += failuresIn(outcomes).length;
    baselines.push(p95(baseline));
    measured.push(p95(took));
    ratios.push(p95(took) / p95(baseline));
  }
  const [after] = await world.sql<{ count: number }>(`SELECT count(*)::int FROM "User"`);
  const what = `${rounds * 200} first sign-ins of different people, 100 at once`;
  const figures = {
    baseline: describeRounds(baselines, inMs),
    measured: describeRounds(measured, inMs),
    ratio: describeRounds(ratios, asRatio),
  };
  return [
    exact("L2", `${what}: errors`, errors, 0),
    exact("L2", `${what}: users`, after?.count ?? 0, expected),
    timed({ id: "L2", what: `${what}: p95`, ...figures, target: "≤ 2×" }, p50(ratios) <= 2),
  ];
}

async function browsersAndApps({ world, isQuick }: Context): Promise<Line[]> {
  const rounds = isQuick ? 1 : 5;
  const failed = await raceOften(world, rounds, 100, 100);
  const what = `100 browsers and 100 apps of one person at once, ${rounds} rounds: rounds not exact`;
  return [exact("L3", what, failed, 0)];
}

/** How long Kakao took for each person, by its own record. */
async function readKakaoTimes({ kakao }: World, since: number): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const { path, personId, durationMs } of await kakao.readLedger({ since })) {
    if (personId === null || !["/oauth/token", "/v2/user/me"].includes(path)) continue;
    times.set(personId, (times.get(personId) ?? 0) + (durationMs ?? 0));
  }
  return times;
}

async function callbackOverhead({ world, isQuick }: Context): Promise<Line[]> {
  const count = isQuick ? 150 : 500;
  const trips = await bringBack(world, await makePeople(world, count));
  const last = (await world.kakao.readLedger()).at(-1)?.seq ?? 0;
  const outcomes = await inTurns(trips, 50, (trip, n) => arrive(trip, either(world, n)));
  const kakaoTimes = await readKakaoTimes(world, last);
  const ours = outcomes.map(({ ms }, n) => ms - (kakaoTimes.get(trips[n]?.person.id ?? "") ?? 0));
  const what = `callback without Kakao's own time, ${count}, 50 at once`;
  const p = { p95: p95(ours), p99: p99(ours) };
  return [
    exact("L4", `${what}: errors`, failuresIn(outcomes).length, 0),
    timed(
      { id: "L4", what: `${what}: p95`, measured: inMs(p.p95), target: "≤ 150 ms" },
      p.p95 <= 150,
    ),
    timed(
      { id: "L4", what: `${what}: p99`, measured: inMs(p.p99), target: "≤ 400 ms" },
      p.p99 <= 400,
    ),
  ];
}

async function callbacksPerSecond(world: World, places: string[]): Promise<number> {
  const count = 200;
  const trips = await bringBack(world, await makePeople(world, count));
  const startedAt = performance.now();
  const arriveSomewhere = (trip: Trip, n: number) => arrive(trip, places[n % places.length] ?? "");
  valuesOf(await inTurns(trips, 50, arriveSomewhere));
  return (count * 1000) / (performance.now() - startedAt);
}

async function twoInstances({ world, isQuick }: Context): Promise<Line[]> {
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round += 1) {
    one.push(await callbacksPerSecond(world, [world.first]));
    two.push(await callbacksPerSecond(world, [world.first, world.second]));
  }
  const ratios = two.map((value, n) => value / (one[n] ?? Number.NaN));
  const perSecond = (value: number) => `${value.toFixed(0)}/s`;
  return [
    timed(
      {
        id: "L5",
        what: "callbacks a second, two instances against one, 50 at once",
        baseline: describeRounds(one, perSecond),
        measured: describeRounds(two, perSecond),
        ratio: describeRounds(ratios, asRatio),
        target: "≥ 1.8×",
      },
      p50(ratios) >= 1.8,
    ),
  ];
}

export const signIns: Scenario[] = [
  {
    id: "L1",
    title: "one person signs in up to 500 times at once, for the first time",
    run: raceOfOnePerson,
  },
  { id: "L2", title: "a thousand people sign in, a hundred at once", run: manyPeople },
  { id: "L3", title: "one person signs in by browsers and by apps at once", run: browsersAndApps },
  { id: "L4", title: "the callback takes little longer than Kakao", run: callbackOverhead },
  { id: "L5", title: "two instances answer more callbacks than one", run: twoInstances },
];
