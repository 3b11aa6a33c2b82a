// A row for a table with a value in every column, of whatever kind: what a test of deletion must see
// go. Called by integration tests.
import type { OpenDatabase } from "./open-database";

export type Whose = { userId: string; kakaoId: string; canary: string };

const FAR_AWAY = "2099-01-01T00:00:00Z";

/**
 * By the database's own list of columns: a new one is filled, too. Text holds the canary.
 *
 * @returns the row's id, where it has one
 */
export async function fillRow(
  { rows }: OpenDatabase,
  table: string,
  whose: Whose,
): Promise<string> {
  const columns = await rows<{ name: string; type: string }>(
    `SELECT column_name AS "name", data_type AS "type" FROM information_schema.columns
     WHERE table_name = $1 AND table_schema = current_schema()`,
    [table],
  );
  const values = columns.map(({ name, type }) => fillingOf(table, name, type, whose));
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const places = columns.map((_, at) => `$${at + 1}`).join(", ");
  const [row] = await rows<{ id?: string }>(
    `INSERT INTO "${table}" (${names}) VALUES (${places}) RETURNING *`,
    values,
  );
  return row?.id ?? "";
}

function fillingOf(table: string, column: string, type: string, whose: Whose): unknown {
  if (column === "userId" || (table === "User" && column === "id")) return whose.userId;
  if (column === "kakaoId") return whose.kakaoId;
  if (type === "uuid") return crypto.randomUUID();
  if (type.startsWith("timestamp")) return FAR_AWAY;
  if (type === "jsonb") return JSON.stringify({ canary: `${whose.canary} ${table}.${column}` });
  if (type === "bigint") return Date.parse(FAR_AWAY);
  if (type === "integer") return 1;
  return `${whose.canary} ${table}.${column} ${crypto.randomUUID()}`;
}
