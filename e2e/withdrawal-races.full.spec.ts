// Two hundred people leave while something else of theirs happens, over HTTP, on two instances, at
// moments drawn from a seed: half of them beside the press of the button, half beside the errand.
import { setTimeout as sleep } from "node:timers/promises";
import { fuzzSeed, Random } from "#scripts/test/odd-requests";
import { expect, test } from "./fixtures";
import { inLanes, type OwnSite, runJobs, startOwnSite } from "./own-site";
import type { Answer } from "./visitor";
import {
  arrive,
  type Leaver,
  type Outcome,
  type Rival,
  readOldStatuses,
  rivals,
  untilHeard,
} from "./withdrawal-rivals";
import { pressWithdraw } from "./withdrawal-steps";

const ROUNDS = 200;
/** Half of them wait for the errand most of the time. */
const AT_ONCE = 8;
/** Within these everything begins; each takes some ten milliseconds. */
const SPREAD_MS = 40;
/** An errand is due after three seconds, and looked for half a second later at the latest. */
const ERRAND = { fromMs: 2900, withinMs: 800 };
/** So long Kakao takes at most. */
const KAKAO_MS = 100;

type Race = { told: string; leaver: Leaver; rival: Rival; left: Answer; outcome: Outcome };

/** All that is random about a round, drawn before it begins. */
function drawRound(random: Random, urls: string[]) {
  const beside = () => Math.floor(random.next() * SPREAD_MS);
  const besideErrand = () => ERRAND.fromMs + Math.floor(random.next() * ERRAND.withinMs);
  const moment = (ms: number) => ({ ms, at: random.pick(urls) });
  const isLate = random.chance(0.5);
  return {
    press: moment(beside()),
    rival: moment(isLate ? besideErrand() : beside()),
    kakaoMs: Math.floor(random.next() * KAKAO_MS),
  };
}

async function race(site: OwnSite, urls: string[], n: number): Promise<Race> {
  const rival = rivals[n % rivals.length] as Rival;
  const round = drawRound(new Random(fuzzSeed() + n), urls);
  const leaver = await arrive(site, urls);
  const go = await rival.prepare(site, leaver);
  for (const endpoint of ["user_me", "unlink"] as const)
    await site.kakao.client.setFault({
      ...{ endpoint, personId: leaver.person.id, delayMs: round.kakaoMs },
    });
  const { visitor, csrfToken } = leaver;
  const press = () => pressWithdraw(visitor, { at: round.press.at, csrfToken });
  const [left, outcome] = await Promise.all([
    sleep(round.press.ms).then(() => untilHeard(press, ({ status }) => status)),
    sleep(round.rival.ms).then(() => go(round.rival.at)),
  ]);
  const told = `FUZZ_SEED=${fuzzSeed()}, round ${n}: ${rival.name} ${JSON.stringify(round)}`;
  return { told, leaver, rival, left, outcome };
}

/** Every job about a person is done. */
async function settle({ database, kakao }: OwnSite, urls: string[]): Promise<void> {
  await kakao.client.clearFaults();
  const look = async () => {
    await database.rows(
      `UPDATE "Job" SET "dueAt" = now() WHERE "kakaoId" IS NOT NULL AND "leasedUntil" IS NULL`,
    );
    await Promise.all(urls.map(runJobs));
    return (await database.rows(`SELECT FROM "Job" WHERE "kakaoId" IS NOT NULL`)).length;
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(0);
}

/** Withdrawn, and nothing is left; or a new account with a link and a session that hold. */
async function expectWhole(site: OwnSite, { told, leaver, rival, outcome }: Race): Promise<string> {
  const { person, userId, urls } = leaver;
  const [user] = await site.database.rows<{ id: string }>(
    `SELECT "id" FROM "User" WHERE "kakaoId" = $1`,
    [person.id],
  );
  const { links } = await site.kakao.client.readPerson(person.id);
  const journal = await site.database.rows(`SELECT FROM "Withdrawal" WHERE "id" = $1`, [userId]);
  expect(user?.id, told).not.toBe(userId);
  expect(journal.length, `${told}: one line`).toBe(1);
  expect(links.length, `${told}: links`).toBe(user ? 1 : 0);
  expect(await readOldStatuses(leaver), `${told}: what was theirs`).toEqual(Array(6).fill(401));
  if (user) expect([rival.mayEnter, outcome.look !== null], told).toEqual([true, true]);
  for (const at of urls)
    if (outcome.look) expect(await outcome.look(at), `${told}: what is new`).toBe(user ? 200 : 401);
  return user ? "fresh" : "withdrawn";
}

/** Redirects and refusals, and "not now" for who comes in the very moment. */
function expectCalm({ told, left, outcome: { answer } }: Race): void {
  expect(["/goodbye", "/sign-in"], told).toContain(left.location?.pathname);
  expect([200, 303, 401, 404, 503], told).toContain(answer.status);
  if (answer.status === 503) expect(answer.headers["retry-after"], told).toBeDefined();
}

/** A busy machine's database may be late, which is answered with "not now". */
function findErrors(output: string): string[] {
  const errors = output.split("\n").filter((line) => line.includes('"level":"error"'));
  return errors.filter((line) => !line.includes('"event":"database.unavailable"'));
}

const countEach = (names: string[]) =>
  Object.fromEntries(
    [...new Set(names)]
      .sort()
      .map((name) => [name, names.filter((other) => other === name).length]),
  );

test("leaving beside anything else ends withdrawn or as a fresh account, never half (WD-6, WH-6, I4, I5)", async () => {
  test.setTimeout(300_000);
  const site = await startOwnSite();
  try {
    const apps = [await site.start(), await site.start()];
    const urls = apps.map(({ url }) => url);
    const rounds = Array.from({ length: ROUNDS }, (_, n) => n);
    const races = await inLanes(rounds, AT_ONCE, (n) => race(site, urls, n));
    for (const one of races) expectCalm(one);
    await settle(site, urls);
    const ends = await inLanes(races, 3, async (one) => {
      const end = await expectWhole(site, one);
      return `${one.rival.name} ${one.outcome.answer.status}: ${end}`;
    });
    const figures = countEach(ends);
    test.info().annotations.push({ type: "figures", description: JSON.stringify(figures) });
    for (const end of ["fresh", "withdrawn"])
      expect(ends.filter((one) => one.endsWith(end)).length, end).toBeGreaterThan(ROUNDS / 20);
    expect(await site.invariants.check()).toEqual([]);
    for (const app of apps) expect(findErrors(app.output())).toEqual([]);
  } finally {
    await site.stop();
  }
});
