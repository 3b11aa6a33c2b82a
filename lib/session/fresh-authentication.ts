// Whether somebody has proved themselves to Kakao a moment ago, for what an unlocked phone alone
// must not be able to do (WD-1). Called where an account is left.
import "server-only";
import { query } from "../db";
import { IDLE_SECONDS } from "./lifetimes";
import type { FormSession } from "./sign-out";

const FRESH_SECONDS = 5 * 60;

/**
 * Judged by the database's clock, which has also written down when it was.
 *
 * @throws DatabaseUnavailable
 */
export async function isFreshlyAuthenticated(session: FormSession): Promise<boolean> {
  const { userId, sessionId } = session;
  const found = await query(
    (db) => db.$queryRaw<unknown[]>`
      SELECT 1 FROM "Session"
      WHERE "id" = ${sessionId} AND "userId" = ${userId}::uuid
        AND "reauthenticatedAt" > now() - ${FRESH_SECONDS} * interval '1 second'
        AND "expiresAt" > now()
        AND "lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second'`,
  );
  return found.length > 0;
}
