// Thirty-two people leave while three other things of theirs happen, at moments drawn from a seed. Kakao
// is a map of links: an unlink removes one, a sign-in without one makes a newer one. Two hundred
// people over HTTP are in e2e/withdrawal-races.full.spec.ts.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import { runDueJobs } from "#lib/jobs/run";
import { saveNativeSession } from "#lib/session/native-rows";
import { saveSession } from "#lib/session/rows";
import { findUserByKakaoId } from "#lib/users/find-by-kakao-id";
import { forgetUser, withdrawUser } from "#lib/users/forget";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { fuzzSeed, Random } from "#scripts/test/odd-requests";
import { openDatabase } from "#scripts/test/open-database";

const links = new Map<string, Date>();
/** How often a link was really cut. */
const cuts = new Map<string, number>();
vi.mock("#lib/kakao/admin", () => ({
  unlinkUser: async (kakaoId: string) => {
    await sleep(2);
    if (!links.delete(kakaoId)) return false;
    cuts.set(kakaoId, (cuts.get(kakaoId) ?? 0) + 1);
    return true;
  },
}));

const database = openDatabase();
const { rows } = database;
afterAll(database.close);

const PEOPLE = 32;
const told = `FUZZ_SEED=${fuzzSeed()}`;
let clock = Date.parse("2026-11-25T00:00:00Z");

async function save(kakaoId: string): Promise<string> {
  clock += 1000;
  const connectedAt = links.get(kakaoId) ?? new Date(clock);
  links.set(kakaoId, connectedAt);
  const profile = { nickname: "n", image: null, email: null };
  return (await saveKakaoUser({ kakaoId, ...profile, connectedAt })).id;
}

async function signInWeb(kakaoId: string) {
  const userId = await save(kakaoId);
  const sessionId = randomUUID();
  const device = { browser: null, system: null };
  await saveSession({ sessionId, userId, flowId: "f", replacedSessionId: null, ...device });
  return { userId, sessionId };
}

async function signInNative(kakaoId: string) {
  const userId = await save(kakaoId);
  const device = { app: null, system: null };
  await saveNativeSession({ sessionId: randomUUID(), userId, refreshHash: "h", ...device });
}

/** People who cut their link themselves: a sign-in under way may not know, the next round does. */
const outside = new Set<string>();

/** Unlinked at Kakao, which tells us; whoever was linked anew by then stays. */
async function unlinkOutside(kakaoId: string) {
  outside.add(kakaoId);
  links.delete(kakaoId);
  const known = await findUserByKakaoId(kakaoId);
  if (known && !links.has(kakaoId))
    await forgetUser({ kakaoId, saves: known.saves, reason: "unlinked" });
}

const work = async () => {
  await rows(`UPDATE "Job" SET "dueAt" = now() WHERE "kind" = 'unlink' AND "leasedUntil" IS NULL`);
  await runDueJobs(500);
};

const rivals: Array<(kakaoId: string, me: { userId: string; sessionId: string }) => unknown> = [
  (_, { userId, sessionId }) => withdrawUser(userId, sessionId),
  signInWeb,
  signInNative,
  unlinkOutside,
  work,
];
const CALM = /being_unlinked|unlinked_since|left while signing in/;

async function race(kakaoId: string, random: Random) {
  const me = await signInWeb(kakaoId);
  await rows(`UPDATE "Session" SET "reauthenticatedAt" = now() WHERE "id" = $1`, [me.sessionId]);
  const later = () => sleep(random.next() * 15);
  const chosen = Array.from({ length: 3 }, () => random.pick(rivals));
  const ends = await Promise.allSettled([
    later().then(() => withdrawUser(me.userId, me.sessionId)),
    ...chosen.map((rival) => later().then(() => rival(kakaoId, me))),
  ]);
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  expect(
    refused.filter((reason) => !CALM.test(reason)),
    told,
  ).toEqual([]);
  return me.userId;
}

test("each ends withdrawn or as a fresh account, never half (WD-6)", async () => {
  const random = new Random(fuzzSeed());
  const left = new Map<string, string>();
  for (let n = 0; n < PEOPLE; n += 4)
    await Promise.all(
      [1, 2, 3, 4].map(async (m) => {
        const kakaoId = String(1000 + n + m);
        left.set(kakaoId, await race(kakaoId, random));
      }),
    );
  await work();
  expect(await rows(`SELECT FROM "Job" WHERE "kind" = 'unlink'`)).toEqual([]);
  for (const [kakaoId, formerId] of left) {
    const user = await findUserByKakaoId(kakaoId);
    expect(user?.id, told).not.toBe(formerId);
    if (user && !outside.has(kakaoId))
      expect(user.connectedAt, `${told}: ${kakaoId} and its link`).toEqual(links.get(kakaoId));
  }
  expect(await rows('SELECT FROM "User" u JOIN "Withdrawal" w ON w."id" = u."id"')).toEqual([]);
  expect(
    await rows(`SELECT FROM "Withdrawal" WHERE "unlinkedAt" IS NULL AND "personHash" IS NOT NULL`),
  ).toEqual([]);
});
