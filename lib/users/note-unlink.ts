// What holds from the moment Kakao says that somebody has unlinked: their sessions are over, and
// somebody will ask Kakao whether it is still so. Called by lib/webhooks; account-state.ts uses the
// pieces.
import "server-only";
import { query, type Sql, sql } from "../db";

/**
 * So long a sign-in may be under way of somebody whom we do not know yet: the question to Kakao
 * waits for it, because before it there is nobody to forget.
 */
export const SIGN_IN_UNDER_WAY_SECONDS = 30;

/**
 * One statement: sessions of browsers and apps are over, and the question stands in the table of
 * jobs; or nothing has happened. A hundred of them at once make one job (WH-5).
 *
 * @returns whether we know this person
 * @throws DatabaseUnavailable
 */
export async function noteUnlink(kakaoId: string): Promise<boolean> {
  const [noted] = await query(
    (db) => db.$queryRaw<Array<{ isKnown: boolean }>>`
      WITH person AS (
        SELECT "id" FROM "User" WHERE "kakaoId" = ${kakaoId}
      ), ${endSessionsOf(sql`SELECT "id" FROM person`)},
      asked AS (${askKakaoAbout({ kind: "unlinked", kakaoId, condition: sql`true` })})
      SELECT EXISTS (SELECT FROM person) AS "isKnown"`,
  );
  return noted?.isKnown ?? false;
}

/** Two pieces of a WITH: whoever `users` selects is signed in nowhere any more. */
export function endSessionsOf(users: Sql): Sql {
  return sql`apps AS (
    DELETE FROM "NativeSession" WHERE "userId" IN (${users})
  ), browsers AS (
    DELETE FROM "Session" WHERE "userId" IN (${users})
  )`;
}

type Question = { kind: "unlinked" | "refresh"; kakaoId: string; condition: Sql };

/**
 * A worker that has the job already may have asked Kakao before this moment. It loses its lease,
 * and with the higher number its right to call the job done, so that Kakao is asked once more.
 * Expects `person` in the same WITH.
 */
export function askKakaoAbout({ kind, kakaoId, condition }: Question): Sql {
  return sql`
    INSERT INTO "Job" ("kind", "key", "kakaoId", "dueAt")
    SELECT ${kind}, ${`${kind} ${kakaoId}`}, ${kakaoId},
      CASE WHEN EXISTS (SELECT FROM person) THEN now()
        ELSE now() + ${SIGN_IN_UNDER_WAY_SECONDS} * interval '1 second' END
    WHERE ${condition}
    ON CONFLICT ("key") DO UPDATE SET
      "attempts" = "Job"."attempts" + CASE WHEN "Job"."leasedUntil" > now() THEN 1 ELSE 0 END,
      "leasedUntil" = NULL,
      "dueAt" = CASE WHEN "Job"."leasedUntil" > now() THEN EXCLUDED."dueAt"
        ELSE least("Job"."dueAt", EXCLUDED."dueAt") END`;
}
