// `npm run journal`: who has left, kept apart from the database's backups, and played again after
// one of them is restored (docs/withdrawal.md).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { readOwnVariables } from "./dev/dev-environment";
import { exportJournal } from "./journal/export";
import { type Leaving, readLines } from "./journal/lines";
import { playJournal } from "./journal/play";

const usage = `Usage:
  npm run --silent journal -- export [--since 2026-11-25T00:00:00Z] > journal.jsonl
  npm run journal -- play FILE…`;
const root = fileURLToPath(new URL("..", import.meta.url));

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { since: { type: "string" } },
    allowPositionals: true,
  });
  const [command, ...files] = positionals;
  if (command === "export" && files.length === 0) return print(readSince(values.since));
  if (command === "play" && files.length > 0 && values.since === undefined)
    return play(files.flatMap((file) => readLines(readFileSync(file, "utf8"), file)));
  throw new Error(usage);
}

function readSince(since = "1970-01-01T00:00:00Z"): Date {
  const date = new Date(since);
  if (Number.isNaN(date.getTime())) throw new Error("--since is no time, as 2026-11-25T00:00:00Z");
  return date;
}

function print(since: Date): Promise<void> {
  return withDatabase((database) =>
    exportJournal(database, { since, write: (line) => process.stdout.write(`${line}\n`) }),
  );
}

async function play(lines: Leaving[]): Promise<void> {
  const { added, users, sessions } = await withDatabase((database) => playJournal(database, lines));
  const ids = new Set(lines.map(({ id }) => id)).size;
  process.stdout.write(
    `✓ ${ids} people in the files, ${added} of them new to the journal\n` +
      `✓ ${users} users deleted again, ${sessions} sessions ended\n`,
  );
}

async function withDatabase<Value>(work: (database: Client) => Promise<Value>): Promise<Value> {
  const variables = readOwnVariables(root, process.env, [".env.local", ".env"]);
  const connectionString = variables.DATABASE_URL_UNPOOLED ?? variables.DATABASE_URL;
  if (!connectionString) throw new Error("Set DATABASE_URL to the PostgreSQL of the journal.");
  const database = new Client({ connectionString });
  await database.connect();
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}

run().catch((error) => {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  process.stderr.write(`✗ ${reason}\n`);
  process.exitCode = 1;
});
