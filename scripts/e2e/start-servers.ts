// Everything the end-to-end tests talk to: PostgreSQL, the Kakao emulator, and the production build
// twice (two instances, one database). Playwright calls it once (globalSetup) and then its answer.
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { watchInvariants } from "#e2e/invariants";
import { firstInstanceEnvironment } from "#e2e/own-app";
import { findUnexpectedErrors } from "#e2e/server-log";
import type { KakaoApp, Variables } from "../dev/dev-environment";
import { type Child, startChild, waitUntil } from "../processes/child";
import { findFreePort } from "../processes/ports";
import { createMigratedDatabase, startPostgres } from "../test/start-postgres";
import { appEnvironment, cleanEnvironment } from "./server-environment";

const root = fileURLToPath(new URL("../..", import.meta.url));
const logFolder = path.join(root, "test-results", "servers");
const START_TIMEOUT_MS = 60_000;

type Server = { name: string; args: string[]; env: Variables; healthUrl: string };

function build(): void {
  if (process.env.E2E_SKIP_BUILD === "1") return;
  const result = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    stdio: "inherit",
    env: cleanEnvironment(process.env) as NodeJS.ProcessEnv,
  });
  if (result.status !== 0) throw new Error("The production build failed; its words are above.");
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

async function startServer(server: Server, children: Child[]): Promise<void> {
  const log = createWriteStream(path.join(logFolder, `${server.name}.log`));
  const onLine = (line: string) => log.write(`${line}\n`);
  const child = startChild({ ...server, root, onLine });
  children.push(child);
  if (await waitUntil(child, () => isAnswered(server.healthUrl), START_TIMEOUT_MS)) return;
  throw new Error(`${server.name} did not start.\n${child.lines.join("\n")}`);
}

async function readKakaoApp(): Promise<KakaoApp> {
  const file = path.join(root, "e2e", "kakao-emulator", "defaults.ts");
  return (await import(pathToFileURL(file).href)).defaultApp;
}

function describeEmulator(kakaoUrl: string, redirectUri: string): Server {
  const port = new URL(kakaoUrl).port;
  const script = ["--import=tsx", "e2e/kakao-emulator/cli.ts"];
  return {
    name: "kakao",
    args: [...script, "--port", port, "--redirect-uri", redirectUri],
    env: cleanEnvironment(process.env),
    healthUrl: `${kakaoUrl}/_emulator/api/health`,
  };
}

function describeApp(name: string, url: string, env: Variables): Server {
  const next = "node_modules/next/dist/bin/next";
  return {
    name,
    args: [next, "start", "-H", "localhost", "-p", new URL(url).port],
    env,
    healthUrl: `${url}/api/health/live`,
  };
}

async function chooseAddresses() {
  return {
    // Two sites are two host names: cookies do not tell ports apart.
    baseUrl: `http://localhost:${await findFreePort()}`,
    secondUrl: `http://localhost:${await findFreePort()}`,
    kakaoUrl: `http://127.0.0.1:${await findFreePort()}`,
  };
}

async function startAll(children: Child[], databaseUrl: string): Promise<void> {
  const { baseUrl, secondUrl, kakaoUrl } = await chooseAddresses();
  const kakaoApp = await readKakaoApp();
  const env = appEnvironment({ shell: process.env, baseUrl, kakaoUrl, databaseUrl, kakaoApp });
  await startServer(describeEmulator(kakaoUrl, `${baseUrl}/api/auth/callback/kakao`), children);
  await Promise.all([
    startServer(describeApp("app-first", baseUrl, env), children),
    startServer(describeApp("app-second", secondUrl, env), children),
  ]);
  Object.assign(process.env, {
    E2E_BASE_URL: baseUrl,
    E2E_SECOND_URL: secondUrl,
    E2E_KAKAO_URL: kakaoUrl,
    E2E_DATABASE_URL: databaseUrl,
    E2E_LOG_DIR: logFolder,
    // For the few tests that start an instance of their own.
    E2E_APP_ENVIRONMENT: JSON.stringify(env),
  });
}

/** With a fresh eye over everything that is still known of the whole run. */
async function findViolations(databaseUrl: string): Promise<string[]> {
  const kakaoUrl = process.env.E2E_KAKAO_URL ?? "";
  const environment = firstInstanceEnvironment();
  const invariants = watchInvariants({ databaseUrl, kakaoUrl, logFolder, environment });
  try {
    return await invariants.check();
  } finally {
    await invariants.close();
  }
}

/** @throws Error naming what no test of the run has failed for */
function requireNone(problems: string[], what: string): void {
  if (problems.length > 0) throw new Error(`${what}:\n${problems.join("\n")}`);
}

/**
 * Starts all of it and answers how to stop it. A server error that no test expected, or a broken
 * invariant, fails the run.
 */
export default async function startServers(): Promise<() => Promise<void>> {
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true });
  build();
  const children: Child[] = [];
  const postgres = await startPostgres(root);
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    await postgres.stop();
  };
  let databaseUrl = "";
  try {
    databaseUrl = await createMigratedDatabase(postgres, { root, name: "e2e" });
    await startAll(children, databaseUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return async () => {
    const violations = await findViolations(databaseUrl).finally(stop);
    requireNone(violations, "Invariants are broken");
    requireNone(findUnexpectedErrors(logFolder), "The servers logged errors that no test expected");
  };
}
