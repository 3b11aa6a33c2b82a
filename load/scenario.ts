// What every scenario is given, and what it gives back. The list of them all is in run.ts.
import { setTimeout as sleep } from "node:timers/promises";
import { makePeople, openBrowsers, signIn } from "./browsers";
import type { Line } from "./lines";
import { inTurns, valuesOf } from "./pace";
import type { World } from "./world";

export type Context = {
  world: World;
  /** A smaller form: the same lines, fewer people, fewer rounds. */
  isQuick: boolean;
  soakMinutes: number;
};

export type Scenario = {
  /** The line of the security bar. */
  id: string;
  title: string;
  run: (context: Context) => Promise<Line[]>;
};

const WELL_WITHIN_MS = 15_000;

/** After trouble: until both instances have found out that Kakao is well again. */
export async function waitUntilWell(world: World): Promise<void> {
  const deadline = Date.now() + WELL_WITHIN_MS;
  for (const at of [world.first, world.second]) {
    for (;;) {
      const [browser] = await openBrowsers(world, await makePeople(world, 1));
      const error = browser && (await signIn(browser, at).catch((cause: unknown) => cause));
      if (typeof error === "number") break;
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

/** One instance, ten at a time, people who are new: what the ratios are measured against. */
export async function measureBaseline({ world, isQuick }: Context): Promise<number[]> {
  const browsers = await openBrowsers(world, await makePeople(world, isQuick ? 40 : 100));
  return valuesOf(await inTurns(browsers, 10, (browser) => signIn(browser, world.first)));
}
