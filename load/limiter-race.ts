// L16: more at once than a limit allows, on both instances: exactly as many as it allows pass (RL-2).
import { exchange, kakaoTokenOf } from "#e2e/native-steps";
import { either, makePeople } from "./browsers";
import { exact, type Line } from "./lines";
import { allAtOnce, times } from "./pace";
import type { Context, Scenario } from "./scenario";

/** How often one Kakao token may be exchanged in a minute. */
const LIMIT = 10;
const AT_ONCE = 16;

async function raceForTheLastPoint({ world, isQuick }: Context): Promise<Line[]> {
  const rounds = isQuick ? 10 : 100;
  let wrong = 0;
  for (const person of await makePeople(world, rounds)) {
    const token = await kakaoTokenOf(world.kakao, person);
    const outcomes = await allAtOnce(times(AT_ONCE), (n) =>
      exchange(token, { at: either(world, n) }),
    );
    const statuses = outcomes.map(({ value }) => value?.status);
    const passed = statuses.filter((status) => status === 200).length;
    const limited = statuses.filter((status) => status === 429).length;
    if (passed !== LIMIT || limited !== AT_ONCE - LIMIT) wrong += 1;
  }
  const what = `${AT_ONCE} exchanges at once of a token that has ${LIMIT}, ${rounds} rounds: not exact`;
  return [exact("L16", what, wrong, 0)];
}

export const limiterRace: Scenario[] = [
  { id: "L16", title: "exactly as many as a limit allows pass", run: raceForTheLastPoint },
];
