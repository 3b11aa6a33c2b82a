// The session rows on a real PostgreSQL: started, found, aged and ended.
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listDevices } from "#lib/session/devices";
import { findCurrentUser } from "#lib/session/find";
import {
  endAllSessions,
  endSession,
  findLiveSession,
  type NewSession,
  saveSession,
  sessionIdOf,
} from "#lib/session/rows";
import { signSessionToken } from "#lib/session/token";
import { findProofSecondsLeft } from "#lib/users/forget";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
afterEach(() => {
  vi.restoreAllMocks();
});
beforeEach(async () => {
  await database.rows('DELETE FROM "User"');
  await database.rows('DELETE FROM "SignInFlow"');
});

async function newUser(): Promise<string> {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId", "nickname") VALUES ($1, '홍길동') RETURNING "id"`,
    [randomUUID()],
  );
  return user?.id ?? "";
}

async function start(userId: string, change: Partial<NewSession> = {}): Promise<string> {
  const sessionId = change.sessionId ?? sessionIdOf(randomUUID());
  const nothing = { flowId: randomUUID(), replacedSessionId: null, browser: null, system: null };
  await saveSession({ ...nothing, sessionId, userId, ...change });
  return sessionId;
}

const age = (sessionId: string, column: string, interval: string) =>
  database.rows(
    `UPDATE "Session" SET "${column}" = now() + interval '${interval}' WHERE "id" = $1`,
    [sessionId],
  );
const sessionIds = async () =>
  (await database.rows<{ id: string }>('SELECT "id" FROM "Session"')).map(({ id }) => id);

test("a session is found with its user, from its id and the user's together", async () => {
  const userId = await newUser();
  const sessionId = await start(userId, { flowId: "the-flow", browser: "Chrome", system: "Linux" });
  expect(await findLiveSession(sessionId, userId)).toEqual({
    userId,
    flowId: "the-flow",
    nickname: "홍길동",
    image: null,
    email: null,
    refreshedAt: expect.any(Date),
    signedInAt: expect.any(Date),
  });
  expect(await findLiveSession(sessionId, await newUser())).toBeNull();
  expect(await findLiveSession(sessionIdOf("unknown"), userId)).toBeNull();
});

test("the row holds a hash, and lives thirty days from now (SE-5, ST-7)", async () => {
  const userId = await newUser();
  const sessionId = await start(userId, { sessionId: sessionIdOf("the-secret") });
  const [row] = await database.rows<Record<string, unknown>>(
    `SELECT *, extract(epoch FROM "expiresAt" - "createdAt")::int AS "seconds" FROM "Session"`,
  );
  expect(row).toMatchObject({ id: sessionId, seconds: 30 * 24 * 60 * 60 });
  expect(JSON.stringify(row)).not.toContain("the-secret");
});

describe("a fresh authentication counts for five minutes, for whoever asked for it (WD-1)", () => {
  const isFresh = async (of: { userId: string; sessionId: string }) =>
    (await findProofSecondsLeft(of.userId, of.sessionId)) !== null;
  type Asked = { replacedSessionId?: string | null; isReauthentication?: boolean };
  async function reauthenticate(userId: string, asked: Asked) {
    const sessionId = await start(userId, { isReauthentication: true, ...asked });
    return { sessionId, isFresh: await isFresh({ userId, sessionId }) };
  }

  test("for the person whose live session it replaces, and until its time is over", async () => {
    const userId = await newUser();
    const fresh = await reauthenticate(userId, { replacedSessionId: await start(userId) });
    const { sessionId } = fresh;
    expect(fresh.isFresh).toBe(true);
    expect(await isFresh({ userId: await newUser(), sessionId })).toBe(false);
    await age(sessionId, "reauthenticatedAt", "-299 seconds");
    expect(await isFresh({ userId, sessionId })).toBe(true);
    await age(sessionId, "reauthenticatedAt", "-301 seconds");
    expect(await isFresh({ userId, sessionId })).toBe(false);
  });

  test("not for another person, an ended or an old session, none, or a plain sign-in", async () => {
    const userId = await newUser();
    const asked: Asked[] = [
      { replacedSessionId: await start(await newUser()) },
      { replacedSessionId: sessionIdOf("ended") },
      { replacedSessionId: null },
    ];
    for (const each of asked) expect((await reauthenticate(userId, each)).isFresh).toBe(false);
    for (const [column, interval] of [
      ["expiresAt", "-1 second"],
      ["lastSeenAt", "-7 days -1 second"],
    ] as const) {
      const replacedSessionId = await start(userId);
      await age(replacedSessionId, column, interval);
      expect((await reauthenticate(userId, { replacedSessionId })).isFresh).toBe(false);
    }
    const plain = { replacedSessionId: await start(userId), isReauthentication: false };
    expect((await reauthenticate(userId, plain)).isFresh).toBe(false);
  });

  test("not once the session is over, and not for the next one", async () => {
    const userId = await newUser();
    const fresh = await reauthenticate(userId, { replacedSessionId: await start(userId) });
    const next = { replacedSessionId: fresh.sessionId, isReauthentication: false };
    expect((await reauthenticate(userId, next)).isFresh).toBe(false);
    expect(await isFresh({ userId, sessionId: fresh.sessionId })).toBe(false);
  });
});

describe("a session past its time is none (ST-7)", () => {
  test.each([
    ["seven days without a visit", "lastSeenAt", "-7 days -1 second"],
    ["thirty days in all", "expiresAt", "-1 second"],
  ])("%s", async (_, column, interval) => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await age(sessionId, column, interval);
    expect(await findLiveSession(sessionId, userId)).toBeNull();
    expect(await listDevices(userId, sessionId)).toEqual([]);
    // Looking does not bring it back.
    expect(await findLiveSession(sessionId, userId)).toBeNull();
  });

  test.each([
    ["lastSeenAt", "-6 days -23 hours"],
    ["expiresAt", "1 minute"],
  ])("and just before it is one: %s %s", async (column, interval) => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await age(sessionId, column, interval);
    expect(await findLiveSession(sessionId, userId)).not.toBeNull();
  });

  test("a visit moves the idle end, and never the absolute one", async () => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await age(sessionId, "expiresAt", "1 hour");
    await age(sessionId, "lastSeenAt", "-2 hours");
    const end = () => database.rows('SELECT "expiresAt" FROM "Session"');
    const before = await end();
    await findLiveSession(sessionId, userId);
    expect(await end()).toEqual(before);
  });
});

describe("a visit is written down at most once an hour", () => {
  const seenAgo = async () => {
    const [row] = await database.rows<{ seconds: number }>(
      'SELECT extract(epoch FROM now() - "lastSeenAt")::int AS "seconds" FROM "Session"',
    );
    return row?.seconds;
  };

  test.each([
    ["-59 minutes", 3540],
    ["-61 minutes", 0],
  ])("last seen %s", async (interval, expected) => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await age(sessionId, "lastSeenAt", interval);
    await findLiveSession(sessionId, userId);
    expect(Math.abs(((await seenAgo()) ?? -100) - expected)).toBeLessThan(10);
  });
});

describe("a new session replaces the browser's old one (CB-9, CB-10)", () => {
  test("whosever it was", async () => {
    const [a, b] = [await newUser(), await newUser()];
    const old = await start(a);
    const other = await start(a);
    const fresh = await start(b, { replacedSessionId: old });
    expect((await sessionIds()).sort()).toEqual([fresh, other].sort());
  });

  test("and saving it twice is saving it once (D12)", async () => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await start(userId, { sessionId, replacedSessionId: sessionId });
    expect(await sessionIds()).toEqual([sessionId]);
  });

  test("this person's rows past their time go in passing, nobody else's", async () => {
    const [userId, other] = [await newUser(), await newUser()];
    await age(await start(userId), "lastSeenAt", "-8 days");
    await age(await start(userId), "expiresAt", "-1 minute");
    const theirs = await start(other);
    await age(theirs, "lastSeenAt", "-8 days");
    const live = await start(userId);
    const fresh = await start(userId);
    expect((await sessionIds()).sort()).toEqual([theirs, live, fresh].sort());
  });

  test("a session of a user who is gone cannot start (WD-3, I3)", async () => {
    await expect(start(randomUUID())).rejects.toThrow();
    expect(await sessionIds()).toEqual([]);
  });
});

describe("ending (ST-6, ST-13)", () => {
  test("one session of one's own", async () => {
    const userId = await newUser();
    const [ended, kept] = [await start(userId), await start(userId)];
    expect(await endSession({ userId, sessionId: ended }, "signed_out")).toBe(true);
    expect(await findLiveSession(ended, userId)).toBeNull();
    expect(await endSession({ userId, sessionId: ended }, "signed_out")).toBe(false);
    expect(await sessionIds()).toEqual([kept]);
  });

  test("another person's device is not ended, and not listed", async () => {
    const [a, b] = [await newUser(), await newUser()];
    const [ours, theirs] = [await start(a), await start(b)];
    expect(await endSession({ userId: a, sessionId: theirs }, "signed_out_device")).toBe(false);
    expect((await sessionIds()).sort()).toEqual([ours, theirs].sort());
    expect((await listDevices(a, ours)).map(({ id }) => id)).toEqual([ours]);
  });

  test("all sessions of one's own, and nobody else's", async () => {
    const [a, b] = [await newUser(), await newUser()];
    await Promise.all([start(a), start(a), start(a)]);
    const theirs = await start(b);
    await endAllSessions(a, "signed_out_everywhere");
    expect(await sessionIds()).toEqual([theirs]);
  });

  test("with its user a session is gone (WD-3, I3)", async () => {
    const userId = await newUser();
    const sessionId = await start(userId);
    await database.rows('DELETE FROM "User"');
    expect(await findLiveSession(sessionId, userId)).toBeNull();
    expect(await sessionIds()).toEqual([]);
  });
});

describe("what one look-up costs (L6, L15)", () => {
  const cookieOf = (userId: string, sessionSecret: string) =>
    `session=${signSessionToken({ userId, sessionSecret })}`;
  const SECRET = "c2Vzc2lvbi1zZWNyZXQtb2YtMjU2LXJhbmRvbS1iaXQ";

  test.each(["0 hours", "-2 hours"])("one statement, last seen %s", async (interval) => {
    const userId = await newUser();
    await age(await start(userId, { sessionId: sessionIdOf(SECRET) }), "lastSeenAt", interval);
    const sent = vi.spyOn(Client.prototype, "query");
    expect(await findCurrentUser(cookieOf(userId, SECRET))).toMatchObject({ id: userId });
    expect(sent).toHaveBeenCalledTimes(1);
  });

  test("nothing at all without a whole token", async () => {
    const sent = vi.spyOn(Client.prototype, "query");
    const cookie = cookieOf(await newUser(), SECRET);
    sent.mockClear();
    for (const header of [null, "session=junk", `${cookie}x`, `${cookie}; ${cookie}`])
      expect(await findCurrentUser(header)).toBeNull();
    expect(sent).not.toHaveBeenCalled();
  });

  test("both ways to a session have an index", async () => {
    const userId = await newUser();
    await database.rows(
      `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt")
       SELECT n::text, CASE WHEN n < 10 THEN $1::uuid ELSE $2::uuid END, 'f', now() + interval '1 day'
       FROM generate_series(1, 5000) n`,
      [userId, await newUser()],
    );
    await database.rows("ANALYZE");
    const plan = async (where: string, value: string) =>
      JSON.stringify(
        await database.rows(`EXPLAIN SELECT * FROM "Session" WHERE ${where}`, [value]),
      );
    expect(await plan('"id" = $1', "5")).toContain("Session_pkey");
    expect(await plan('"userId" = $1::uuid', userId)).toContain("Session_userId_idx");
  });
});
