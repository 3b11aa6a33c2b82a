// What the load is put on: PostgreSQL, the Kakao emulator and two instances of the production build,
// each a process of its own, and this process makes the load. Called by run.ts.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Pool, type QueryResultRow } from "pg";
import { type Invariants, watchInvariants } from "#e2e/invariants";
import { KakaoEmulatorClient } from "#e2e/kakao-emulator/client";
import { send } from "#e2e/visitor";
import { appEnvironment } from "#scripts/e2e/server-environment";
import {
  describeApp,
  describeEmulator,
  readKakaoApp,
  type Server,
  startServer,
} from "#scripts/e2e/servers";
import type { Child } from "#scripts/processes/child";
import { findFreePort } from "#scripts/processes/ports";
import { createMigratedDatabase, startPostgres } from "#scripts/test/start-postgres";

const root = fileURLToPath(new URL("..", import.meta.url));
const logFolder = path.join(root, "test-results", "load");
/** How long Kakao takes for each answer, unless a scenario says otherwise. */
const KAKAO_DELAY_MS = 50;
const READY_WITHIN_MS = 30_000;
const ANSWERED_BY_KAKAO = ["token", "user_me", "access_token_info", "unlink"] as const;

type Settings = Record<string, string | undefined>;
export type InstanceName = "app-first" | "app-second";

export type World = {
  first: string;
  second: string;
  kakaoUrl: string;
  kakao: KakaoEmulatorClient;
  databaseUrl: string;
  invariants: Invariants;
  sql: <Row extends QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** The instances' process ids, for what they use of the machine. */
  pids: () => number[];
  /** What is in the instances' environment now. */
  setting: (name: string) => string;
  /** Asks the instance to end and starts it again, with these settings from then on. */
  restart: (name: InstanceName, changes?: Settings) => Promise<void>;
  /** One more instance, for as long as a scenario needs it. */
  startAnother: (changes: Settings) => Promise<{ url: string; stop: () => Promise<void> }>;
  /** What Kakao does to everybody; without an argument, its usual 50 ms. */
  setKakao: (fault?: { delayMs?: number; status?: number; body?: string }) => Promise<void>;
  stop: () => Promise<void>;
};

type InstanceControls = Pick<World, "restart" | "startAnother" | "pids" | "setting">;

type Instances = {
  environment: Settings;
  addresses: Record<InstanceName, string>;
  running: Map<InstanceName, Child>;
  children: Child[];
};

/** The helpers of the end-to-end tests read where the servers are from here. */
function announce(addresses: Instances["addresses"], kakaoUrl: string, databaseUrl: string): void {
  Object.assign(process.env, {
    E2E_BASE_URL: addresses["app-first"],
    E2E_SECOND_URL: addresses["app-second"],
    E2E_KAKAO_URL: kakaoUrl,
    E2E_DATABASE_URL: databaseUrl,
    E2E_LOG_DIR: logFolder,
  });
}

async function startInstance(instances: Instances, name: InstanceName): Promise<void> {
  const { environment, addresses, running, children } = instances;
  const server: Server = describeApp(name, addresses[name], environment);
  running.set(name, await startServer(server, { children, logFolder }));
  await waitUntilReady(addresses[name]);
}

/** As a deployment does before it goes on to the next instance. */
async function waitUntilReady(at: string): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await sleep(50))
    if ((await send(`${at}/api/health/ready`)).status === 200) return;
  throw new Error(`${at} is not ready`);
}

async function startInstances(databaseUrl: string, children: Child[]) {
  const kakaoApp = await readKakaoApp();
  const kakaoUrl = `http://127.0.0.1:${await findFreePort()}`;
  const addresses = {
    "app-first": `http://localhost:${await findFreePort()}`,
    "app-second": `http://localhost:${await findFreePort()}`,
  };
  const baseUrl = addresses["app-first"];
  await startServer(describeEmulator(kakaoUrl, baseUrl), { children, logFolder });
  const shell = process.env;
  const environment = appEnvironment({ shell, baseUrl, kakaoUrl, databaseUrl, kakaoApp });
  const instances: Instances = { environment, addresses, running: new Map(), children };
  await Promise.all([
    startInstance(instances, "app-first"),
    startInstance(instances, "app-second"),
  ]);
  announce(addresses, kakaoUrl, databaseUrl);
  return { instances, kakaoUrl };
}

function controlKakao(kakao: KakaoEmulatorClient): World["setKakao"] {
  return async (fault = {}) => {
    await kakao.clearFaults();
    for (const endpoint of ANSWERED_BY_KAKAO)
      await kakao.setFault({ endpoint, delayMs: KAKAO_DELAY_MS, ...fault });
  };
}

function controlInstances(instances: Instances): InstanceControls {
  const { running, children } = instances;
  return {
    pids: () => [...running.values()].map(({ pid }) => pid),
    setting: (name) => instances.environment[name] ?? "",
    restart: async (name, changes = {}) => {
      await running.get(name)?.stop();
      Object.assign(instances.environment, changes);
      await startInstance(instances, name);
    },
    startAnother: async (changes) => {
      const url = `http://localhost:${await findFreePort()}`;
      const server = describeApp("app-another", url, { ...instances.environment, ...changes });
      const { stop } = await startServer(server, { children, logFolder });
      return { url, stop };
    },
  };
}

export async function startWorld(): Promise<World> {
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true });
  const children: Child[] = [];
  const postgres = await startPostgres(root);
  const stopServers = async () => {
    await Promise.all(children.map((child) => child.stop()));
    await postgres.stop();
  };
  try {
    const databaseUrl = await createMigratedDatabase(postgres, { root, name: "load" });
    const { instances, kakaoUrl } = await startInstances(databaseUrl, children);
    const { environment, addresses } = instances;
    const kakao = new KakaoEmulatorClient(kakaoUrl);
    const pool = new Pool({ connectionString: databaseUrl, max: 2 });
    pool.on("error", () => {});
    const invariants = watchInvariants({ databaseUrl, kakaoUrl, logFolder, environment });
    const setKakao = controlKakao(kakao);
    await setKakao();
    return {
      ...{ first: addresses["app-first"], second: addresses["app-second"] },
      ...{ kakaoUrl, kakao, databaseUrl, invariants, setKakao },
      ...controlInstances(instances),
      sql: async (text, values) => (await pool.query(text, values)).rows,
      stop: async () => {
        await Promise.all([pool.end(), invariants.close()]);
        await stopServers();
      },
    };
  } catch (error) {
    await stopServers();
    throw error;
  }
}
