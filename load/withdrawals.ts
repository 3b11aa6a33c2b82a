// L17: a thousand people withdraw while one of five of Kakao's answers to an unlink is an error.
import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "#e2e/kakao-emulator/world/person-schema";
import { readCsrfToken } from "#e2e/sign-in-steps";
import { send, type Visitor } from "#e2e/visitor";
import { pressWithdraw } from "#e2e/withdrawal-steps";
import { arrive, bringBack, either, makePeople } from "./browsers";
import { inMs, p95 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { failuresIn, inTurns, timesOf, valuesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const AT_ONCE = 20;
const FAILING_SHARE = 0.2;
const WITHIN_MS = 15 * 60_000;
/** As often as docs/operations.md asks a scheduler to come. */
const SCHEDULER_EVERY_MS = 60_000;
const QUICK_SCHEDULER_EVERY_MS = 10_000;

type Leaver = { visitor: Visitor; person: Person; csrfToken: string };

/** Signed in, and just proved anew: Kakao's own page for it is left out. */
async function prepare(world: World, people: Person[]): Promise<Leaver[]> {
  const trips = await bringBack(world, people);
  valuesOf(await inTurns(trips, 10, (trip, n) => arrive(trip, either(world, n))));
  const leavers = await inTurns(trips, 10, async ({ visitor, person }, n) => ({
    ...{ visitor, person, csrfToken: await readCsrfToken(visitor, either(world, n)) },
  }));
  await world.sql(
    `UPDATE "Session" s SET "reauthenticatedAt" = now() FROM "User" u
     WHERE u."id" = s."userId" AND u."kakaoId" = ANY($1)`,
    [people.map(({ id }) => id)],
  );
  return valuesOf(leavers);
}

/** Each call fails with this chance, so that some people's fail several times. */
async function makeUnlinksFail({ kakao }: World, people: Person[]): Promise<void> {
  for (const { id } of people) {
    let times = 0;
    while (Math.random() < FAILING_SHARE) times += 1;
    const fault = { endpoint: "unlink", personId: id, status: 500 } as const;
    if (times > 0) await kakao.setFault({ ...fault, times });
  }
}

async function withdraw(world: World, { visitor, csrfToken }: Leaver, n: number): Promise<void> {
  const answer = await pressWithdraw(visitor, { at: either(world, n), csrfToken });
  if (answer.location?.pathname !== "/goodbye")
    throw new Error(`status ${answer.status}, to ${answer.location?.pathname}`);
}

async function countLeft({ sql }: World, people: Person[]): Promise<number> {
  const ids = people.map(({ id }) => id);
  return (await sql(`SELECT FROM "User" WHERE "kakaoId" = ANY($1)`, [ids])).length;
}

/** A scheduler comes, and the jobs of withdrawals come to an end. @returns after so long */
async function drain(world: World, everyMs: number): Promise<number> {
  const startedAt = performance.now();
  const took = () => performance.now() - startedAt;
  const headers = { authorization: `Bearer ${world.setting("CRON_SECRET")}` };
  for (let rounds = 1; took() < WITHIN_MS; await sleep(100)) {
    const left = await world.sql(`SELECT FROM "Job" WHERE "kind" = 'unlink'`);
    if (left.length === 0) return took();
    if (took() < rounds * everyMs) continue;
    rounds += 1;
    const { status } = await send(`${either(world, rounds)}/api/cron`, { headers });
    if (status !== 200) throw new Error(`/api/cron answered ${status}`);
  }
  return Number.POSITIVE_INFINITY;
}

/** By Kakao's own record: whose link was cut, how often, and how often that failed. */
async function readCuts({ kakao }: World, people: Person[]) {
  const ids = new Set(people.map(({ id }) => id));
  const entries = await kakao.readLedger({ path: "/v1/user/unlink" });
  const ours = entries.filter(({ personId }) => personId !== null && ids.has(personId));
  const cut = ours.filter(({ status }) => status === 200);
  return { asked: ours.length, cut: cut.length, people: new Set(cut.map((one) => one.personId)) };
}

async function leaveTogether({ world, isQuick }: Context): Promise<Line[]> {
  const people = await makePeople(world, isQuick ? 100 : 1000);
  const leavers = await prepare(world, people);
  await makeUnlinksFail(world, people);
  const outcomes = await inTurns(leavers, AT_ONCE, (one, n) => withdraw(world, one, n));
  const usersLeft = await countLeft(world, people);
  const took = await drain(world, isQuick ? QUICK_SCHEDULER_EVERY_MS : SCHEDULER_EVERY_MS);
  const cuts = await readCuts(world, people);
  const unconfirmed = await world.sql(
    `SELECT FROM "Withdrawal" WHERE "reason" = 'withdrawn' AND "unlinkedAt" IS NULL`,
  );
  const what = `${people.length} withdrawals, ${AT_ONCE} at once`;
  const failedShare = 1 - cuts.cut / cuts.asked;
  const pressed = p95(timesOf(outcomes));
  return [
    exact("L17", `${what}: refused`, failuresIn(outcomes).length, 0),
    exact("L17", `${what}: users left after the last answer`, usersLeft, 0),
    {
      ...{ id: "L17", what: `${what}: p95`, measured: inMs(pressed), target: "" },
      verdict: "reported",
    },
    {
      ...{ id: "L17", what: "unlinks that Kakao failed", target: "20 %", verdict: "reported" },
      measured: `${(failedShare * 100).toFixed(0)} % of ${cuts.asked}`,
    },
    timed(
      { id: "L17", what: "all unlinked in", measured: inMs(took), target: "≤ 15 min" },
      took <= WITHIN_MS,
    ),
    exact("L17", "people unlinked at Kakao", cuts.people.size, people.length),
    exact("L17", "unlinked more than once", cuts.cut - cuts.people.size, 0),
    exact("L17", "without Kakao's confirmation in the journal", unconfirmed.length, 0),
  ];
}

export const withdrawals: Scenario[] = [
  {
    id: "L17",
    title: "a thousand withdrawals while unlinks fail",
    run: leaveTogether,
  },
];
