// Migrations against a real PostgreSQL: what is applied, what is refused, and what is left behind.
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { addressOf, runStatement } from "../scripts/test/start-postgres";
import { applyMigrations } from "./apply-migrations";

const postgresUrl = inject("postgresUrl");
let folder = "";
let database = "";
let connectionString = "";
let client: Client;

function writeMigration(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "migration.sql"), sql);
}

async function readRows() {
  const answer = await client.query("SELECT * FROM _prisma_migrations ORDER BY started_at");
  return answer.rows;
}

async function hasTable(name: string): Promise<boolean> {
  const answer = await client.query("SELECT to_regclass($1) AS found", [name]);
  return answer.rows[0].found !== null;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "humblebug-migrations-"));
  database = `migrations_${randomBytes(6).toString("hex")}`;
  await runStatement(postgresUrl, `CREATE DATABASE ${database}`);
  connectionString = addressOf(postgresUrl, database);
  client = new Client({ connectionString });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await runStatement(postgresUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
});

describe("applying", () => {
  test("applies in the order of the names and leaves Prisma's own rows", async () => {
    writeMigration("20260102_second", "ALTER TABLE thing ADD COLUMN colour TEXT;");
    writeMigration("20260101_first", "CREATE TABLE thing (id INT);");
    const { applied } = await applyMigrations({ connectionString, folder });
    expect(applied).toEqual(["20260101_first", "20260102_second"]);
    const [row] = await readRows();
    expect(row).toMatchObject({
      migration_name: "20260101_first",
      checksum: createHash("sha256").update("CREATE TABLE thing (id INT);").digest("hex"),
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
    });
    expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(row.finished_at).toBeInstanceOf(Date);
  });

  test("a second run applies nothing, a new file is applied alone", async () => {
    writeMigration("20260101_first", "CREATE TABLE thing (id INT);");
    await applyMigrations({ connectionString, folder });
    expect(await applyMigrations({ connectionString, folder })).toEqual({ applied: [] });
    writeMigration("20260102_second", "CREATE TABLE other (id INT);");
    expect(await applyMigrations({ connectionString, folder })).toEqual({
      applied: ["20260102_second"],
    });
    expect(await readRows()).toHaveLength(2);
  });

  test("two runners at once apply each file once", async () => {
    writeMigration("20260101_first", "CREATE TABLE thing (id INT); SELECT pg_sleep(0.5);");
    const runs = await Promise.all(
      [1, 2, 3].map(() => applyMigrations({ connectionString, folder })),
    );
    expect(runs.flatMap((run) => run.applied)).toEqual(["20260101_first"]);
    expect(await readRows()).toHaveLength(1);
  });

  test("gives up when another runner keeps the lock", async () => {
    await client.query("SELECT pg_advisory_lock(72707369)");
    const run = applyMigrations({ connectionString, folder, lockPatienceMs: 300 });
    await expect(run).rejects.toMatchObject({ name: "MigrationError", code: "LOCKED" });
  });

  test("the file and its row are one transaction: a crash between them leaves neither", async () => {
    const same = "SELECT xmin = pg_current_xact_id()::xid AS same FROM _prisma_migrations";
    writeMigration("20260101_first", `CREATE TABLE seen AS ${same};`);
    await applyMigrations({ connectionString, folder });
    expect((await client.query("SELECT same FROM seen")).rows).toEqual([{ same: true }]);
  });

  test("a file that PostgreSQL refuses in a transaction runs without one", async () => {
    writeMigration("20260101_first", "CREATE TABLE thing (id INT);");
    writeMigration("20260102_index", "-- why\nCREATE INDEX CONCURRENTLY thing_id ON thing (id);");
    const { applied } = await applyMigrations({ connectionString, folder });
    expect(applied).toHaveLength(2);
    expect(await hasTable("thing_id")).toBe(true);
  });
});

describe("refusing", () => {
  test("a failing file leaves nothing but its row, and every later run refuses", async () => {
    writeMigration("20260101_broken", "CREATE TABLE thing (id INT); SELECT 1/0;");
    writeMigration("20260102_after", "CREATE TABLE after (id INT);");
    const run = applyMigrations({ connectionString, folder });
    await expect(run).rejects.toMatchObject({ code: "FAILED" });
    await expect(run).rejects.toThrow(/20260101_broken.*division by zero/);
    expect(await hasTable("thing")).toBe(false);
    expect(await hasTable("after")).toBe(false);
    expect(await readRows()).toMatchObject([
      {
        migration_name: "20260101_broken",
        finished_at: null,
        applied_steps_count: 0,
        logs: "division by zero",
      },
    ]);
    writeMigration("20260101_broken", "CREATE TABLE thing (id INT);");
    const next = applyMigrations({ connectionString, folder });
    await expect(next).rejects.toMatchObject({ code: "FAILED_BEFORE" });
    expect(await hasTable("thing")).toBe(false);
  });

  test("goes on once the failed row is marked as rolled back", async () => {
    writeMigration("20260101_first", "SELECT 1/0;");
    await expect(applyMigrations({ connectionString, folder })).rejects.toThrow();
    await client.query("UPDATE _prisma_migrations SET rolled_back_at = now()");
    writeMigration("20260101_first", "CREATE TABLE thing (id INT);");
    const { applied } = await applyMigrations({ connectionString, folder });
    expect(applied).toEqual(["20260101_first"]);
  });

  test("a file that fails outside a transaction is recorded too", async () => {
    writeMigration("20260101_index", "CREATE INDEX CONCURRENTLY nothing ON missing (id);");
    await expect(applyMigrations({ connectionString, folder })).rejects.toMatchObject({
      code: "FAILED",
    });
    expect(await readRows()).toMatchObject([{ finished_at: null, applied_steps_count: 0 }]);
  });

  test("an applied file that was changed is refused, and nothing new is applied", async () => {
    writeMigration("20260101_first", "CREATE TABLE thing (id INT);");
    await applyMigrations({ connectionString, folder });
    writeMigration("20260101_first", "CREATE TABLE thing (id BIGINT);");
    writeMigration("20260102_second", "CREATE TABLE other (id INT);");
    const run = applyMigrations({ connectionString, folder });
    await expect(run).rejects.toMatchObject({ code: "CHANGED" });
    expect(await hasTable("other")).toBe(false);
  });

  test("a folder without its file is refused", async () => {
    mkdirSync(path.join(folder, "20260101_empty"));
    await expect(applyMigrations({ connectionString, folder })).rejects.toMatchObject({
      code: "NO_FILES",
    });
  });
});

describe("a database that Prisma migrated", () => {
  const sql = "CREATE TABLE thing (id INT);\n";
  const checksum = createHash("sha256").update(sql).digest("hex");
  /** As prisma migrate deploy leaves it. */
  const left = `CREATE TABLE "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0);
    INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name",
      "applied_steps_count")
    VALUES ('8b7c1f0e-6b0c-4a53-9d55-0d6f1d0f4a11', '${checksum}', now(), '20260101_first', 1)`;

  test("is accepted: its migration is not run again, the next one is", async () => {
    await client.query(sql);
    await client.query(left);
    writeMigration("20260101_first", sql);
    writeMigration("20260102_second", "CREATE TABLE other (id INT);");
    const { applied } = await applyMigrations({ connectionString, folder });
    expect(applied).toEqual(["20260102_second"]);
  });

  test("has the same columns as one that this runner made", async () => {
    const describeTable = `SELECT column_name, data_type, character_maximum_length, is_nullable,
      column_default FROM information_schema.columns
      WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`;
    await applyMigrations({ connectionString, folder });
    const ours = await client.query(describeTable);
    await client.query("DROP TABLE _prisma_migrations");
    await client.query(left);
    const theirs = await client.query(describeTable);
    expect(ours.rows).toEqual(theirs.rows);
  });
});
