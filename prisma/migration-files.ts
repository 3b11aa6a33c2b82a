// Reads prisma/migrations from disk. Called by apply-migrations.ts.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { MigrationError } from "./migration-error";

export type Migration = {
  /** The folder's name, which also gives the order. */
  name: string;
  sql: string;
  /** Hex SHA-256 of the file's bytes, as Prisma computes it. */
  checksum: string;
};

async function readMigration(folder: string, name: string): Promise<Migration> {
  try {
    const bytes = await readFile(path.join(folder, name, "migration.sql"));
    const checksum = createHash("sha256").update(bytes).digest("hex");
    return { name, sql: bytes.toString("utf8"), checksum };
  } catch (error) {
    throw new MigrationError("NO_FILES", `Migration ${name} has no readable migration.sql.`, error);
  }
}

/** All migrations of the folder, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw new MigrationError("NO_FILES", `There is no folder of migrations at ${folder}.`, error);
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

/**
 * False for a file that PostgreSQL refuses inside a transaction. Such a file must hold that one
 * statement and nothing else: several statements sent together are a transaction too.
 */
export function isTransactional(sql: string): boolean {
  const statements = sql.replace(/--.*$/gm, "").replace(/\/\*[\s\S]*?\*\//g, "");
  return !/\bINDEX\s+CONCURRENTLY\b|^\s*VACUUM\b/i.test(statements);
}
