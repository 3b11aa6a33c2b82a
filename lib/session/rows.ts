// The session rows: started, found, ended. Called by the other files of lib/session.
import "server-only";
import { createHash } from "node:crypto";
import { query } from "../db";
import { ABSOLUTE_SECONDS, IDLE_SECONDS, SEEN_INTERVAL_SECONDS } from "./lifetimes";
import { orUserGone } from "./user-gone";

/** What a row is called: a hash, so that a dump of the table signs nobody in (SE-5). */
export function sessionIdOf(sessionSecret: string): string {
  return createHash("sha256").update(sessionSecret).digest("hex");
}

export type NewSession = {
  sessionId: string;
  userId: string;
  flowId: string;
  /** The session this browser had before, if any: it ends here (CB-9, CB-10). */
  replacedSessionId: string | null;
  browser: string | null;
  system: string | null;
};

/**
 * Starts a session and settles its flow in one statement: both or neither. Rows of this person
 * that are past their time go in passing. Safe to repeat.
 *
 * @throws UserGone
 * @throws DatabaseUnavailable
 */
export async function saveSession(session: NewSession): Promise<void> {
  const { sessionId, userId, flowId, replacedSessionId, browser, system } = session;
  const saved = query(
    (db) => db.$executeRaw`
      WITH ended AS (
        DELETE FROM "Session"
        WHERE "id" = ${replacedSessionId} AND "id" <> ${sessionId}
           OR "userId" = ${userId}::uuid AND (
                "expiresAt" <= now()
                OR "lastSeenAt" <= now() - ${IDLE_SECONDS} * interval '1 second')
      ), settled AS (
        UPDATE "SignInFlow" SET "outcome" = 'signed_in' WHERE "id" = ${flowId}
      )
      INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt", "browser", "system")
      VALUES (${sessionId}, ${userId}::uuid, ${flowId},
              now() + ${ABSOLUTE_SECONDS} * interval '1 second', ${browser}, ${system})
      ON CONFLICT ("id") DO NOTHING`,
  );
  await orUserGone(saved);
}

export type FoundSession = {
  userId: string;
  flowId: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
  refreshedAt: Date;
  signedInAt: Date;
};

/**
 * One statement for every page: the session, its user, and, once an hour, the note of this visit.
 *
 * @returns null when the session was ended or is past its time
 * @throws DatabaseUnavailable
 */
export async function findLiveSession(
  sessionId: string,
  userId: string,
): Promise<FoundSession | null> {
  const [found] = await query(
    (db) => db.$queryRaw<FoundSession[]>`
      WITH seen AS (
        UPDATE "Session" SET "lastSeenAt" = now()
        WHERE "id" = ${sessionId}
          AND "lastSeenAt" <= now() - ${SEEN_INTERVAL_SECONDS} * interval '1 second'
          AND "lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second'
      )
      SELECT u."id" AS "userId", u."nickname", u."image", u."email", u."refreshedAt",
             s."flowId", s."createdAt" AS "signedInAt"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId"
      WHERE s."id" = ${sessionId} AND s."userId" = ${userId}::uuid
        AND s."expiresAt" > now()
        AND s."lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second'`,
  );
  return found ?? null;
}

/** Ends one session of this person. @returns whether there was one; safe to repeat */
export async function endSession(userId: string, sessionId: string): Promise<boolean> {
  const { count } = await query((db) =>
    db.session.deleteMany({ where: { id: sessionId, userId } }),
  );
  return count > 0;
}

/** Ends every session of this person, this browser's and every app's included: all or none. */
export async function endAllSessions(userId: string): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      WITH apps AS (DELETE FROM "NativeSession" WHERE "userId" = ${userId}::uuid)
      DELETE FROM "Session" WHERE "userId" = ${userId}::uuid`,
  );
}
