// Errands that could not be done for a month. Called by retention.ts.
import "server-only";
import { query } from "../db";

/**
 * A Kakao id may not stay for ever because a key is missing. What is about a user of ours goes on:
 * their row has the id anyway, and what Kakao has said of them is not to be forgotten. Of a
 * withdrawal that is let go, the journal's line names no link any more.
 *
 * @returns how many were let go
 * @throws DatabaseUnavailable
 */
export async function letGoOfErrands(seconds: number, limit: number): Promise<number> {
  const [row] = await query(
    (db) => db.$queryRaw<Array<{ count: number }>>`
      WITH gone AS (
        DELETE FROM "Job" WHERE "id" = ANY(ARRAY(
          SELECT j."id" FROM "Job" j
          WHERE j."createdAt" <= now() - ${seconds} * interval '1 second'
            AND j."kakaoId" IS NOT NULL
            AND ("leasedUntil" IS NULL OR "leasedUntil" <= now())
            AND NOT EXISTS (SELECT FROM "User" u WHERE u."kakaoId" = j."kakaoId")
          LIMIT ${limit} FOR UPDATE OF j SKIP LOCKED))
        RETURNING "kind", "details"
      ), noted AS (
        UPDATE "Withdrawal" SET "personHash" = NULL, "connectedAt" = NULL
        WHERE "unlinkedAt" IS NULL
          AND "id" IN (SELECT ("details"->>'formerUser')::uuid FROM gone WHERE "kind" = 'unlink')
      )
      SELECT count(*)::int AS "count" FROM gone`,
  );
  return row?.count ?? 0;
}
