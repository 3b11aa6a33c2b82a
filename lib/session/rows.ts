// The session rows: started, found, ended. Called by the other files of lib/session.
import "server-only";
import { createHash } from "node:crypto";
import { query } from "../db";
import type { ActivityKind } from "../users/activity";
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
  /** Kakao has just asked this person anew, for the session that this one replaces. */
  isReauthentication?: boolean;
  browser: string | null;
  system: string | null;
};

/**
 * Starts a session, settles its flow and writes the person's log in one statement: all or nothing.
 * Rows of this person that are past their time go in passing. The proof of a fresh authentication
 * counts for the person whose live session asked for it, and nobody else (WD-1). Safe to repeat.
 *
 * @throws UserGone
 * @throws DatabaseUnavailable
 */
export async function saveSession(session: NewSession): Promise<void> {
  const { sessionId, userId, flowId, replacedSessionId, browser, system } = session;
  const isReauthentication = session.isReauthentication ?? false;
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
      ), started AS (
        INSERT INTO "Session"
          ("id", "userId", "flowId", "expiresAt", "browser", "system", "reauthenticatedAt")
        VALUES (${sessionId}, ${userId}::uuid, ${flowId},
                now() + ${ABSOLUTE_SECONDS} * interval '1 second', ${browser}, ${system},
                CASE WHEN ${isReauthentication} AND EXISTS (
                  SELECT FROM "Session"
                  WHERE "id" = ${replacedSessionId} AND "userId" = ${userId}::uuid
                    AND "expiresAt" > now()
                    AND "lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second')
                THEN now() END)
        ON CONFLICT ("id") DO NOTHING
        RETURNING "userId", "browser", "system"
      )
      INSERT INTO "Activity" ("userId", "kind", "browser", "system")
      SELECT "userId", ${"signed_in" satisfies ActivityKind}, "browser", "system" FROM started`,
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
        AND u."blockedAt" IS NULL
        AND s."expiresAt" > now()
        AND s."lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second'`,
  );
  return found ?? null;
}

/** How one session of one's own ends, in the words of the person's log. */
export type SignOutKind = Extract<ActivityKind, "signed_out" | "signed_out_device">;

type OwnSession = { userId: string; sessionId: string };

/** Ends one session of this person. @returns whether there was one; safe to repeat */
export async function endSession(
  { userId, sessionId }: OwnSession,
  kind: SignOutKind,
): Promise<boolean> {
  const ended = await query(
    (db) => db.$executeRaw`
      WITH ended AS (
        DELETE FROM "Session" WHERE "id" = ${sessionId} AND "userId" = ${userId}::uuid
        RETURNING "userId", "browser", "system"
      )
      INSERT INTO "Activity" ("userId", "kind", "browser", "system")
      SELECT "userId", ${kind}, "browser", "system" FROM ended`,
  );
  return ended > 0;
}

/**
 * Ends every session of this person, this browser's and every app's included: all or none.
 *
 * @param kind who ended them, in the words of the person's log
 */
export async function endAllSessions(
  userId: string,
  kind: Extract<ActivityKind, "signed_out_everywhere" | "sessions_ended_by_kakao">,
): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      WITH apps AS (DELETE FROM "NativeSession" WHERE "userId" = ${userId}::uuid RETURNING "id"),
        browsers AS (DELETE FROM "Session" WHERE "userId" = ${userId}::uuid RETURNING "id")
      INSERT INTO "Activity" ("userId", "kind")
      SELECT "id", ${kind} FROM "User" WHERE "id" = ${userId}::uuid
        AND (EXISTS (SELECT FROM apps) OR EXISTS (SELECT FROM browsers))`,
  );
}
