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
  /** Ends every connection and starts again with the same data. Not on Windows. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

type PostgresOptions = {
  /** Such as `log_statement=all`. */
  settings?: string[];
  /** PEM texts; with `ssl=on` among the settings. */
  tls?: { cert: string; key: string };
  /** What the server writes into its log. */
  onLine?: (line: string) => void;
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
export async function startPostgres(
  root: string,
  options: PostgresOptions = {},
): Promise<Postgres> {
  try {
    return await tryStart(root, options);
  } catch {
    return tryStart(root, options);
  }
}

async function tryStart(root: string, options: PostgresOptions): Promise<Postgres> {
  const { settings = [], tls, onLine } = options;
  let listening: (url: string) => void = () => undefined;
  const nextAddress = () =>
    new Promise<string>((resolve) => {
      listening = resolve;
    });
  const address = nextAddress();
  const server = startChild({
    name: "postgres",
    args: ["--import=tsx", "scripts/test/postgres.ts", ...settings],
    root,
    env: { ...process.env, TEST_POSTGRES_TLS: tls && JSON.stringify(tls) },
    onLine: (line) => {
      if (line.startsWith("listening ")) listening(line.slice("listening ".length));
      else onLine?.(line);
    },
  });
  const failed = server.exited.then(() => null);
  const late = new Promise<null>((resolve) => setTimeout(resolve, START_TIMEOUT_MS, null).unref());
  const url = await Promise.race([address, failed, late]);
  const restart = async () => {
    const again = nextAddress();
    process.kill(server.pid, "SIGUSR2");
    await again;
  };
  if (url) return { url, restart, stop: server.stop };
  await server.stop();
  throw new Error(`The test PostgreSQL did not start.\n${server.lines.join("\n")}`);
}
