// The user store's way out: a user's row goes, and with it everything of theirs. Called when
// somebody withdraws, when Kakao has confirmed that they unlinked, and when they were linked anew.
import "server-only";
import { query, type Sql, sql } from "../db";
import { logEvent } from "../http/log";
import { personHashesOf, personHashOf } from "./pseudonym";

/** In the journal: by themselves, at Kakao, or before we had heard of it. */
export type ForgetReason = "unlinked" | "rejoined";

type Forgotten = {
  kakaoId: string;
  /** As it was when Kakao was asked: whoever has signed in since stays (WH-6). */
  saves: number;
  reason: ForgetReason;
};

/**
 * Sessions, tokens, activity: all that refers to the row goes in the same statement. What remains
 * is a line in the journal that names nobody. The link at Kakao is over already.
 *
 * @returns the id that the user had; null when there was none, or somebody came in the meantime
 * @throws DatabaseUnavailable
 */
export async function forgetUser({ kakaoId, saves, reason }: Forgotten): Promise<string | null> {
  const [gone] = await query(
    (db) => db.$queryRaw<Array<{ id: string }>>`
      WITH gone AS (
        DELETE FROM "User" WHERE "kakaoId" = ${kakaoId} AND "saves" = ${saves}
        RETURNING "id", "connectedAt"
      ), noted AS (
        INSERT INTO "Withdrawal" ("id", "reason", "personHash", "connectedAt", "unlinkedAt")
        SELECT "id", ${reason}, ${personHashOf(kakaoId)}, "connectedAt", now() FROM gone
      )
      SELECT "id" FROM gone`,
  );
  if (!gone) return null;
  logEvent("user.forgotten", { user: gone.id, reason, person: shortHashOf(kakaoId) });
  return gone.id;
}

/** So long the errand waits: a sign-in whose statement began before it existed is over by then. */
export const ERRAND_DELAY_SECONDS = 3;
/** So long a proof of who one is counts as fresh (WD-1). */
export const FRESH_SECONDS = 5 * 60;

/**
 * Withdraws the user of a session that was proved anew just now, whole and in one statement: the
 * row and everything of theirs, a line in the journal, and the errand to cut the link at Kakao.
 *
 * @returns the id that the user had; null when the session is over or its proof not fresh
 * @throws DatabaseUnavailable: nothing has happened, or all of it
 */
export async function withdrawUser(userId: string, sessionId: string): Promise<string | null> {
  const leaving = await findLeaving(userId, sessionId);
  if (leaving === null) return null;
  const [gone] = await query(
    (db) => db.$queryRaw<Array<{ id: string }>>`
      WITH gone AS (
        DELETE FROM "User" WHERE "id" = ${userId}::uuid AND ${isFresh(userId, sessionId)}
        RETURNING "id", "kakaoId", "connectedAt"
      ), noted AS (
        INSERT INTO "Withdrawal" ("id", "reason", "personHash", "connectedAt")
        SELECT "id", 'withdrawn', ${personHashOf(leaving.kakaoId)}, "connectedAt" FROM gone
      ), errand AS (
        INSERT INTO "Job" ("kind", "key", "kakaoId", "details", "dueAt")
        SELECT 'unlink', 'unlink ' || "id", "kakaoId", jsonb_build_object('formerUser', "id"),
               now() + ${ERRAND_DELAY_SECONDS} * interval '1 second'
        FROM gone
      )
      SELECT "id" FROM gone`,
  );
  if (!gone) return null;
  logEvent("user.withdrawn", { user: gone.id, person: shortHashOf(leaving.kakaoId) });
  return gone.id;
}

/** As much of it as the log would not take for a secret. */
function shortHashOf(kakaoId: string): string {
  return personHashOf(kakaoId).slice(0, 16);
}

/**
 * How long the proof of this session still counts, by the clock that decides.
 *
 * @returns null when it does not
 * @throws DatabaseUnavailable
 */
export async function findProofSecondsLeft(
  userId: string,
  sessionId: string,
): Promise<number | null> {
  const [proof] = await query(
    (db) => db.$queryRaw<Array<{ seconds: number }>>`
      SELECT floor(extract(epoch FROM s."reauthenticatedAt" - now()) + ${FRESH_SECONDS})::int
        AS "seconds"
      FROM "Session" s WHERE s."id" = ${sessionId} AND ${isFresh(userId, sessionId)}`,
  );
  return proof ? Math.max(1, Math.min(proof.seconds, FRESH_SECONDS)) : null;
}

/**
 * Whether somebody of this id has left: a second press of the button finds no session any more.
 *
 * @throws DatabaseUnavailable
 */
export async function hasLeft(userId: string): Promise<boolean> {
  return (await query((db) => db.withdrawal.count({ where: { id: userId } }))) > 0;
}

/** The hash needs a key that the database does not have. */
async function findLeaving(userId: string, sessionId: string) {
  const [user] = await query(
    (db) => db.$queryRaw<Array<{ kakaoId: string }>>`
      SELECT "kakaoId" FROM "User" WHERE "id" = ${userId}::uuid AND ${isFresh(userId, sessionId)}`,
  );
  return user ?? null;
}

function isFresh(userId: string, sessionId: string): Sql {
  return sql`EXISTS (
    SELECT FROM "Session" s WHERE s."id" = ${sessionId} AND s."userId" = ${userId}::uuid
      AND s."expiresAt" > now()
      AND s."reauthenticatedAt" > now() - ${FRESH_SECONDS} * interval '1 second')`;
}

/**
 * Kakao has confirmed that the link of whoever withdrew is cut. Committed before the errand's end,
 * so that a sign-in that still speaks of the old link is recognised.
 */
export async function noteUnlinked(kakaoId: string): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      UPDATE "Withdrawal" SET "unlinkedAt" = now()
      WHERE "personHash" = ANY(${personHashesOf(kakaoId)}) AND "unlinkedAt" IS NULL`,
  );
}

/**
 * Whoever withdrew came back before Kakao was told, with the link that they had: the journal's line
 * then says nothing of a link any more, and waits for nothing.
 */
export async function noteTakenBack(formerUserId: string): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      UPDATE "Withdrawal" SET "personHash" = NULL, "connectedAt" = NULL
      WHERE "id" = ${formerUserId}::uuid AND "unlinkedAt" IS NULL`,
  );
}
