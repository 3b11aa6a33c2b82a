// WH-8: a thousand wrong webhooks a second on both instances, and what right ones wait beside them.
import { setTimeout as sleep } from "node:timers/promises";
import { flood } from "#e2e/flood";
import { tellUnlink } from "#e2e/webhook-steps";
import { either } from "./browsers";
import { inMs, p99 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { failuresIn, steadily, times, timesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const A_SECOND = 1000;
/** For each instance: enough that they, and not the flood, are what is busy. */
const CONNECTIONS = 32;
const RIGHT_ONES_A_SECOND = 20;

function floodBoth(world: World, seconds: number) {
  const input = { perSecond: A_SECOND / 2, connections: CONNECTIONS, seconds };
  return Promise.all([world.first, world.second].map((at) => flood(at, input)));
}

/** About nobody whom we know: stored all the same. */
async function tellUnknown(world: World, n: number): Promise<void> {
  const at = either(world, n);
  const { status } = await tellUnlink(String(992_000_000_000 + n), { at });
  if (status !== 200) throw new Error(`a right webhook was answered ${status}`);
}

async function rightBesideWrong({ world, isQuick }: Context): Promise<Line[]> {
  const seconds = isQuick ? 5 : 20;
  const right = times(RIGHT_ONES_A_SECOND * seconds);
  const flooding = floodBoth(world, seconds + 1);
  await sleep(500);
  const rate = { perSecond: RIGHT_ONES_A_SECOND };
  const outcomes = await steadily(rate, right, (n) => tellUnknown(world, n));
  const flooded = await flooding;
  const offered = flooded.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const [slow, worst] = [p99(timesOf(outcomes)), Math.max(...timesOf(outcomes))];
  const what = `${right.length} webhooks beside wrong ones`;
  const stored = await world.sql(`SELECT FROM "Job" WHERE "kakaoId" LIKE '992000000%'`);
  return [
    timed(
      {
        ...{ id: "WH-8", what: "wrong webhooks answered", target: `${A_SECOND}/s` },
        measured: `${offered.toFixed(0)}/s`,
      },
      offered >= A_SECOND * 0.95,
    ),
    timed(
      { id: "WH-8", what: `${what}: p99`, measured: inMs(slow), target: "≤ 1 s" },
      slow <= 1000,
    ),
    timed(
      { id: "WH-8", what: `${what}: at most`, measured: inMs(worst), target: "≤ 3 s" },
      worst <= 3000,
    ),
    exact("WH-8", `${what}: failed`, failuresIn(outcomes).length, 0),
    exact("WH-8", `${what}: not stored`, right.length - stored.length, 0),
    exact("WH-8", "wrong ones not refused", flooded.flatMap((one) => one.notRefused).length, 0),
  ];
}

export const webhookFlood: Scenario[] = [
  {
    id: "WH-8",
    title: "right webhooks are stored and answered beside a thousand wrong ones a second",
    run: rightBesideWrong,
  },
];
