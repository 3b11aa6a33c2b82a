// Deletes what is past its term, by the one table. Called by lib/jobs.
import "server-only";
import { identifier, query, type Sql, sql } from "../db";
import { letGoOfErrands } from "./let-go";
import { type Kept, kept, type Term } from "./personal-data";

/** Small enough for one statement's time, whatever else is going on. */
const BATCH = 500;

export type Deleted = Record<string, number>;

/**
 * One batch for each term. Two workers take different rows; none waits for the other.
 *
 * @returns how many rows of each kind went, and whether there may be more
 * @throws DatabaseUnavailable
 */
export async function deleteExpired(): Promise<{ deleted: Deleted; isMore: boolean }> {
  const deleted: Deleted = {};
  let isMore = false;
  for (const one of kept)
    for (const term of one.terms) {
      const count = await deleteBatch(one, term);
      deleted[one.name] = (deleted[one.name] ?? 0) + count;
      isMore ||= count >= BATCH;
    }
  return { deleted, isMore };
}

function deleteBatch(one: Kept, term: Term): Promise<number> {
  return one.name === "errands"
    ? letGoOfErrands(term.seconds, BATCH)
    : query((db) => db.$executeRaw(deletionOf(one, term)));
}

/**
 * By one term at a time and in its own order, so that its index says where the old rows are, however
 * many new ones there are. Chosen and locked before the first is touched: hence the array.
 */
export function deletionOf({ table, clears }: Kept, term: Term): Sql {
  const name = identifier(table);
  // Columns are emptied together, so the first one tells of all.
  const filled = clears ? [sql`${identifier(clears[0])} IS NOT NULL`] : [];
  const over = term.columns.map((column) => isOver(table, column, term.seconds));
  const rows = sql`ARRAY(SELECT ctid FROM ${name}
    WHERE ${joined([...over, ...filled], sql` AND `)}
    ORDER BY ${identifier(term.columns[0])} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  const emptied = clears?.map((column) => sql`${identifier(column)} = NULL`);
  return emptied
    ? sql`UPDATE ${name} SET ${joined(emptied, sql`, `)} WHERE ctid = ANY(${rows})`
    : sql`DELETE FROM ${name} WHERE ctid = ANY(${rows})`;
}

function joined(parts: readonly Sql[], between: Sql): Sql {
  const [first = sql``, ...others] = parts;
  return others.reduce((all, one) => sql`${all}${between}${one}`, first);
}

/** The limiter's library counts its time in milliseconds since 1970. */
function isOver(table: string, column: string, seconds: number): Sql {
  const at = identifier(column);
  return table === "RateLimit"
    ? sql`${at} <= (extract(epoch FROM now()) - ${seconds}) * 1000`
    : sql`${at} <= now() - ${seconds} * interval '1 second'`;
}
