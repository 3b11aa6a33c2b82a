// `npm run dev`, after the packages are there: database, migrations, emulator and app together,
// and the end of all of them together. Called by scripts/dev.mjs.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { applyMigrations } from "#prisma/apply-migrations";
import { MigrationError } from "#prisma/migration-error";
import type { Child } from "../processes/child";
import { findFreePort, isPortFree } from "../processes/ports";
import { lockDataFolder, readOrCreateSecret } from "./data-folder";
import {
  buildAppEnvironment,
  type DevPlan,
  type KakaoApp,
  planDev,
  readOwnVariables,
  type Variables,
} from "./dev-environment";
import { DevProblem } from "./dev-problem";
import { printLine, printProblem, printStep } from "./progress";
import { DATABASE_NAME, type Register, startApp, startDatabase, startEmulator } from "./servers";

type Run = {
  root: string;
  folder: string;
  /** The folder as a person knows it: from where the command was typed. */
  shownAs: string;
  own: Variables;
  plan: DevPlan;
  register: Register;
};

type EmulatorDefaults = { defaultApp: KakaoApp; defaultPort: number };

async function prepareDatabase(run: Run, port: number): Promise<string> {
  const { own, plan } = run;
  const startedAt = Date.now();
  const pglite = { folder: path.join(run.folder, "pglite"), shownAs: `${run.shownAs}/pglite` };
  let url = own.DATABASE_URL ?? "";
  if (plan.database === "embedded") {
    url = await startDatabase({ root: run.root, port, ...pglite }, run.register);
    printStep("database", `embedded PostgreSQL in ${pglite.shownAs}`, startedAt);
  }
  const migratesAt = Date.now();
  const { applied } = await applyMigrations({
    connectionString: (plan.database === "own" && own.DATABASE_URL_UNPOOLED) || url,
    folder: path.join(run.root, "prisma", "migrations"),
  }).catch((error) => {
    if (error instanceof MigrationError) {
      const way = plan.database === "own" ? "" : ` Or delete ${pglite.shownAs} to start empty.`;
      throw new DevProblem(error.message + way);
    }
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new DevProblem(`The database cannot be reached (${reason}): check DATABASE_URL.`);
  });
  const where = plan.database === "own" ? " to the database of DATABASE_URL" : "";
  printStep("migrations", `${applied.length} applied${where}`, migratesAt);
  return url;
}

async function readEmulatorDefaults(root: string): Promise<EmulatorDefaults> {
  const file = path.join(root, "e2e", "kakao-emulator", "defaults.ts");
  return import(pathToFileURL(file).href);
}

/** Whoever answers as Kakao, named in one line; our own emulator is started. */
async function prepareKakao(run: Run, emulatorPort: number): Promise<void> {
  const startedAt = Date.now();
  if (run.plan.kakao === "real") {
    printStep("kakao", "the real Kakao, with the app of AUTH_KAKAO_ID", startedAt);
    printLine(`              its console must list ${run.plan.redirectUri}`);
    return;
  }
  if (run.plan.kakao === "other-emulator") {
    printStep("kakao", `${run.own.KAKAO_AUTH_URL} (not started here)`, startedAt);
    return;
  }
  const { root, plan, register } = run;
  const { redirectUri, logoutRedirectUri } = plan;
  const input = { root, port: emulatorPort, redirectUri, logoutRedirectUri };
  const url = await startEmulator(input, register);
  printStep("kakao", `emulator on ${url}`, startedAt);
  printLine(`              what it was asked, and why it refused: ${url}/_emulator`);
}

async function chooseEmulatorPort(own: Variables, usual: number): Promise<number> {
  const port = Number(own.KAKAO_EMULATOR_PORT) || usual;
  return (await isPortFree(port)) ? port : findFreePort();
}

async function startEverything(run: Run): Promise<void> {
  const { root, plan, own } = run;
  if (!(await isPortFree(plan.port))) {
    throw new DevProblem(
      `Port ${plan.port} is taken by another program: stop that one, or choose another port with PORT=${plan.port + 1} npm run dev.`,
    );
  }
  const defaults = plan.kakao === "real" ? null : await readEmulatorDefaults(root);
  const emulatorPort = defaults ? await chooseEmulatorPort(own, defaults.defaultPort) : 0;
  const databasePort = await findFreePort();
  const env = buildAppEnvironment({
    shell: process.env,
    own,
    plan,
    secret: readOrCreateSecret(run.folder),
    databaseUrl: `postgresql://postgres:postgres@127.0.0.1:${databasePort}/postgres`,
    emulator: defaults && { app: defaults.defaultApp, url: `http://127.0.0.1:${emulatorPort}` },
  });
  const startedAt = Date.now();
  const others = Promise.all([prepareDatabase(run, databasePort), prepareKakao(run, emulatorPort)]);
  await Promise.all([others, startApp({ root, port: plan.port, env, others }, run.register)]);
  printStep("app", "Next.js", startedAt);
  printLine(`\n  Open ${plan.origin}    Ctrl-C stops all of it\n`);
}

function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => resolve());
    }
  });
}

/** npm was killed without a word to us: then nobody would ever press Ctrl-C. */
function waitForOrphanhood(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    if (!process.env.npm_lifecycle_event) return;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve();
    }, 500);
    timer.unref();
  });
}

async function describeEnd(child: Child): Promise<string> {
  const { code, signal } = await child.exited;
  const words = child.name === "app" ? "" : `${child.lines.slice(-10).join("\n")}\n`;
  return `${words}The ${child.name} stopped by itself (${signal ?? `exit code ${code}`}), so everything stops.`;
}

/** All processes of this run; a stop also catches one that is started a moment later. */
class Children {
  private readonly children: Child[] = [];
  private isStopping = false;
  private reportEnd: (child: Child) => void = () => undefined;
  /** The first that ended by itself. */
  readonly ended = new Promise<Child>((resolve) => {
    this.reportEnd = resolve;
  });

  register(child: Child): void {
    this.children.push(child);
    child.exited.then(() => this.reportEnd(child));
    if (this.isStopping) void child.stop();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    // The database last: the app may still be writing.
    const isDatabase = (child: Child) => child.name === DATABASE_NAME;
    await Promise.all(this.children.filter((child) => !isDatabase(child)).map((c) => c.stop()));
    await Promise.all(this.children.filter(isDatabase).map((child) => child.stop()));
  }
}

function openRun(root: string, children: Children): { run: Run; unlock: () => void } {
  const folder = path.resolve(root, process.env.DEV_DATA_DIR ?? ".data");
  const relative = path.relative(root, folder);
  const shownAs = relative.startsWith("..") ? folder : relative;
  const own = readOwnVariables(root, process.env);
  const plan = planDev(own);
  const unlock = lockDataFolder(folder, shownAs);
  const register = (child: Child) => children.register(child);
  return { run: { root, folder, shownAs, own, plan, register }, unlock };
}

/**
 * Runs until Ctrl-C, a signal, or the end of any of the processes; then stops all of them.
 *
 * @returns the exit code
 */
export async function runDev(root: string): Promise<number> {
  const stopped = Promise.race([waitForSignal(), waitForOrphanhood()]).then(() => null);
  const children = new Children();
  let unlock: () => void = () => undefined;
  try {
    const opened = openRun(root, children);
    unlock = opened.unlock;
    const started = startEverything(opened.run).then(() => children.ended);
    const child = await Promise.race([started, stopped]);
    if (child === null) return 0;
    throw new DevProblem(await describeEnd(child));
  } catch (error) {
    if (!(error instanceof DevProblem)) throw error;
    printProblem(error.message);
    return 1;
  } finally {
    await children.stop();
    unlock();
  }
}
