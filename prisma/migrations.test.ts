// While a deployment is under way, old and new code run on one schema, and going back must work
// without touching it (MI-3, P7). So a migration only widens; what narrows waits for a later
// release, and is named here with the release from which nothing uses the old shape.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readMigrations } from "./migration-files";

/** Migration → the release whose code was the last to need what it takes away. */
const narrowing: Record<string, string> = {};

const folder = fileURLToPath(new URL("migrations", import.meta.url));
const migrations = await readMigrations(folder);

function splitStatements(sql: string): string[] {
  const statements = sql.replace(/--.*$/gm, "").split(";");
  return statements.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** @returns the statements that older code could stumble over */
function findNarrowing(sql: string): string[] {
  const statements = splitStatements(sql);
  const created = statements.map((text) => /^CREATE TABLE ("\w+")/.exec(text)?.[1]);
  const isNew = (table: string | undefined) => table !== undefined && created.includes(table);
  return statements.filter((text) => {
    if (/^CREATE TABLE "/.test(text) || /^CREATE INDEX /.test(text)) return false;
    if (isNew(/^CREATE UNIQUE INDEX .+? ON ("\w+")/.exec(text)?.[1])) return false;
    const [, table, change = ""] = /^ALTER TABLE ("\w+") (.+)$/.exec(text) ?? [];
    if (isNew(table)) return false;
    // Old code inserts rows without it.
    const isOptional = !/NOT NULL/.test(change) || /DEFAULT/.test(change);
    return !(/^ADD COLUMN "\w+" [^,]+$/.test(change) && isOptional);
  });
}

test.each(migrations.map(({ name, sql }) => [name, sql]))(
  "%s takes nothing away from code that is still running (MI-3, P7)",
  (name, sql) => {
    if (!(name in narrowing)) expect(findNarrowing(sql)).toEqual([]);
  },
);

test("every exception is a migration of ours", () => {
  expect(migrations.length).toBeGreaterThan(1);
  for (const name of Object.keys(narrowing))
    expect(migrations.map((migration) => path.basename(migration.name))).toContain(name);
});

test.each([
  'DROP TABLE "Session"',
  'ALTER TABLE "User" DROP COLUMN "image"',
  'ALTER TABLE "User" RENAME COLUMN "image" TO "picture"',
  'ALTER TABLE "User" RENAME TO "Person"',
  'ALTER TABLE "User" ALTER COLUMN "nickname" SET NOT NULL',
  'ALTER TABLE "User" ALTER COLUMN "nickname" TYPE VARCHAR(20)',
  'ALTER TABLE "User" ADD COLUMN "birthday" DATE NOT NULL',
  'ALTER TABLE "User" ADD COLUMN "a" TEXT, DROP COLUMN "image"',
  'ALTER TABLE "User" ADD CONSTRAINT "short" CHECK (length("nickname") < 20)',
  'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
  'DROP INDEX "Session_userId_idx"',
  'UPDATE "User" SET "email" = NULL',
])("%s would (MI-3, P7)", (statement) => {
  expect(findNarrowing(`${statement};`)).toEqual([statement]);
});

test.each([
  'CREATE TABLE "Log" ("id" UUID NOT NULL); CREATE UNIQUE INDEX "Log_id_key" ON "Log"("id")',
  'CREATE TABLE "Log" ("id" UUID NOT NULL); ALTER TABLE "Log" ADD CONSTRAINT "x" CHECK (true)',
  'ALTER TABLE "User" ADD COLUMN "birthday" DATE',
  `ALTER TABLE "User" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'active'`,
  'CREATE INDEX "User_email_idx" ON "User"("email")',
])("%s would not (MI-3, P7)", (sql) => {
  expect(findNarrowing(sql)).toEqual([]);
});
