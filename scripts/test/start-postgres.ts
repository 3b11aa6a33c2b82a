// Starts the PostgreSQL of a test run and makes databases in it. Called by the vitest setup and by
// the end-to-end setup.
import path from "node:path";
import { Client } from "pg";
import { applyMigrations } from "#prisma/apply-migrations";
import { startChild } from "../processes/child";

const START_TIMEOUT_MS = 60_000;

export type Postgres = {
  /** The address of the maintenance database. */
  url: string;
  stop: () => Promise<void>;
};

/** The same server, another database. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

/** Runs one statement that cannot be in a transaction, such as CREATE DATABASE. */
export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database with all migrations applied; answers its address. */
export async function createMigratedDatabase(
  postgres: Pick<Postgres, "url">,
  input: { root: string; name: string },
): Promise<string> {
  await runStatement(postgres.url, `CREATE DATABASE "${input.name}"`);
  const connectionString = addressOf(postgres.url, input.name);
  await applyMigrations({
    connectionString,
    folder: path.join(input.root, "prisma", "migrations"),
  });
  return connectionString;
}

/**
 * Starts a server that ends, and leaves no file, when this process ends in whatever way. A second
 * try, for another program may take the free port that was found.
 */
export async function startPostgres(root: string): Promise<Postgres> {
  try {
    return await tryStart(root);
  } catch {
    return tryStart(root);
  }
}

async function tryStart(root: string): Promise<Postgres> {
  let listening: (url: string) => void = () => undefined;
  const address = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const server = startChild({
    name: "postgres",
    args: ["--import=tsx", "scripts/test/postgres.ts"],
    root,
    env: process.env,
    onLine: (line) => {
      if (line.startsWith("listening ")) listening(line.slice("listening ".length));
    },
  });
  const failed = server.exited.then(() => null);
  const late = new Promise<null>((resolve) => setTimeout(resolve, START_TIMEOUT_MS, null).unref());
  const url = await Promise.race([address, failed, late]);
  if (url) return { url, stop: server.stop };
  await server.stop();
  throw new Error(`The test PostgreSQL did not start.\n${server.lines.join("\n")}`);
}
