// L11: five hundred webhooks in a second, half of each kind, on both instances: people who have
// unlinked at Kakao, and people whose sessions Kakao ends.
import { setTimeout as sleep } from "node:timers/promises";
import { signInNatively } from "#e2e/native-steps";
import { newAddress } from "#e2e/visitor";
import { either, makePeople } from "./browsers";
import { inMs, p99 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { inTurns, steadily, valuesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const A_SECOND = 500;
const DRAINED_WITHIN_MS = 60_000;

type Person = { id: string };

/** The emulator sends and signs; it measures how long the app took. */
async function tell({ kakao, ...world }: World, { id }: Person, n: number) {
  const at = either(world, n >> 1);
  const headers = { "x-forwarded-for": newAddress() };
  const common = { personId: id, headers };
  const url = `${at}/api/webhooks/kakao`;
  const [delivery] =
    n % 2 === 0
      ? await kakao.sendUnlinkWebhook({ ...common, url: `${url}/unlink` })
      : await kakao.sendAccountStateWebhook({
          ...{ ...common, url: `${url}/account-state`, event: "sessions-revoked" },
        });
  return { outcome: delivery?.outcome, ms: delivery?.durationMs ?? 0 };
}

/** Each has one effect: half of the people are gone, once each, the others are signed out. */
async function countEffects(
  { sql }: World,
  people: Person[],
  unlinked: Person[],
): Promise<Effects> {
  const ids = [people.map(({ id }) => id)];
  const users = await sql<{ kakaoId: string }>(
    `SELECT "kakaoId" FROM "User" WHERE "kakaoId" = ANY($1)`,
    ids,
  );
  const sessions = await sql(
    `SELECT FROM "NativeSession" s JOIN "User" u ON u."id" = s."userId" WHERE u."kakaoId" = ANY($1)`,
    ids,
  );
  const [ends] = await sql<{ count: number }>(
    `SELECT count(*)::int FROM "Withdrawal" WHERE "reason" = 'unlinked'`,
  );
  const gone = new Set(unlinked.map(({ id }) => id));
  const wrong = users.filter(({ kakaoId }) => gone.has(kakaoId));
  return {
    users: users.length,
    wrong: wrong.length,
    sessions: sessions.length,
    ends: ends?.count ?? 0,
  };
}

/**
 * Kakao waits three seconds for an answer; what was late may be under way still, so that all effects
 * are waited for, and not only jobs.
 *
 * @returns milliseconds until all is done
 */
async function drain({ sql }: World, read: () => Promise<Effects>, gone: number): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < DRAINED_WITHIN_MS) {
    const left = await sql(`SELECT FROM "Job" WHERE "kind" = 'unlinked'`);
    const { sessions, ends } = await read();
    if (left.length === 0 && sessions === 0 && ends >= gone) return performance.now() - startedAt;
    await sleep(100);
  }
  return Number.POSITIVE_INFINITY;
}

type Effects = { users: number; wrong: number; sessions: number; ends: number };

async function burst({ world, isQuick }: Context): Promise<Line[]> {
  const people = await makePeople(world, isQuick ? A_SECOND / 5 : A_SECOND);
  valuesOf(await inTurns(people, 8, (person) => signInNatively(world.kakao, person)));
  const unlinked = people.filter((_, n) => n % 2 === 0);
  valuesOf(await inTurns(unlinked, 8, ({ id }) => world.kakao.unlink(id)));
  const read = () => countEffects(world, people, unlinked);
  const before = await read();
  const outcomes = await steadily({ perSecond: A_SECOND }, people, (one, n) => tell(world, one, n));
  const told = valuesOf(outcomes);
  const drainedIn = await drain(world, read, before.ends + unlinked.length);
  const { users, wrong, sessions, ends } = await read();
  const ms = told.map((one) => one.ms);
  const [slow, worst] = [p99(ms), Math.max(...ms)];
  const what = `${people.length} webhooks, ${A_SECOND} a second`;
  const time = (name: string, measured: string, target: string, isMet: boolean) =>
    timed({ id: "L11", what: `${what}: ${name}`, measured, target }, isMet);
  const count = (...outcomes: (string | null | undefined)[]) =>
    told.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return [
    exact("L11", `${what}: refused`, count("refused", "unreachable", "redirected"), 0),
    time("later than Kakao waits", String(count("timed out")), "0", count("timed out") === 0),
    time("p99", inMs(slow), "≤ 1 s", slow <= 1000),
    time("at most", inMs(worst), "≤ 3 s", worst <= 3000),
    time("drained in", inMs(drainedIn), "≤ 60 s", drainedIn <= DRAINED_WITHIN_MS),
    exact("L11", `${what}: users left`, users, people.length - unlinked.length),
    exact("L11", `${what}: users left who have unlinked`, wrong, 0),
    exact("L11", `${what}: sessions left`, sessions, 0),
    exact("L11", `${what}: users forgotten`, ends - before.ends, unlinked.length),
  ];
}

export const webhooks: Scenario[] = [
  { id: "L11", title: "five hundred webhooks in a second", run: burst },
];
