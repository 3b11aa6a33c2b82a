// Applies prisma/migrations without Prisma's native engine, and leaves the same traces: a database
// that `prisma migrate deploy` left is accepted, and one left by this is accepted there.
// Called by `npm run migrate`, `npm run dev` and the tests.
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { MigrationError } from "./migration-error";
import { isTransactional, type Migration, readMigrations } from "./migration-files";
import {
  createHistory,
  type HistoryRow,
  markFailed,
  markFinished,
  markStarted,
  readHistory,
} from "./migration-history";

/** Prisma's own number: its engine and this runner exclude one another. */
const LOCK_ID = 72_707_369;
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 100;

/**
 * Tries for ten seconds to be the only runner. The lock belongs to the connection, so a pooler that
 * shares connections between transactions breaks it: give the runner a direct address.
 */
async function takeLock(client: Client, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [LOCK_ID]);
    if (answer.rows[0]?.taken === true) return;
    if (Date.now() >= deadline) {
      throw new MigrationError(
        "LOCKED",
        `Another migration has been running for ${patienceMs / 1000} seconds: wait for it to end, and make sure the address is a direct one and not a transaction pooler's.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

/** Refuses to build on a history that is broken or that differs from the files. */
function checkHistory(history: HistoryRow[], migrations: Migration[]): void {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const row of history) {
    if (row.isRolledBack) continue;
    if (!row.isFinished) {
      throw new MigrationError(
        "FAILED_BEFORE",
        `Migration ${row.name} failed earlier: repair the database, then set rolled_back_at on its row in _prisma_migrations (or use prisma migrate resolve).`,
      );
    }
    const checksum = checksums.get(row.name);
    if (checksum && checksum !== row.checksum) {
      throw new MigrationError(
        "CHANGED",
        `Migration ${row.name} was changed after it was applied: restore its file and put the change into a new migration.`,
      );
    }
  }
}

async function runFile(client: Client, migration: Migration, id: string): Promise<void> {
  const inTransaction = isTransactional(migration.sql);
  if (inTransaction) await client.query("BEGIN");
  await markStarted(client, id, migration);
  await client.query(migration.sql);
  await markFinished(client, id);
  if (inTransaction) await client.query("COMMIT");
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await runFile(client, migration, id);
  } catch (error) {
    await client.query("ROLLBACK");
    const reason = error instanceof Error ? error.message : String(error);
    await markFailed(client, id, migration, reason);
    throw new MigrationError("FAILED", `Migration ${migration.name} failed: ${reason}`, error);
  }
}

async function applyPending(client: Client, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  await createHistory(client);
  const history = await readHistory(client);
  checkHistory(history, migrations);
  const done = new Set(history.filter((row) => !row.isRolledBack).map((row) => row.name));
  const pending = migrations.filter(({ name }) => !done.has(name));
  for (const migration of pending) await applyOne(client, migration);
  return pending.map(({ name }) => name);
}

/**
 * Brings the database to the newest migration; does nothing where it is there already.
 *
 * @throws MigrationError when the history forbids going on, when a file fails, or when another
 * runner keeps the lock. Connection errors pass as they are.
 */
export async function applyMigrations(options: {
  connectionString: string;
  /** Holds one folder a migration, each with a migration.sql. */
  folder: string;
  lockPatienceMs?: number;
}): Promise<{ applied: string[] }> {
  const client = new Client({ connectionString: options.connectionString });
  // A lost connection also rejects the running query; unheard, this event would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await takeLock(client, options.lockPatienceMs ?? LOCK_PATIENCE_MS);
    return { applied: await applyPending(client, options.folder) };
  } finally {
    // Ending the connection gives the lock back; the embedded database has only one backend for
    // all connections, so there it must be given back by hand.
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK_ID]).catch(() => undefined);
    await client.end();
  }
}
