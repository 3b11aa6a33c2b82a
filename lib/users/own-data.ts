// All that is kept about one person, for that person. Called by the download on /account.
import "server-only";
import { identifier, query } from "../db";
import { type Kept, type KeptName, kept } from "./personal-data";

type Row = Record<string, unknown>;
export type OwnData = { name: KeptName; rows: Row[] };

/**
 * Every row that belongs to this user, by the one table; what only names or seals something is left
 * out. Rows come as JSON of the database's making: times are ISO 8601.
 *
 * @throws DatabaseUnavailable
 */
export async function readOwnData(userId: string): Promise<OwnData[]> {
  const owned = kept.filter(({ owner }) => owner !== null);
  return Promise.all(owned.map(async (one) => ({ name: one.name, rows: await read(one, userId) })));
}

async function read({ table, columns, hidden, owner }: Kept, userId: string): Promise<Row[]> {
  const isShown = (column: string) => !hidden?.includes(column);
  const rows = await query(
    (db) => db.$queryRaw<Array<{ row: Row }>>`
      SELECT to_jsonb(t) AS "row" FROM ${identifier(table)} t
      WHERE ${identifier(owner ?? "")} = ${userId}::uuid`,
  );
  return rows.map(({ row }) =>
    Object.fromEntries(columns.filter(isShown).map((column) => [column, row[column] ?? null])),
  );
}
