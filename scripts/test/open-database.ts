// A second pair of eyes on the database of an integration test: plain SQL, past all code of ours.
// Called by integration tests.
import { Pool, type PoolClient, type QueryResultRow } from "pg";

export type OpenDatabase = {
  rows: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** A connection of its own, for one that holds something; to be released. */
  connect: () => Promise<PoolClient>;
  close: () => Promise<void>;
};

export function openDatabase(): OpenDatabase {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
  // The database is dropped under it at the end of the file.
  pool.on("error", () => {});
  return {
    rows: async (sql, values) => (await pool.query(sql, values)).rows,
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}
