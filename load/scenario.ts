// What every scenario is given, and what it gives back. The list of them all is in run.ts.
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

export type Scenario = { ids: string[]; run: (context: Context) => Promise<Line[]> };

/** One instance, ten at a time, people who are new: what the ratios are measured against. */
export async function measureBaseline({ world, isQuick }: Context): Promise<number[]> {
  const browsers = await openBrowsers(world, await makePeople(world, isQuick ? 40 : 100));
  return valuesOf(await inTurns(browsers, 10, (browser) => signIn(browser, world.first)));
}
