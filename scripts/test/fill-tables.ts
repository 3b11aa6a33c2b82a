// A row for a table with a value in every column, of whatever kind: what a test of deletion must see
// go. Called by integration tests.
import { kept } from "#lib/users/personal-data";
import type { OpenDatabase } from "./open-database";

export type Whose = { userId: string; kakaoId: string; canary: string };

export const HONG: Whose = {
  userId: "00000000-0000-4000-8000-000000000001",
  kakaoId: "3956953872",
  canary: "canary-hong",
};
export const LIM: Whose = {
  userId: "00000000-0000-4000-8000-000000000002",
  kakaoId: "3956953873",
  canary: "canary-lim",
};

/** All that personal-data.ts knows of. */
export const keptTables = [...new Set(kept.map(({ table }) => table))];

export async function emptyTables({ rows }: OpenDatabase): Promise<void> {
  for (const table of keptTables) await rows(`DELETE FROM "${table}"`);
}

const FAR_AWAY = "2099-01-01T00:00:00Z";

/**
 * By the database's own list of columns: a new one is filled, too. Text holds the canary.
 *
 * @returns the row's id, where it has one
 */
async function fillRow({ rows }: OpenDatabase, table: string, whose: Whose): Promise<string> {
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

/** A row in each of these. @returns the id of their browser's session, where it is among them */
export async function fillTables(
  database: OpenDatabase,
  tables: readonly string[],
  whose: Whose,
): Promise<string> {
  let sessionId = "";
  for (const table of tables) {
    const id = await fillRow(database, table, whose);
    if (table === "Session") sessionId = id;
  }
  return sessionId;
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
