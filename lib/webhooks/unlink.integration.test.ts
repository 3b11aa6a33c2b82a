// An unlink on a real PostgreSQL: what is stored, what follows, and what happens when it comes again,
// late, at once, or while a worker dies.
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { DatabaseUnavailable } from "#lib/database-unavailable";
import { runDueJobs } from "#lib/jobs/run";
import { personHashOf } from "#lib/users/pseudonym";
import { takeUnlink } from "#lib/webhooks/unlink";
import { answering } from "#scripts/test/little-server";
import {
  newKakaoId,
  signIn,
  startWebhookWorld,
  unlink,
  unlinkRequest,
} from "#scripts/test/webhook-world";

const world = await startWebhookWorld();
const { kakao, log, rows, linked, whenAskedOnce, timesAsked, usersOf, jobs, makeDue } = world;

test("an unlink ends all sessions at once, and the user when Kakao has confirmed it (WH-7)", async () => {
  const { kakaoId, userId, isSignedIn } = await signIn();
  expect(await unlink(kakaoId)).toBe(200);
  expect(await isSignedIn()).toBe(false);
  expect(await usersOf(kakaoId)).toHaveLength(1);
  expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  expect(await usersOf(kakaoId)).toEqual([]);
  expect(await jobs()).toEqual([]);
  expect(await rows('SELECT * FROM "Withdrawal"')).toEqual([
    expect.objectContaining({ id: userId, reason: "unlinked", unlinkedAt: expect.any(Date) }),
  ]);
  expect(JSON.stringify(log.mock.calls)).not.toContain(kakaoId);
});

test("an old unlink destroys nobody who is linked again (WH-6)", async () => {
  const { kakaoId, userId, isSignedIn } = await signIn();
  linked.set(kakaoId, {});
  expect(await unlink(kakaoId)).toBe(200);
  expect(await isSignedIn()).toBe(false);
  expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  expect(await usersOf(kakaoId)).toEqual([expect.objectContaining({ id: userId })]);
});

test("an unlink destroys nobody while Kakao is away, and is not forgotten (WH-4, WH-6)", async () => {
  const { kakaoId } = await signIn();
  const answer = answering(503, { msg: "down", code: -1 });
  kakao.answer(answer);
  await unlink(kakaoId);
  expect(await runDueJobs(1000)).toMatchObject({ done: 0 });
  expect(await usersOf(kakaoId)).toHaveLength(1);
  expect(await jobs()).toHaveLength(1);
});

test("Kakao has five seconds to say who is linked, however long a job may take (K22)", async () => {
  const { kakaoId } = await signIn();
  await unlink(kakaoId);
  kakao.answer(() => null);
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  // A hundred times faster: the job's own twenty seconds are two hundred milliseconds.
  const timers = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / 100));
  const startedAt = performance.now();
  expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 1 });
  timers.mockRestore();
  expect(performance.now() - startedAt).toBeLessThan(180);
  expect(await usersOf(kakaoId)).toHaveLength(1);
});

test("a hundred unlinks at once are one job, and one end (WH-5)", async () => {
  const { kakaoId } = await signIn();
  const all = await Promise.all(Array.from({ length: 100 }, () => unlink(kakaoId)));
  expect(new Set(all)).toEqual(new Set([200]));
  expect(await jobs()).toHaveLength(1);
  await runDueJobs(1000);
  expect(timesAsked()).toBe(1);
  expect(await rows('SELECT * FROM "Withdrawal"')).toHaveLength(1);
});

test("an unlink that comes while Kakao is being asked about an older one is asked about anew (WH-6)", async () => {
  const { kakaoId } = await signIn();
  linked.set(kakaoId, {});
  await unlink(kakaoId);
  whenAskedOnce(async () => {
    // Kakao has made up its answer; now the real unlink happens, and is told.
    linked.delete(kakaoId);
    await unlink(kakaoId);
  });
  await runDueJobs(2000);
  expect(await usersOf(kakaoId)).toEqual([]);
  expect(await jobs()).toEqual([]);
});

test("an unlink leaves alone whoever signs in while Kakao is asked, until it is asked again (WH-6)", async () => {
  const { kakaoId } = await signIn();
  await unlink(kakaoId);
  whenAskedOnce(async () => {
    await signIn(kakaoId);
    linked.set(kakaoId, {});
  });
  expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 1 });
  await makeDue();
  expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  expect(await usersOf(kakaoId)).toHaveLength(1);
});

test.each(["before", "after"])(
  "a worker that dies %s the delete leaves it to the next one (WH-4, P2)",
  async (moment) => {
    const { kakaoId } = await signIn();
    await unlink(kakaoId);
    // What a dead worker leaves behind: a lease, and its work done or not.
    await rows(`UPDATE "Job" SET "attempts" = 1, "leasedUntil" = now() + interval '60 seconds'`);
    if (moment === "after") await rows('DELETE FROM "User"');
    expect(await runDueJobs(200)).toEqual({ done: 0, failed: 0 });
    await rows(`UPDATE "Job" SET "leasedUntil" = now() - interval '1 second'`);
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await usersOf(kakaoId)).toEqual([]);
    expect(await jobs()).toEqual([]);
  },
);

test("an unlink of somebody unknown waits for a sign-in that may be under way (WH-4)", async () => {
  const kakaoId = newKakaoId();
  expect(await unlink(kakaoId)).toBe(200);
  expect(await runDueJobs(200)).toEqual({ done: 0, failed: 0 });
  await signIn(kakaoId);
  await makeDue();
  await runDueJobs(1000);
  expect(await usersOf(kakaoId)).toEqual([]);
});

test("an unlink that reaches us before our own errand is done counts as its confirmation", async () => {
  const kakaoId = newKakaoId();
  await rows(
    `INSERT INTO "Withdrawal" ("id", "reason", "personHash") VALUES ($1, 'withdrawn', $2)`,
    [randomUUID(), personHashOf(kakaoId)],
  );
  await unlink(kakaoId);
  linked.set(kakaoId, {});
  await makeDue();
  await runDueJobs(1000);
  expect(await rows('SELECT "unlinkedAt" FROM "Withdrawal"')).toEqual([{ unlinkedAt: null }]);
  linked.delete(kakaoId);
  await unlink(kakaoId);
  await makeDue();
  await runDueJobs(1000);
  expect(await rows('SELECT "unlinkedAt" FROM "Withdrawal"')).toEqual([
    { unlinkedAt: expect.any(Date) },
  ]);
});

test("an unlink that cannot be stored is no 200 (WH-4)", async () => {
  const { kakaoId } = await signIn();
  await rows('ALTER TABLE "Job" RENAME TO "Gone"');
  try {
    await expect(takeUnlink(unlinkRequest(kakaoId))).rejects.toThrow(DatabaseUnavailable);
  } finally {
    await rows('ALTER TABLE "Gone" RENAME TO "Job"');
  }
  expect(await rows('SELECT FROM "Session"')).toHaveLength(1);
});
