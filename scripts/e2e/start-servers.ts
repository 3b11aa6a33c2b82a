// Everything the end-to-end tests talk to: PostgreSQL, the Kakao emulator, and the production build
// twice (two instances, one database). Playwright calls it once (globalSetup) and then its answer.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { watchInvariants } from "#e2e/invariants";
import { firstInstanceEnvironment } from "#e2e/own-app";
import { findUnexpectedErrors } from "#e2e/server-log";
import type { Child } from "../processes/child";
import { findFreePort } from "../processes/ports";
import { createMigratedDatabase, startPostgres } from "../test/start-postgres";
import { appEnvironment } from "./server-environment";
import {
  buildUnlessThere,
  describeApp,
  describeEmulator,
  readKakaoApp,
  startServer,
} from "./servers";

const root = fileURLToPath(new URL("../..", import.meta.url));
const logFolder = path.join(root, "test-results", "servers");

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
  const running = { children, logFolder };
  await startServer(describeEmulator(kakaoUrl, baseUrl), running);
  await Promise.all([
    startServer(describeApp("app-first", baseUrl, env), running),
    startServer(describeApp("app-second", secondUrl, env), running),
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
  buildUnlessThere();
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
