// Going and coming back: what a sign-in finds when the person has left, is just leaving, or was
// linked anew.
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { forgetUser, noteUnlinked, withdrawUser } from "#lib/users/forget";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(async () => {
  for (const table of ["User", "Job", "Withdrawal"]) await database.rows(`DELETE FROM "${table}"`);
});

const FIRST_LINK = new Date("2026-03-06T04:51:40Z");
const SECOND_LINK = new Date("2026-11-20T10:00:00Z");
const HONG = {
  kakaoId: "3956953872",
  nickname: "홍길동",
  image: null,
  email: "hong@kakao.test",
  connectedAt: FIRST_LINK,
};
const SESSION = "a".repeat(64);

const rows = (table: string) => database.rows(`SELECT * FROM "${table}"`);

async function signIn(minutesSinceProof: number | null = 0): Promise<string> {
  const { id } = await saveKakaoUser(HONG);
  await database.rows(
    `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt", "reauthenticatedAt")
     VALUES ($1, $2, 'flow', now() + interval '1 day', now() - $3 * interval '1 minute')`,
    [SESSION, id, minutesSinceProof],
  );
  return id;
}

/** So many statements wait for the table. */
const expectWaiting = (count: number) =>
  vi.waitFor(async () => {
    const sql = `SELECT FROM pg_locks WHERE NOT granted AND relation = '"User"'::regclass`;
    expect(await database.rows(sql)).toHaveLength(count);
  });

describe("withdrawing", () => {
  test("takes everything, and leaves a line that names nobody and an errand (WD-2, WD-4)", async () => {
    const id = await signIn();
    await expect(withdrawUser(id, SESSION)).resolves.toBe(id);
    for (const table of ["User", "Session"]) expect(await rows(table)).toEqual([]);
    const [line] = await rows("Withdrawal");
    expect(line).toMatchObject({ id, reason: "withdrawn", unlinkedAt: null });
    expect(JSON.stringify(line)).not.toContain(HONG.kakaoId);
    expect(await rows("Job")).toEqual([
      expect.objectContaining({ kind: "unlink", kakaoId: HONG.kakaoId, attempts: 0 }),
    ]);
  });

  test.each([
    ["without a proof", null],
    ["with one of five minutes ago", 5],
  ])("%s nothing happens (WD-1)", async (_, minutes) => {
    const id = await signIn(minutes);
    await expect(withdrawUser(id, SESSION)).resolves.toBeNull();
    expect(await rows("User")).toHaveLength(1);
    expect(await rows("Job")).toEqual([]);
    expect(await rows("Withdrawal")).toEqual([]);
  });

  test("with a session that is another's, or over, nothing happens (WD-1)", async () => {
    const id = await signIn();
    const other = await saveKakaoUser({ ...HONG, kakaoId: "1" });
    await expect(withdrawUser(other.id, SESSION)).resolves.toBeNull();
    await database.rows('UPDATE "Session" SET "expiresAt" = now()');
    await expect(withdrawUser(id, SESSION)).resolves.toBeNull();
    expect(await rows("User")).toHaveLength(2);
  });

  test("of a session that is ended between the look and the deed, nothing happens (WD-1, WD-6)", async () => {
    const id = await signIn();
    const [first, second] = [await database.connect(), await database.connect()];
    const take = 'LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE';
    await first.query(`BEGIN; ${take}`);
    const leaving = withdrawUser(id, SESSION);
    await expectWaiting(1);
    // Whoever waits is served in turn: the look, then this, then the deed.
    const taken = second.query(`BEGIN; ${take}`);
    await expectWaiting(2);
    await first.query("COMMIT");
    await taken;
    await second.query('DELETE FROM "Session"');
    await second.query("COMMIT");
    for (const client of [first, second]) client.release();
    await expect(leaving).resolves.toBeNull();
    expect(await rows("User")).toHaveLength(1);
  });

  test("ten times at once is once (WD-6)", async () => {
    const id = await signIn();
    const all = await Promise.all(Array.from({ length: 10 }, () => withdrawUser(id, SESSION)));
    expect(all.filter((gone) => gone !== null)).toEqual([id]);
    expect(await rows("Job")).toHaveLength(1);
    expect(await rows("Withdrawal")).toHaveLength(1);
  });
});

describe("coming back", () => {
  async function withdraw(): Promise<string> {
    const id = await signIn();
    await withdrawUser(id, SESSION);
    return id;
  }
  const lease = (seconds: number) =>
    database.rows(`UPDATE "Job" SET "leasedUntil" = now() + $1 * interval '1 s'`, [seconds]);

  test("before Kakao was told takes the errand back and is somebody new (WD-5)", async () => {
    const before = await withdraw();
    const { id } = await saveKakaoUser(HONG);
    expect(id).not.toBe(before);
    expect(await rows("Job")).toEqual([]);
  });

  test("after a worker died on the errand takes it back too", async () => {
    await withdraw();
    await lease(-1);
    await saveKakaoUser(HONG);
    expect(await rows("Job")).toEqual([]);
  });

  test("while Kakao is being told is refused, and nothing is half-done (WD-6)", async () => {
    await withdraw();
    await lease(30);
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "being_unlinked" });
    expect(await rows("User")).toEqual([]);
    expect(await rows("Job")).toHaveLength(1);
  });

  test("with the link that was just cut is refused, with a new one welcome (WD-6)", async () => {
    await withdraw();
    await noteUnlinked(HONG.kakaoId);
    await database.rows('DELETE FROM "Job"');
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "unlinked_since" });
    expect(await rows("User")).toEqual([]);
    await saveKakaoUser({ ...HONG, connectedAt: SECOND_LINK });
    expect(await rows("User")).toHaveLength(1);
  });

  test("by an answer that does not say which link it means is refused for a minute (WD-6)", async () => {
    await withdraw();
    await noteUnlinked(HONG.kakaoId);
    await database.rows('DELETE FROM "Job"');
    const unsaid = { ...HONG, connectedAt: null };
    await expect(saveKakaoUser(unsaid)).rejects.toMatchObject({ code: "unlinked_since" });
    await database.rows(`UPDATE "Withdrawal" SET "unlinkedAt" = now() - interval '61 s'`);
    await saveKakaoUser(unsaid);
    expect(await rows("User")).toHaveLength(1);
  });

  test("a hundred at once, while a worker takes the errand: welcome or refused, never cut off", async () => {
    await withdraw();
    const comers = Array.from({ length: 100 }, () => saveKakaoUser(HONG).catch(() => null));
    const [leased] = await Promise.all([
      database.rows<{ id: string }>(
        `UPDATE "Job" SET "leasedUntil" = now() + interval '30 s' RETURNING "id"`,
      ),
      ...comers,
    ]);
    const isLeased = leased.length > 0 && (await rows("Job")).length > 0;
    expect(await rows("User")).toHaveLength(isLeased ? 0 : 1);
  });
});

describe("linked anew at Kakao without our hearing of it", () => {
  test("is somebody new, and the old one is gone with everything (WD-5, WH-6)", async () => {
    const before = await signIn();
    const { id } = await saveKakaoUser({ ...HONG, connectedAt: SECOND_LINK });
    expect(id).not.toBe(before);
    expect(await rows("Session")).toEqual([]);
    expect(await rows("Withdrawal")).toEqual([expect.objectContaining({ reason: "rejoined" })]);
  });

  test("an answer about the link before, which arrives late, is refused (WD-6)", async () => {
    const { id } = await saveKakaoUser({ ...HONG, connectedAt: SECOND_LINK });
    await expect(saveKakaoUser(HONG)).rejects.toMatchObject({ code: "unlinked_since" });
    expect((await rows("User")).map((user) => user.id)).toEqual([id]);
  });

  test("an answer that does not name the link keeps what is known of it", async () => {
    const { id } = await saveKakaoUser(HONG);
    await expect(saveKakaoUser({ ...HONG, connectedAt: null })).resolves.toEqual({ id });
    expect(await rows("User")).toEqual([expect.objectContaining({ connectedAt: FIRST_LINK })]);
  });
});

test("a blocked account is refused and stays as it is", async () => {
  await saveKakaoUser(HONG);
  await database.rows('UPDATE "User" SET "blockedAt" = now()');
  const again = saveKakaoUser({ ...HONG, nickname: "다른 이름" });
  await expect(again).rejects.toMatchObject({ code: "blocked" });
  expect(await rows("User")).toEqual([expect.objectContaining({ nickname: "홍길동" })]);
});

test("whoever signed in since Kakao was asked is not forgotten (WH-6)", async () => {
  await saveKakaoUser(HONG);
  await saveKakaoUser(HONG);
  const forgotten = { kakaoId: HONG.kakaoId, reason: "unlinked" } as const;
  await expect(forgetUser({ ...forgotten, saves: 1 })).resolves.toBeNull();
  expect(await rows("User")).toHaveLength(1);
  await expect(forgetUser({ ...forgotten, saves: 2 })).resolves.not.toBeNull();
  expect(await rows("User")).toEqual([]);
});
