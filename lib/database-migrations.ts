// Whether the database has the shape that this build expects. Called by readiness.
import "server-only";
import { query } from "./db";
import { newestMigration } from "./env";

/** @throws DatabaseUnavailable, also when no migration was ever applied */
export async function hasNewestMigration(): Promise<boolean> {
  const rows = await query(
    (db) => db.$queryRaw<unknown[]>`
      SELECT 1 FROM "_prisma_migrations"
      WHERE "migration_name" = ${newestMigration}
        AND "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
  );
  return rows.length > 0;
}
