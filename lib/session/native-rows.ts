// The rows of native sessions: started, found, rotated, ended. Called by the other files of
// lib/session.
import "server-only";
import { query, type Sql, sql } from "../db";
import type { ActivityKind } from "../users/activity";
import { NATIVE_ABSOLUTE_SECONDS, NATIVE_IDLE_SECONDS, REFRESH_GRACE_SECONDS } from "./lifetimes";
import { orUserGone } from "./user-gone";

export type NewNativeSession = {
  sessionId: string;
  userId: string;
  refreshHash: string;
  app: string | null;
  system: string | null;
};

/** What an app may see of the person. */
export type NativeUser = {
  id: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
};

/**
 * Starts a session. Rows of this person that are past their time go in passing.
 *
 * @throws UserGone
 * @throws DatabaseUnavailable
 */
export async function saveNativeSession(session: NewNativeSession): Promise<void> {
  const { sessionId, userId, refreshHash, app, system } = session;
  const saved = query(
    (db) => db.$executeRaw`
      WITH ended AS (
        DELETE FROM "NativeSession"
        WHERE "userId" = ${userId}::uuid AND (
          "expiresAt" <= now()
          OR "lastUsedAt" <= now() - ${NATIVE_IDLE_SECONDS} * interval '1 second')
      ), started AS (
        INSERT INTO "NativeSession" ("id", "userId", "refreshHash", "expiresAt", "app", "system")
        VALUES (${sessionId}::uuid, ${userId}::uuid, ${refreshHash},
                now() + ${NATIVE_ABSOLUTE_SECONDS} * interval '1 second', ${app}, ${system})
        ON CONFLICT ("id") DO NOTHING
        RETURNING "userId", "app", "system"
      )
      INSERT INTO "Activity" ("userId", "kind", "app", "system")
      SELECT "userId", ${"signed_in_app" satisfies ActivityKind}, "app", "system" FROM started`,
  );
  await orUserGone(saved);
}

/**
 * One indexed statement for every use of an access token, so that an ended session is over with the
 * next request on every instance (ST-6).
 *
 * @throws DatabaseUnavailable
 */
export async function findNativeUser(
  sessionId: string,
  userId: string,
): Promise<NativeUser | null> {
  const [found] = await query(
    (db) => db.$queryRaw<NativeUser[]>`
      SELECT u."id", u."nickname", u."image", u."email"
      FROM "NativeSession" s JOIN "User" u ON u."id" = s."userId"
      WHERE s."id" = ${sessionId}::uuid AND s."userId" = ${userId}::uuid
        AND u."blockedAt" IS NULL
        AND s."expiresAt" > now()
        AND s."lastUsedAt" > now() - ${NATIVE_IDLE_SECONDS} * interval '1 second'`,
  );
  return found ?? null;
}

export type Rotation = {
  sessionId: string;
  /** Of the token that was presented. */
  generation: number;
  refreshHash: string;
  /** Of its successor. */
  nextRefreshHash: string;
};

type Rotated = NativeUser & { isOver: boolean; isNext: boolean };

/**
 * Puts a refresh token's successor in its place. All of it is one UPDATE: of two that come at once
 * the second waits for the first one's row and then finds it rotated just now, which is no reuse.
 *
 * The current token rotates. The previous one, within ten seconds, changes nothing. An older one
 * ends the session there and then: two parties hold its tokens, and nobody can tell which is which.
 * (A second ago: the column rounds to milliseconds, and "now" could round to a moment to come.)
 *
 * @returns the user, whose session it ended, or null when there is no such live session
 * @throws DatabaseUnavailable
 */
export async function rotateNativeSession(
  rotation: Rotation,
): Promise<NativeUser | { reusedOf: string } | null> {
  const { sessionId, generation, refreshHash, nextRefreshHash } = rotation;
  const [row] = await query(
    (db) => db.$queryRaw<Rotated[]>`
      WITH rotated AS (UPDATE "NativeSession" s SET
        "generation" = CASE WHEN s."refreshHash" = ${refreshHash}
          THEN s."generation" + 1 ELSE s."generation" END,
        "rotatedAt" = CASE WHEN s."refreshHash" = ${refreshHash}
          THEN now() ELSE s."rotatedAt" END,
        "lastUsedAt" = now(),
        "expiresAt" = CASE
          WHEN s."generation" = ${generation} THEN s."expiresAt"
          WHEN s."generation" = ${generation} + 1
            AND s."rotatedAt" > now() - ${REFRESH_GRACE_SECONDS} * interval '1 second'
            THEN s."expiresAt"
          ELSE now() - interval '1 second' END,
        "refreshHash" = CASE
          WHEN s."refreshHash" = ${refreshHash} OR s."generation" = ${generation} + 1
            THEN ${nextRefreshHash} ELSE s."refreshHash" END
      FROM "User" u
      WHERE s."id" = ${sessionId}::uuid AND u."id" = s."userId" AND u."blockedAt" IS NULL
        AND s."generation" >= ${generation}
        AND s."expiresAt" > now()
        AND s."lastUsedAt" > now() - ${NATIVE_IDLE_SECONDS} * interval '1 second'
      RETURNING u."id", u."nickname", u."image", u."email", s."expiresAt" <= now() AS "isOver",
        s."refreshHash" = ${nextRefreshHash} AS "isNext", s."app", s."system"
      ), noted AS (
        INSERT INTO "Activity" ("userId", "kind", "app", "system")
        SELECT "id", ${"refresh_reused" satisfies ActivityKind}, "app", "system"
        FROM rotated WHERE "isOver"
      )
      SELECT "id", "nickname", "image", "email", "isOver", "isNext" FROM rotated`,
  );
  if (!row) return null;
  const { id, nickname, image, email, isOver, isNext } = row;
  if (isOver) return { reusedOf: id };
  if (!isNext) return null;
  return { id, nickname, image, email };
}

/** Clears away a session that a reuse has ended; the person's log says so already. */
export async function deleteNativeSession(sessionId: string): Promise<void> {
  await query((db) => db.nativeSession.deleteMany({ where: { id: sessionId } }));
}

/** Ends one session by its id alone. @returns its user, or null when it was over; safe to repeat */
export function endNativeSession(sessionId: string): Promise<string | null> {
  return end(sql`"id" = ${sessionId}::uuid`, "signed_out");
}

/** In one statement with the line in the person's log. */
async function end(which: Sql, kind: ActivityKind): Promise<string | null> {
  const [row] = await query(
    (db) => db.$queryRaw<Array<{ userId: string }>>`
      WITH ended AS (
        DELETE FROM "NativeSession" WHERE ${which} RETURNING "userId", "app", "system"
      )
      INSERT INTO "Activity" ("userId", "kind", "app", "system")
      SELECT "userId", ${kind}, "app", "system" FROM ended
      RETURNING "userId"`,
  );
  return row?.userId ?? null;
}

/** Ends one session of this person. @returns whether there was one; safe to repeat */
export async function endNativeSessionOf(userId: string, sessionId: string): Promise<boolean> {
  const whose = sql`"id" = ${sessionId}::uuid AND "userId" = ${userId}::uuid`;
  return (await end(whose, "signed_out_device")) !== null;
}
