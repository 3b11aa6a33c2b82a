// Deletes what is past its term, by the one table. Called by lib/jobs.
import "server-only";
import { identifier, query, type Sql, sql } from "../db";
import { type Kept, kept, type Term } from "./personal-data";

/** Small enough for one statement's time, whatever else is going on. */
const BATCH = 500;

export type Deleted = Record<string, number>;

/**
 * One batch of each kind. Two workers take different rows; none waits for the other.
 *
 * @returns how many rows of each kind went, and whether there may be more
 * @throws DatabaseUnavailable
 */
export async function deleteExpired(): Promise<{ deleted: Deleted; isMore: boolean }> {
  const deleted: Deleted = {};
  for (const one of kept) if (one.terms.length > 0) deleted[one.name] = await deleteBatch(one);
  return { deleted, isMore: Object.values(deleted).some((count) => count >= BATCH) };
}

async function deleteBatch({ table, terms, clears }: Kept): Promise<number> {
  const name = identifier(table);
  const past = joined(
    terms.map((term) => pastTerm(table, term)),
    sql` OR `,
  );
  const filled = (clears ?? []).map((column) => sql`${identifier(column)} IS NOT NULL`);
  const still = clears ? sql`AND (${joined(filled, sql` OR `)})` : sql``;
  const rows = sql`SELECT ctid FROM ${name} WHERE (${past}) ${still}
    LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
  const emptied = (clears ?? []).map((column) => sql`${identifier(column)} = NULL`);
  return query((db) =>
    clears
      ? db.$executeRaw`UPDATE ${name} SET ${joined(emptied, sql`, `)} WHERE ctid = ANY(ARRAY(${rows}))`
      : db.$executeRaw`DELETE FROM ${name} WHERE ctid = ANY(ARRAY(${rows}))`,
  );
}

function joined(parts: readonly Sql[], between: Sql): Sql {
  const [first = sql``, ...others] = parts;
  return others.reduce((all, one) => sql`${all}${between}${one}`, first);
}

/** The limiter's library counts its time in milliseconds since 1970. */
function pastTerm(table: string, { column, seconds }: Term): Sql {
  const at = identifier(column);
  return table === "RateLimit"
    ? sql`${at} <= (extract(epoch FROM now()) - ${seconds}) * 1000`
    : sql`${at} <= now() - ${seconds} * interval '1 second'`;
}
