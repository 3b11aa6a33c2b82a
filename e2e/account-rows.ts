// What of an account no page shows: set as Kakao would have said it, and read. Called by the specs
// of the trips of somebody signed in.
import { Pool } from "pg";
import { databaseUrl } from "./addresses";

let pool: Pool | null = null;

async function rows<Row>(sql: string, values: unknown[]): Promise<Row[]> {
  if (pool === null) {
    pool = new Pool({ connectionString: databaseUrl(), max: 1, allowExitOnIdle: true });
    // The database ends with the run, before this process does.
    pool.on("error", () => {});
  }
  return (await pool.query(sql, values)).rows;
}

/** What Kakao has said about this person's consent items at their last sign-in. */
export async function sayConsents(kakaoId: string, consents: object): Promise<void> {
  const sql = `UPDATE "User" SET "consents" = $2 WHERE "kakaoId" = $1`;
  await rows(sql, [kakaoId, JSON.stringify(consents)]);
}

/** Of every session that this person has, whether it holds a proof of a fresh authentication. */
export async function readProofs(kakaoId: string): Promise<boolean[]> {
  const found = await rows<{ proved: boolean }>(
    `SELECT s."reauthenticatedAt" > now() - interval '5 minutes' IS TRUE AS "proved"
     FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE u."kakaoId" = $1`,
    [kakaoId],
  );
  return found.map(({ proved }) => proved);
}
