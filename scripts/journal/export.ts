// The journal as JSON lines, oldest first. Called by journal.ts.
import type { Client } from "pg";

const AT_ONCE = 10_000;
const PAGE = `SELECT "id", "reason", "withdrawnAt" FROM "Withdrawal"
  WHERE "withdrawnAt" >= $1 AND ("withdrawnAt", "id") > ($2, $3::uuid)
  ORDER BY "withdrawnAt", "id" LIMIT ${AT_ONCE}`;

type Row = { id: string; reason: string; withdrawnAt: Date };
type Options = { since: Date; write: (line: string) => void };

/** The person's hash stays behind: whoever holds the file learns of nobody. */
export async function exportJournal(database: Client, { since, write }: Options): Promise<void> {
  let last = { withdrawnAt: new Date(0), id: "00000000-0000-0000-0000-000000000000" };
  for (;;) {
    const { rows } = await database.query<Row>(PAGE, [since, last.withdrawnAt, last.id]);
    for (const { id, reason, withdrawnAt } of rows)
      write(JSON.stringify({ id, reason, withdrawnAt: withdrawnAt.toISOString() }));
    const newest = rows.at(-1);
    if (newest === undefined || rows.length < AT_ONCE) return;
    last = newest;
  }
}
