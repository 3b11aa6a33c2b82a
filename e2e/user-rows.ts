// Whom the app has taken in, read from its database: that a refused sign-in leaves nobody behind
// cannot be seen on any page. Read-only; the contract names this table for outside checks.
import { Pool } from "pg";
import { databaseUrl } from "./addresses";

let pool: Pool | null = null;

function openPool(): Pool {
  const opened = new Pool({ connectionString: databaseUrl(), max: 1, allowExitOnIdle: true });
  // The database ends with the run, before this process does.
  opened.on("error", () => {});
  return opened;
}

async function count(condition: string, values: string[]): Promise<number> {
  pool ??= openPool();
  const sql = `SELECT count(*)::int AS "users" FROM "User" WHERE ${condition}`;
  return (await pool.query(sql, values)).rows[0].users;
}

/** Digit for digit: a rounded id is somebody else. */
export function countUsersOf(...kakaoIds: string[]): Promise<number> {
  const places = kakaoIds.map((_, at) => `$${at + 1}`).join(", ");
  return count(`"kakaoId" IN (${places})`, kakaoIds);
}

/** `undefined`, `null`, `0` and whatever else is no id of Kakao's (TV-14). */
export function countUsersWithoutId(): Promise<number> {
  return count(`"kakaoId" !~ '^[1-9][0-9]{0,18}$'`, []);
}
