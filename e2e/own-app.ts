// One more instance of the app for a test that breaks something around it: the production build,
// as `npm start` runs it, with the first instance's environment and this test's changes.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "#scripts/processes/ports";
import { databaseUrl } from "./addresses";
import { requireLogFolder } from "./server-log";
import { send } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));
const BOOT_TIMEOUT_MS = 30_000;
/** All that lib/env.ts reads; a server of its own gets none of them by accident. */
const SETTINGS = /^(APP_ENV|AUTH_|KAKAO_|DATABASE_|PREVIEW_|TRUSTED_|CRON_|OTEL_|VERCEL)/;

/** `undefined` takes a variable away. */
export type Changes = Record<string, string | undefined>;

export type OwnApp = {
  url: string;
  process: ChildProcess;
  /** All it has written so far. */
  output: () => string;
  stop: () => Promise<void>;
};

export function firstInstanceEnvironment(): Record<string, string> {
  return JSON.parse(process.env.E2E_APP_ENVIRONMENT ?? "{}");
}

/** The same machine, nothing of the app's set. */
export function bareEnvironment(): Record<string, string> {
  const all = Object.entries(firstInstanceEnvironment());
  return Object.fromEntries(all.filter(([name]) => !SETTINGS.test(name)));
}

/** As AUTH_SECRET wants it. */
export const newSecret = () => randomBytes(32).toString("base64");

/** The address of the site in `productionEnvironment`: nothing there answers. */
export const productionOrigin = "https://humblebug.kr";

/** A complete one, with secrets and Kakao keys of nobody's. */
export function productionEnvironment(): Record<string, string> {
  return {
    ...bareEnvironment(),
    APP_ENV: "production",
    AUTH_URL: productionOrigin,
    AUTH_SECRET: newSecret(),
    DATABASE_URL: databaseUrl(),
    AUTH_KAKAO_ID: randomBytes(16).toString("hex"),
    AUTH_KAKAO_SECRET: randomBytes(16).toString("hex"),
  };
}

/** Starts it and does not wait. */
export async function launchApp(environment: Changes): Promise<OwnApp> {
  const port = await findFreePort();
  const script = ["--import", "./scripts/stop-with-parent.mjs", "node_modules/next/dist/bin/next"];
  const child = spawn(process.execPath, [...script, "start", "-H", "localhost", "-p", `${port}`], {
    cwd: root,
    env: environment as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Beside the other instances' logs, but not called like them: here tests provoke what they like.
  const log = path.join(requireLogFolder(), `own-${port}.log`);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      output += chunk;
      appendFileSync(log, chunk);
    });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { url: `http://localhost:${port}`, process: child, output: () => output, stop };
}

/** Asks it to end, as a deployment does. */
export async function terminate({ process: child }: OwnApp) {
  const startedAt = Date.now();
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const [code, signal] = await exited;
  return { code, signal, tookMs: Date.now() - startedAt };
}

/** Starts it and waits until it answers. */
export async function startApp(environment: Changes): Promise<OwnApp> {
  const app = await launchApp(environment);
  for (const deadline = Date.now() + BOOT_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    if (app.process.exitCode !== null) break;
    const answer = await send(`${app.url}/api/health/live`).catch(() => null);
    if (answer?.status === 200) return app;
  }
  await app.stop();
  throw new Error(`the app did not start:\n${app.output()}`);
}
