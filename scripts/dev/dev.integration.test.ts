// `npm run dev` as a whole: it opens, it says in one sentence why it does not, and whatever way it
// ends, no process of it is left.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { cleanEnvironment } from "../e2e/server-environment";
import { findFreePort, isAnswering } from "../processes/ports";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Git-ignored, and emptied first: a killed run leaves nothing that lasts.
const folder = path.join(root, "test-results", "dev-command");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const port = await findFreePort();
const started: ChildProcess[] = [];

type Run = { child: ChildProcess; output: () => string; exit: Promise<number | null> };

function runDev(settings: { folder?: string; port?: number } = {}): Run {
  const child = spawn(process.execPath, ["scripts/dev.mjs"], {
    cwd: root,
    env: {
      ...cleanEnvironment(process.env),
      DEV_DATA_DIR: settings.folder ?? folder,
      PORT: String(settings.port ?? port),
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, exit };
}

async function waitFor(condition: () => boolean | Promise<boolean>, timeoutMs: number) {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition()) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function startDev(): Promise<Run> {
  const run = runDev();
  await waitFor(() => run.output().includes("Open ") || run.child.exitCode !== null, 110_000);
  expect(run.output()).toContain(`Open http://localhost:${port}`);
  return run;
}

/** Everything that runs with our data folder in its environment; Linux shows that, others do not. */
function findProcesses(): { pid: number; command: string }[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((entry) => {
    try {
      const environment = readFileSync(`/proc/${entry}/environ`, "utf8");
      if (!environment.split("\0").includes(`DEV_DATA_DIR=${folder}`)) return [];
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(entry), command }];
    } catch {
      return [];
    }
  });
}

async function expectNothingLeft(): Promise<void> {
  await waitFor(() => findProcesses().length === 0, 12_000);
  expect(findProcesses()).toEqual([]);
  expect(await isAnswering(port)).toBe(false);
}

function isDevRunningHere(): boolean {
  try {
    process.kill(Number(readFileSync(path.join(root, ".data", "dev.lock"), "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

afterAll(async () => {
  await waitFor(() => findProcesses().length === 0, 12_000);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

// Next.js serves a folder once: a developer's own `npm run dev` is in the way of these.
describe.skipIf(isDevRunningHere())("a run that opens", { timeout: 180_000 }, () => {
  test("serves the app, refuses a second run, and stops with all it started", async () => {
    const run = await startDev();
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
    expect(run.output()).toMatch(/✓ database .* \d+\.\d s/);
    const second = runDev({ port: await findFreePort() });
    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/^✗ npm run dev is already running with .*\n$/);
    run.child.kill("SIGINT");
    expect(await run.exit).toBe(0);
    await expectNothingLeft();
    expect(existsSync(path.join(folder, "dev.lock"))).toBe(false);
  });

  test("the end of one process is the end of all", async () => {
    const run = await startDev();
    const database = findProcesses().find(({ command }) => command.includes("embedded-database"));
    if (!database) return;
    process.kill(database.pid, "SIGKILL");
    expect(await run.exit).toBe(1);
    expect(run.output()).toContain("The embedded database stopped by itself (SIGKILL)");
    await expectNothingLeft();
  });

  test("killed outright it leaves no process, and its lock does not last", async () => {
    const run = await startDev();
    run.child.kill("SIGKILL");
    await run.exit;
    await expectNothingLeft();
    expect(existsSync(path.join(folder, "dev.lock"))).toBe(true);
    const server = await occupyPort();
    const next = runDev({ port: portOf(server) });
    expect(await next.exit).toBe(1);
    server.close();
    expect(next.output()).toContain("is taken by another program");
  });
});

function occupyPort(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

describe("a run that cannot open", () => {
  test("says which port is taken and how to choose another", async () => {
    const server = await occupyPort();
    const taken = portOf(server);
    const run = runDev({ port: taken });
    expect(await run.exit).toBe(1);
    server.close();
    expect(run.output()).toBe(
      `✗ Port ${taken} is taken by another program: stop that one, or choose another port with PORT=${taken + 1} npm run dev.\n`,
    );
  });

  test("names a broken data folder and deletes nothing in it", async () => {
    const broken = mkdtempSync(path.join(folder, "broken-"));
    mkdirSync(path.join(broken, "pglite"));
    writeFileSync(path.join(broken, "pglite", "PG_VERSION"), "18\n");
    const run = runDev({ folder: broken });
    expect(await run.exit).toBe(1);
    const problems = run
      .output()
      .split("\n")
      .filter((line) => line.startsWith("✗"));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(
      `The database in ${path.relative(root, broken)}/pglite cannot be opened`,
    );
    expect(readdirSync(path.join(broken, "pglite"))).toEqual(["PG_VERSION"]);
  });

  test("refuses a port that is none", async () => {
    const run = runDev({ port: 70_000 });
    expect(await run.exit).toBe(1);
    expect(run.output()).toMatch(/^✗ PORT=70000 is not a port/);
  });
});
