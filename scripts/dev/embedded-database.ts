// The embedded database as a process of its own: PGlite behind PostgreSQL's protocol on loopback.
// Started by run-dev.ts with the data folder and the port; prints one line when it listens.
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

const [folder = "", port = ""] = process.argv.slice(2);
const MAX_CONNECTIONS = 100;

function isDatabase(candidate: string): boolean {
  return existsSync(`${candidate}/PG_VERSION`);
}

/**
 * A new database is made beside its place and moved there whole, so that an interrupted first start
 * never looks like a broken database. Only that half-made copy is ever deleted.
 */
async function createOnce(): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  const scratch = `${folder}.new`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const database = await PGlite.create(scratch);
  await database.close();
  if (existsSync(folder)) rmdirSync(folder);
  renameSync(scratch, folder);
}

async function serve(): Promise<void> {
  await createOnce();
  // PGlite would try to make a new database among whatever lies there.
  if (!isDatabase(folder)) throw new Error("the folder holds something that is no database");
  const database = await PGlite.create(folder);
  await database.query("SELECT count(*) FROM pg_class");
  const server = new PGLiteSocketServer({
    db: database,
    host: "127.0.0.1",
    port: Number(port),
    maxConnections: MAX_CONNECTIONS,
  });
  await server.start();
  const stop = async () => {
    await server.stop();
    await database.close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdout.write("listening\n");
}

serve().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
