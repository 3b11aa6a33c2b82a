// Leaving, and coming back at every moment of it: the statements of the user store against a real
// PostgreSQL, and the errand against a Kakao that is a function.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { leaseJob } from "#lib/jobs/queue";
import { runDueJobs } from "#lib/jobs/run";
import { saveNativeSession } from "#lib/session/native-rows";
import { saveSession } from "#lib/session/rows";
import { findProofSecondsLeft, forgetUser, hasLeft, withdrawUser } from "#lib/users/forget";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { openDatabase } from "#scripts/test/open-database";

const unlinkUser = vi.hoisted(() => vi.fn<(kakaoId: string) => Promise<boolean>>());
vi.mock("#lib/kakao/admin", () => ({ unlinkUser }));

const database = openDatabase();
const { rows } = database;
afterAll(database.close);
beforeEach(async () => {
  unlinkUser.mockReset().mockResolvedValue(true);
  await rows('TRUNCATE "User", "Withdrawal", "Job" CASCADE');
});

const linkedAt = (time: string) => new Date(`2026-11-25T${time}Z`);
const HONG = {
  kakaoId: "3956953872",
  nickname: "홍길동",
  image: null,
  email: "hong@kakao.test",
  connectedAt: linkedAt("01:00:00"),
};

async function signIn(person = HONG) {
  const { id } = await saveKakaoUser(person);
  const sessionId = randomUUID();
  const device = { browser: null, system: null };
  await saveSession({ sessionId, userId: id, flowId: "f", replacedSessionId: null, ...device });
  return { id, sessionId };
}

async function signInFresh(person = HONG) {
  const user = await signIn(person);
  await prove(user.sessionId, "0 s");
  return user;
}

const prove = (sessionId: string, ago: string) =>
  rows(`UPDATE "Session" SET "reauthenticatedAt" = now() - $2::interval WHERE "id" = $1`, [
    sessionId,
    ago,
  ]);
const makeDue = () =>
  rows(`UPDATE "Job" SET "dueAt" = now(), "leasedUntil" = NULL WHERE "kind" = 'unlink'`);
/** Jobs that come back by themselves are somebody else's business. */
const count = async (table: string) => {
  const own = table === "Job" ? `WHERE "kind" = 'unlink'` : "";
  return (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}" ${own}`))[0]?.n;
};

async function leave() {
  const { id, sessionId } = await signInFresh();
  expect(await withdrawUser(id, sessionId)).toBe(id);
  return id;
}

/** A worker that holds the errand and has not yet spoken to Kakao. */
async function leaseErrand() {
  await makeDue();
  return leaseJob(["unlink"]);
}

describe("who may not withdraw (WD-1)", () => {
  test.each([
    ["without a proof", null],
    ["with a proof five minutes old", "301 s"],
  ])("a session %s", async (_, ago) => {
    const { id, sessionId } = await signIn();
    if (ago !== null) await prove(sessionId, ago);
    expect(await findProofSecondsLeft(id, sessionId)).toBeNull();
    expect(await withdrawUser(id, sessionId)).toBeNull();
    expect(await count("User")).toBe(1);
  });

  test("another person's fresh session, or one past its end", async () => {
    const hong = await signInFresh();
    const other = await signInFresh({ ...HONG, kakaoId: "1" });
    expect(await withdrawUser(hong.id, other.sessionId)).toBeNull();
    await rows('UPDATE "Session" SET "expiresAt" = now()');
    expect(await withdrawUser(hong.id, hong.sessionId)).toBeNull();
    expect(await count("User")).toBe(2);
  });

  test("a fresh session says for how long", async () => {
    const { id, sessionId } = await signIn();
    await prove(sessionId, "4 min");
    const left = await findProofSecondsLeft(id, sessionId);
    expect(left).toBeGreaterThan(50);
    expect(left).toBeLessThanOrEqual(60);
  });
});

test("the row and everything of it goes; a journal line and one errand stay (WD-2, WD-8)", async () => {
  const id = await leave();
  expect([await count("User"), await count("Session")]).toEqual([0, 0]);
  const [line] = await rows('SELECT * FROM "Withdrawal"');
  expect(line).toMatchObject({ id, reason: "withdrawn", unlinkedAt: null });
  expect(line?.personHash).toMatch(/^[0-9a-f]{64}$/);
  expect(await count("Job")).toBe(1);
  expect(await hasLeft(id)).toBe(true);
});

test("pressed twice at once, one withdraws (WD-6)", async () => {
  const { id, sessionId } = await signInFresh();
  const both = await Promise.all([withdrawUser(id, sessionId), withdrawUser(id, sessionId)]);
  expect(both.filter((gone) => gone !== null)).toEqual([id]);
  expect([await count("Withdrawal"), await count("Job")]).toEqual([1, 1]);
});

test("a session for somebody who has left is refused, and nothing of it stays (WD-3)", async () => {
  const id = await leave();
  const device = { system: null };
  const web = { sessionId: "s", userId: id, flowId: "f", replacedSessionId: null, browser: null };
  const app = { sessionId: randomUUID(), userId: id, refreshHash: "h", app: null };
  const gone = { name: "UserGone" };
  await expect(saveSession({ ...web, ...device })).rejects.toMatchObject(gone);
  await expect(saveNativeSession({ ...app, ...device })).rejects.toMatchObject(gone);
  expect([await count("Session"), await count("NativeSession")]).toEqual([0, 0]);
});

describe("the errand", () => {
  test("cuts the link once, and leaves no Kakao id behind (WD-2, WD-4)", async () => {
    await leave();
    await makeDue();
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 0 });
    expect(unlinkUser).toHaveBeenCalledTimes(1);
    expect(await count("Job")).toBe(0);
    expect((await rows('SELECT * FROM "Withdrawal"'))[0]?.unlinkedAt).not.toBeNull();
  });

  test("comes again until Kakao has heard; already unlinked is done (K22, K23)", async () => {
    await leave();
    unlinkUser.mockRejectedValueOnce(new Error("away")).mockResolvedValueOnce(false);
    await makeDue();
    expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 1 });
    expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 0 });
    await makeDue();
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await count("Job")).toBe(0);
  });

  test("of a worker that died is another's after its lease, and not before (MI-5)", async () => {
    await leave();
    await leaseErrand();
    expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 0 });
    await rows(`UPDATE "Job" SET "leasedUntil" = now() - interval '1 ms'`);
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  });
});

describe("coming back", () => {
  test("before Kakao was told takes the errand back, as somebody new (WD-5, WD-6)", async () => {
    const id = await leave();
    const back = await saveKakaoUser(HONG);
    expect(back.id).not.toBe(id);
    expect(await count("Job")).toBe(0);
    // The journal's line speaks of no link any more.
    expect((await rows('SELECT * FROM "Withdrawal"'))[0]?.personHash).toBeNull();
  });

  test("beside an errand that is still there: the worker finds a user, and cuts nothing", async () => {
    await leave();
    await rows(`UPDATE "Job" SET "kind" = 'elsewhere'`);
    await saveKakaoUser(HONG);
    await rows(`UPDATE "Job" SET "kind" = 'unlink'`);
    await makeDue();
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(unlinkUser).not.toHaveBeenCalled();
    expect((await rows('SELECT * FROM "Withdrawal"'))[0]?.personHash).toBeNull();
  });

  test("while the link is being cut is refused, also when a second errand is free", async () => {
    await leave();
    await leaseErrand();
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "being_unlinked" });
    await rows(
      `INSERT INTO "Job" ("kind", "key", "kakaoId", "details")
      VALUES ('unlink', 'another', $1, jsonb_build_object('formerUser', gen_random_uuid()))`,
      [HONG.kakaoId],
    );
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "being_unlinked" });
    expect([await count("User"), await count("Job")]).toEqual([0, 2]);
  });

  test("with what Kakao said of the link that is cut is refused; with a new one it is well", async () => {
    await leave();
    await makeDue();
    await runDueJobs(1000);
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "unlinked_since" });
    await expect(saveKakaoUser({ ...HONG, connectedAt: linkedAt("02:00:00") })).resolves.toEqual({
      id: expect.any(String),
    });
  });

  test("linked anew without our knowing: the old row goes, with a line of its own (WD-5)", async () => {
    const { id } = await signIn();
    const back = await saveKakaoUser({ ...HONG, connectedAt: linkedAt("02:00:00") });
    expect(back.id).not.toBe(id);
    expect(await count("Session")).toBe(0);
    expect(await rows('SELECT * FROM "Withdrawal"')).toEqual([
      expect.objectContaining({ id, reason: "rejoined" }),
    ]);
  });
});

test("what Kakao reports late does not destroy who came back (WH-6)", async () => {
  await saveKakaoUser(HONG);
  await saveKakaoUser(HONG);
  const asked = { kakaoId: HONG.kakaoId, reason: "unlinked" as const };
  expect(await forgetUser({ ...asked, saves: 1 })).toBeNull();
  expect(await forgetUser({ ...asked, saves: 2 })).not.toBeNull();
});
