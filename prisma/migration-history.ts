// The table in which Prisma keeps what was applied, read and written in Prisma's own way.
// Called by apply-migrations.ts.
import type { Client } from "pg";
import type { Migration } from "./migration-files";

export type HistoryRow = {
  name: string;
  checksum: string;
  isFinished: boolean;
  isRolledBack: boolean;
};

/** The table as Prisma's engine creates it, column for column. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

async function hasHistory(client: Client): Promise<boolean> {
  const answer = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  return answer.rows[0]?.found != null;
}

export async function createHistory(client: Client): Promise<void> {
  // Asked first, because PostgreSQL says aloud that it skips a table which exists.
  if (!(await hasHistory(client))) await client.query(CREATE_TABLE);
}

export async function readHistory(client: Client): Promise<HistoryRow[]> {
  const answer = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished",
            rolled_back_at IS NOT NULL AS "isRolledBack"
       FROM _prisma_migrations ORDER BY started_at`,
  );
  return answer.rows;
}

export async function markStarted(client: Client, id: string, { name, checksum }: Migration) {
  await client.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)",
    [id, checksum, name],
  );
}

export async function markFinished(client: Client, id: string): Promise<void> {
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1",
    [id],
  );
}

/** Leaves the row that stops every later run until a person has looked. */
export async function markFailed(
  client: Client,
  id: string,
  migration: Migration,
  reason: string,
): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET logs = $4, finished_at = NULL, applied_steps_count = 0`,
    [id, migration.checksum, migration.name, reason],
  );
}
