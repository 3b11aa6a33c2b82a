// Workers of the jobs die in the middle of their work, again and again: nothing is lost, nothing is
// done twice. Processes as `npm run jobs -- --watch` starts them, a database and a Kakao of their own.
import { setTimeout as sleep } from "node:timers/promises";
import { fuzzSeed, Random } from "#scripts/test/odd-requests";
import { expect, test } from "./fixtures";
import { isCut, unlinkPath } from "./invariants-unlinks";
import { type JobWorker, startJobWorker } from "./job-worker";
import type { LedgerEntry } from "./kakao-emulator/control/ledger";
import { inLanes, type OwnSite, startOwnSite } from "./own-site";
import { pressWithdraw, signInPatiently } from "./withdrawal-steps";

const PEOPLE = 120;
const KILLS = 50;
/** So long Kakao keeps an answer, after it has done what was asked. */
const HELD_MS = 700;
/** So long the app waits for Kakao, with room for the way. */
const GIVEN_UP_MS = 4500;
/** In place of a minute, longer than any worker here has a job. */
const LEASE_SECONDS = 10;
/** So many errands the next lives still need. */
const RESERVE = 45;

/** One process; the name by which it calls Kakao tells its calls from the other's. */
type Life = JobWorker & { host: string };

function beginLife({ environment, kakao }: OwnSite, host: string): Life {
  const origin = `http://${host}:${kakao.port}`;
  const own = { ...environment, KAKAO_AUTH_URL: origin, KAKAO_API_URL: origin };
  return Object.assign(startJobWorker(own), { host });
}

const arrivedAt = ({ at }: LedgerEntry) => Date.parse(at);
const readCalls = ({ kakao }: OwnSite) => kakao.state.ledger.read({ path: unlinkPath });
const isFrom = (life: Life) => (call: LedgerEntry) =>
  call.headers.host?.startsWith(`${life.host}:`) === true &&
  arrivedAt(call) >= life.startedAt &&
  arrivedAt(call) <= life.endedAt;

/** Calls that this worker waits for, or waited for when it died. */
function findHeld(site: OwnSite, life: Life): LedgerEntry[] {
  const now = Math.min(Date.now(), life.endedAt);
  const isWaitedFor = (call: LedgerEntry) =>
    call.durationMs === null && now - arrivedAt(call) < GIVEN_UP_MS;
  return readCalls(site).filter(isFrom(life)).filter(isWaitedFor);
}

/** All of them leave, at an instance that has no part in what follows: it lacks the admin key. */
async function letLeave(site: OwnSite): Promise<string[]> {
  const app = await site.start({ KAKAO_ADMIN_KEY: undefined });
  const guests = await inLanes(Array(PEOPLE).fill(null), 6, () => signInPatiently(site, app));
  await site.database.rows(`UPDATE "Session" SET "reauthenticatedAt" = now()`);
  await inLanes(guests, 6, async ({ visitor }) => {
    const { location } = await pressWithdraw(visitor, { at: app.url });
    expect(location?.pathname).toBe("/goodbye");
  });
  await app.stop();
  const renew = `UPDATE "Job" SET "leasedUntil" = NULL, "dueAt" = now(), "attempts" = 0
    WHERE "kind" = 'unlink' RETURNING "id"`;
  expect(await site.database.rows(renew)).toHaveLength(PEOPLE);
  return guests.map(({ person }) => person.id);
}

/** Kakao is slow to say what it has done; of every third it says nothing once, and does nothing. */
async function slowKakaoDown({ kakao }: OwnSite, people: string[]): Promise<void> {
  await kakao.client.setFault({ endpoint: "unlink", delayMs: HELD_MS });
  for (const personId of people.filter((_, n) => n % 3 === 0))
    await kakao.client.setFault({ endpoint: "unlink", personId, hang: true, times: 1 });
}

/** A lease is a minute; whoever has had one for ten seconds here is dead. */
function endOldLeases({ database }: OwnSite) {
  return database.rows(
    `UPDATE "Job" SET "leasedUntil" = now()
     WHERE "leasedUntil" > now() AND "leasedUntil" < now() + $1 * interval '1 second'`,
    [60 - LEASE_SECONDS],
  );
}

const countErrands = async ({ database }: OwnSite) =>
  (await database.rows(`SELECT FROM "Job" WHERE "kind" = 'unlink'`)).length;

/** Until this worker waits for Kakao, and has had so many answers before. */
async function reachMiddle(site: OwnSite, life: Life, answers: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (let n = 0; Date.now() < deadline; n += 1) {
    const held = findHeld(site, life);
    const answered = readCalls(site).filter(isFrom(life)).length - held.length;
    if (held.length > 0 && answered >= answers) return;
    // A busy machine's database was late at its start: as a service it is started again.
    if (life.endedAt !== Number.POSITIVE_INFINITY) return;
    if (n % 25 === 0) await endOldLeases(site);
    await sleep(10);
  }
  throw new Error(`a worker does nothing:\n${life.output()}`);
}

/** @returns what it was in the middle of */
async function killInTheMiddle(site: OwnSite, life: Life, random: Random): Promise<LedgerEntry[]> {
  const hasReserve = (await countErrands(site)) > RESERVE;
  await reachMiddle(site, life, hasReserve ? random.pick([0, 1, 2, 4]) : 0);
  await life.kill();
  const held = findHeld(site, life);
  await site.database.rows(
    `UPDATE "Job" SET "leasedUntil" = now() WHERE "leasedUntil" > now() AND "kakaoId" = ANY($1)`,
    [held.map(({ personId }) => personId)],
  );
  return held;
}

/** Pairs of calls about one person of which the later came before the earlier was over. */
function findOverlaps(calls: LedgerEntry[], lives: Life[]): string[] {
  const endOf = (call: LedgerEntry) => {
    const life = lives.find((candidate) => isFrom(candidate)(call));
    const answeredAt = arrivedAt(call) + (call.durationMs ?? GIVEN_UP_MS);
    return Math.min(answeredAt, life?.endedAt ?? Number.POSITIVE_INFINITY);
  };
  const earlier = new Map<string | null, LedgerEntry>();
  return calls.flatMap((call) => {
    const before = earlier.get(call.personId);
    earlier.set(call.personId, call);
    return before && arrivedAt(call) < endOf(before) ? [`${before.seq} and ${call.seq}`] : [];
  });
}

async function drain(site: OwnSite): Promise<void> {
  const look = async () => {
    await endOldLeases(site);
    await site.database.rows(`UPDATE "Job" SET "dueAt" = now() WHERE "kind" = 'unlink'`);
    return countErrands(site);
  };
  await expect.poll(look, { timeout: 60_000, intervals: [500] }).toBe(0);
}

async function expectAllCut(site: OwnSite, people: string[]): Promise<void> {
  const cuts = readCalls(site).filter(isCut);
  expect(cuts.map(({ personId }) => personId).sort(), "each once").toEqual([...people].sort());
  for (const personId of people)
    expect((await site.kakao.client.readPerson(personId)).links).toEqual([]);
  const journal = await site.database.rows(
    `SELECT "reason", "unlinkedAt" IS NOT NULL AS "isCut" FROM "Withdrawal"`,
  );
  expect(journal).toEqual(people.map(() => ({ reason: "withdrawn", isCut: true })));
  expect(await site.invariants.check()).toEqual([]);
}

test("two workers, one of them killed in the middle of an errand, fifty times: each link is cut once (MI-5, P2, I5)", async () => {
  test.setTimeout(300_000);
  const seed = fuzzSeed();
  const random = new Random(seed);
  const site = await startOwnSite();
  const people = await letLeave(site);
  await slowKakaoDown(site, people);
  const lives = ["127.0.0.1", "localhost"].map((host) => beginLife(site, host));
  try {
    const interrupted: LedgerEntry[][] = [];
    while (interrupted.length < KILLS) {
      // The one that has lived longer: its like is still starting.
      const victim = lives.at(-2) as Life;
      const held = await killInTheMiddle(site, victim, random);
      // Else Kakao's answer was as quick as the kill.
      if (held.length > 0) interrupted.push(held);
      expect(findOverlaps(readCalls(site), lives), `FUZZ_SEED=${seed}`).toEqual([]);
      lives.push(beginLife(site, victim.host));
    }
    await drain(site);
    const isBefore = ({ faultEffects }: LedgerEntry) => faultEffects.includes("hang");
    const before = interrupted.filter((held) => held.some(isBefore)).length;
    const after = interrupted.filter((held) => held.some((call) => !isBefore(call))).length;
    const repeats = readCalls(site).filter(({ code }) => code === -101).length;
    const figures = `FUZZ_SEED=${seed}: ${lives.length} lives, ${before} before, ${after} after, ${repeats} repeats`;
    test.info().annotations.push({ type: "figures", description: figures });
    expect(Math.min(before, after, repeats), figures).toBeGreaterThan(0);
    expect(findOverlaps(readCalls(site), lives), figures).toEqual([]);
    await expectAllCut(site, people);
  } finally {
    for (const life of lives) await life.kill().catch(() => null);
    await site.stop();
  }
});
