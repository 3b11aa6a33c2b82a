// `npm run migrate`: applies prisma/migrations to the database of the environment.
import { fileURLToPath } from "node:url";
import { applyMigrations } from "#prisma/apply-migrations";
import { readOwnVariables } from "./dev/dev-environment";

const root = fileURLToPath(new URL("..", import.meta.url));

async function migrate(): Promise<void> {
  const variables = readOwnVariables(root, process.env, [".env.local", ".env"]);
  // A direct address where there is one: the lock does not survive a transaction pooler.
  const connectionString = variables.DATABASE_URL_UNPOOLED ?? variables.DATABASE_URL;
  if (!connectionString) throw new Error("Set DATABASE_URL to the PostgreSQL to be migrated.");
  const { applied } = await applyMigrations({
    connectionString,
    folder: `${root}prisma/migrations`,
  });
  for (const name of applied) process.stdout.write(`✓ ${name}\n`);
  if (applied.length === 0) process.stdout.write("✓ nothing to apply\n");
}

migrate().catch((error) => {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  process.stderr.write(`✗ ${reason}\n`);
  process.exitCode = 1;
});
