// The migrations and schema.prisma must describe the same tables: a change of one without the other
// would meet the generated client only in production.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { expect, inject, test } from "vitest";
import { addressOf, createMigratedDatabase, runStatement } from "../scripts/test/start-postgres";
import { readSchemaSql } from "./schema-sql";

const url = inject("postgresUrl");
const root = fileURLToPath(new URL("..", import.meta.url));
const schema = readFileSync(`${root}/prisma/schema.prisma`, "utf8");

const DESCRIPTIONS = {
  columns: `SELECT table_name, column_name, data_type, udt_name, datetime_precision, is_nullable,
      character_maximum_length, column_default
    FROM information_schema.columns WHERE table_schema = 'public'
      AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  indexes: `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
      AND tablename <> '_prisma_migrations' ORDER BY 1, 2`,
  constraints: `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2`,
  types: `SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
    ORDER BY typname, enumsortorder`,
};

async function describeDatabase(connectionString: string) {
  const client = new Client({ connectionString });
  await client.connect();
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(DESCRIPTIONS)) {
    found[name] = (await client.query(query)).rows;
  }
  await client.end();
  return found;
}

async function describeSchema(text: string) {
  const name = `schema_${randomBytes(6).toString("hex")}`;
  const connectionString = addressOf(url, name);
  await runStatement(url, `CREATE DATABASE ${name}`);
  await runStatement(connectionString, await readSchemaSql(text, connectionString));
  return describeDatabase(connectionString);
}

async function describeMigrations() {
  const name = `migrated_${randomBytes(6).toString("hex")}`;
  return describeDatabase(await createMigratedDatabase({ url }, { root, name }));
}

test("the migrations create exactly what schema.prisma says", async () => {
  const migrated = await describeMigrations();
  expect(migrated.columns?.length).toBeGreaterThan(0);
  expect(migrated).toEqual(await describeSchema(schema));
});

test("the comparison notices a column, an index and a rule that differ", async () => {
  const migrated = await describeMigrations();
  const altered = [
    schema.replace(/nickname {5}String\?/, "nickname     String"),
    schema.replace("@@index([userId])", ""),
    schema.replace("onDelete: Cascade", "onDelete: Restrict"),
  ];
  for (const text of altered) {
    expect(text).not.toBe(schema);
    expect(await describeSchema(text)).not.toEqual(migrated);
  }
});
