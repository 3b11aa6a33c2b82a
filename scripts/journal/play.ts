// Does again, in a restored database, what was done since its backup. Called by journal.ts.
import type { Client } from "pg";
import type { Leaving } from "./lines";

export type Played = { added: number; users: number; sessions: number };

/** Whoever left has no link any more, or was back since: either way no errand is due. */
const ADD = `INSERT INTO "Withdrawal" ("id", "reason", "withdrawnAt", "unlinkedAt")
  SELECT * FROM (
    SELECT DISTINCT ON (id) id, reason, at, at AS unlinked
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS line (id, reason, at)
    ORDER BY id, at) lines
  ON CONFLICT ("id") DO NOTHING`;
/** Everything of theirs refers to the row and goes with it. */
const DELETE_USERS = `DELETE FROM "User" u USING "Withdrawal" w WHERE w."id" = u."id"`;

/**
 * All of it or nothing; a second time changes nothing more. Every session ends: which of them were
 * ended since the backup, the backup does not know (D13).
 */
export async function playJournal(database: Client, lines: Leaving[]): Promise<Played> {
  const ids = lines.map(({ id }) => id);
  const reasons = lines.map(({ reason }) => reason);
  const times = lines.map(({ withdrawnAt }) => withdrawnAt);
  await database.query("BEGIN");
  try {
    const added = await change(database, ADD, [ids, reasons, times]);
    const sessions =
      (await change(database, 'DELETE FROM "Session"')) +
      (await change(database, 'DELETE FROM "NativeSession"'));
    const users = await change(database, DELETE_USERS);
    await database.query("COMMIT");
    return { added, users, sessions };
  } catch (error) {
    await database.query("ROLLBACK");
    throw error;
  }
}

async function change(database: Client, sql: string, values: unknown[] = []): Promise<number> {
  return (await database.query(sql, values)).rowCount ?? 0;
}
