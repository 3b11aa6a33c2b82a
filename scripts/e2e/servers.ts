// The servers that the end-to-end tests and the load scenarios talk to, each a process of its own.
// Called by start-servers.ts and by load/world.ts.
import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { KakaoApp, Variables } from "../dev/dev-environment";
import { type Child, startChild, waitUntil } from "../processes/child";
import { cleanEnvironment } from "./server-environment";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 60_000;

export type Server = { name: string; args: string[]; env: Variables; healthUrl: string };

/** Whatever was started is in `children`, also when it never answered. */
export type Running = { children: Child[]; logFolder: string };

/** `npm test` has a step for it and says so. @throws Error when the build fails */
export function buildUnlessThere(): void {
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

/** Starts it, waits until it answers, and writes what it says to a file of its name. */
export async function startServer(
  server: Server,
  { children, logFolder }: Running,
): Promise<Child> {
  // Started again, it writes on.
  const log = createWriteStream(path.join(logFolder, `${server.name}.log`), { flags: "a" });
  const onLine = (line: string) => log.write(`${line}\n`);
  const child = startChild({ ...server, root, onLine });
  children.push(child);
  if (await waitUntil(child, () => isAnswered(server.healthUrl), START_TIMEOUT_MS)) return child;
  throw new Error(`${server.name} did not start.\n${child.lines.join("\n")}`);
}

export async function readKakaoApp(): Promise<KakaoApp> {
  const file = path.join(root, "e2e", "kakao-emulator", "defaults.ts");
  return (await import(pathToFileURL(file).href)).defaultApp;
}

/** @param baseUrl where the app stands that people come from and go back to */
export function describeEmulator(kakaoUrl: string, baseUrl: string): Server {
  const port = new URL(kakaoUrl).port;
  const script = ["--import=tsx", "e2e/kakao-emulator/cli.ts"];
  return {
    name: "kakao",
    args: [
      ...script,
      ...["--port", port],
      ...["--redirect-uri", `${baseUrl}/api/auth/callback/kakao`],
      ...["--logout-redirect-uri", `${baseUrl}/sign-in`],
    ],
    env: cleanEnvironment(process.env),
    healthUrl: `${kakaoUrl}/_emulator/api/health`,
  };
}

export function describeApp(name: string, url: string, env: Variables): Server {
  const next = "node_modules/next/dist/bin/next";
  return {
    name,
    args: [next, "start", "-H", "localhost", "-p", new URL(url).port],
    env,
    healthUrl: `${url}/api/health/live`,
  };
}
