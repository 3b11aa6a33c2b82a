// L9 and L10: Kakao is slow, or answers nobody.
import { setTimeout as sleep } from "node:timers/promises";
import { send, type Visitor } from "#e2e/visitor";
import {
  arrive,
  bringBack,
  either,
  makePeople,
  signedInBrowsers,
  type Trip,
  tryToArrive,
} from "./browsers";
import { asRatio, inMs, p50, p95 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { failuresIn, type Outcome, steadily, times, timesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const CALLBACKS_A_SECOND = 50;
const OTHERS_A_SECOND = 20;
const BREAKER_OPENS_WITHIN_MS = 2000;
const HEALED_WITHIN_MS = 10_000;

/** Fifty people a second come back from Kakao; what becomes of them is counted elsewhere. */
async function comeBack(world: World, trips: Trip[]): Promise<Outcome<string | null>[]> {
  const rate = { perSecond: CALLBACKS_A_SECOND };
  return steadily(rate, trips, (trip, n) => tryToArrive(trip, either(world, n)));
}

/** What has nothing to do with Kakao: the start page, the sign-in page, a session, readiness. */
async function readOtherRoutes(
  world: World,
  browser: Visitor,
  seconds: number,
): Promise<Outcome<void>[]> {
  const paths = ["/", "/sign-in", "/api/me", "/api/health/ready"];
  return steadily({ perSecond: OTHERS_A_SECOND }, times(OTHERS_A_SECOND * seconds), async (n) => {
    const address = `${either(world, n >> 2)}${paths[n % 4]}`;
    const answer = n % 4 === 2 ? await browser.send(address) : await send(address);
    if (answer.status !== 200) throw new Error(`${paths[n % 4]} answered ${answer.status}`);
  });
}

async function bulkhead({ world, isQuick }: Context): Promise<Line[]> {
  const seconds = isQuick ? 5 : 20;
  const prepare = async () =>
    bringBack(world, await makePeople(world, CALLBACKS_A_SECOND * seconds));
  const [browser] = await signedInBrowsers(world, 1);
  if (!browser) return [];
  const healthy = await prepare();
  const troubled = await prepare();
  const [before] = await Promise.all([
    readOtherRoutes(world, browser, seconds),
    comeBack(world, healthy),
  ]);
  await world.setKakao({ delayMs: 5000 });
  const [during] = await Promise.all([
    readOtherRoutes(world, browser, seconds),
    comeBack(world, troubled),
  ]);
  const [was, is] = [p95(timesOf(before)), p95(timesOf(during))];
  const figures = { baseline: inMs(was), measured: inMs(is), ratio: asRatio(is / was) };
  const what = "other routes while 50 a second come back and Kakao takes 5 s";
  return [
    exact("L9", `${what}: errors`, failuresIn([...before, ...during]).length, 0),
    timed({ id: "L9", what: `${what}: p95`, ...figures, target: "≤ 1.5×" }, is / was <= 1.5),
  ];
}

/** Tries until one goes in. @returns milliseconds since Kakao was well again */
async function measureRecovery(world: World, trips: Trip[]): Promise<number> {
  await world.setKakao();
  const healedAt = performance.now();
  for (const [n, trip] of trips.entries()) {
    const error = await arrive(trip, either(world, n)).catch((cause) => cause);
    if (error === undefined) return performance.now() - healedAt;
    await sleep(100);
  }
  return Number.POSITIVE_INFINITY;
}

async function outage({ world, isQuick }: Context): Promise<Line[]> {
  const seconds = isQuick ? 8 : 60;
  const trips = await bringBack(world, await makePeople(world, CALLBACKS_A_SECOND * seconds));
  const later = await bringBack(world, await makePeople(world, HEALED_WITHIN_MS / 100));
  await world.setKakao({ delayMs: 0, status: 503, body: "" });
  const begunAt = Date.now();
  const outcomes = await comeBack(world, trips);
  const since = new Date(begunAt + BREAKER_OPENS_WITHIN_MS).toISOString();
  const entries = await world.kakao.readLedger({ path: "/oauth/token" });
  const outbound = entries.filter(({ at }) => at >= since).length;
  const perSecond = outbound / (seconds - BREAKER_OPENS_WITHIN_MS / 1000);
  const onceOpen = outcomes.filter(({ atMs }) => atMs > BREAKER_OPENS_WITHIN_MS);
  const answeredIn = p50(timesOf(onceOpen));
  const wrong = outcomes.filter(({ value }) => value !== "kakao_unavailable").length;
  const recoveredIn = await measureRecovery(world, later);
  const what = `Kakao answers 503 for ${seconds} s, 50 a second come back`;
  return [
    exact("L10", `${what}: other answers than "try later"`, wrong, 0),
    timed(
      { id: "L10", what: `${what}: median answer`, measured: inMs(answeredIn), target: "≤ 200 ms" },
      answeredIn <= 200,
    ),
    timed(
      {
        id: "L10",
        what: `${what}: Kakao asked`,
        measured: `${perSecond.toFixed(2)}/s`,
        target: "≤ 1/s",
      },
      perSecond <= 1,
    ),
    timed(
      {
        id: "L10",
        what: "first sign-in after Kakao is well",
        measured: inMs(recoveredIn),
        target: "≤ 10 s",
      },
      recoveredIn <= HEALED_WITHIN_MS,
    ),
  ];
}

export const kakaoTrouble: Scenario[] = [
  { id: "L9", title: "other routes do not wait for a slow Kakao", run: bulkhead },
  {
    id: "L10",
    title: "while Kakao fails everybody hears so at once, and it ends by itself",
    run: outage,
  },
];
