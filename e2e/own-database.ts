// A database of a test's own, with all migrations, for tests that break or read one. On the server
// of all other tests unless it says otherwise.
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Client, type QueryResultRow } from "pg";
import { addressOf, createMigratedDatabase, runStatement } from "#scripts/test/start-postgres";
import { databaseUrl } from "./addresses";

const root = fileURLToPath(new URL("..", import.meta.url));

export type OwnDatabase = {
  url: string;
  name: string;
  /** Past the app and past any proxy; one statement or, without values, several. */
  rows: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** Another session, for one that holds something. */
  connect: () => Promise<Client>;
  drop: () => Promise<void>;
};

export async function createOwnDatabase(serverUrl = databaseUrl()): Promise<OwnDatabase> {
  const name = `own_${randomBytes(8).toString("hex")}`;
  await createMigratedDatabase({ url: serverUrl }, { root, name });
  return openOwnDatabase(name, serverUrl);
}

/** One that is there already. */
export async function openOwnDatabase(
  name: string,
  serverUrl = databaseUrl(),
): Promise<OwnDatabase> {
  const url = addressOf(serverUrl, name);
  const connect = async () => {
    const client = new Client({ connectionString: url });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  let own = await connect();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (sql: string, values?: unknown[]) => {
    // A test may have ended every connection, this one too.
    own = await own.query("SELECT 1").then(() => own, connect);
    return (await own.query(sql, values)).rows;
  };
  return {
    url,
    name,
    // One after the other: a connection has one statement at a time.
    rows: (sql, values) => {
      const asked = last.then(() => ask(sql, values));
      last = asked.catch(() => null);
      return asked;
    },
    connect,
    drop: async () => {
      await own.end().catch(() => {});
      const maintenance = addressOf(serverUrl, "postgres");
      await runStatement(maintenance, `DROP DATABASE "${name}" WITH (FORCE)`);
    },
  };
}

/** Every row of every table as PostgreSQL writes it: what somebody who steals a dump reads. */
export async function dumpTables({ rows }: Pick<OwnDatabase, "rows">): Promise<string> {
  const tables = await rows<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const dumped: string[] = [];
  // One after the other: a connection has one statement at a time.
  for (const { name } of tables) {
    const lines = await rows<{ line: string }>(`SELECT to_json(t)::text AS line FROM ${name} t`);
    dumped.push(name, ...lines.map(({ line }) => line));
  }
  return dumped.join("\n");
}
