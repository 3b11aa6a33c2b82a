// The three processes behind `npm run dev`: embedded database, emulator, app. Each starter returns
// when its process answers, or throws a DevProblem. Called by run-dev.ts.
import { stripVTControlCharacters } from "node:util";
import { type Child, startChild, waitUntil } from "../processes/child";
import type { Variables } from "./dev-environment";
import { DevProblem } from "./dev-problem";
import { printLine } from "./progress";

export const DATABASE_NAME = "embedded database";
const DATABASE_TIMEOUT_MS = 90_000;
const EMULATOR_TIMEOUT_MS = 30_000;
const APP_TIMEOUT_MS = 120_000;
/** What next dev says of itself; our own lines have said it. */
const BANNER =
  /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)\b|✓ (Starting|Ready|Running next\.config)|○ Compiling|$)|^ GET \/ 200/;

/** Called with each child at once, so that a stop reaches it while it is still starting. */
export type Register = (child: Child) => void;

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

export async function startDatabase(
  input: { root: string; folder: string; shownAs: string; port: number },
  register: Register,
): Promise<string> {
  let isListening = false;
  const child = startChild({
    name: DATABASE_NAME,
    args: ["--import=tsx", "scripts/dev/embedded-database.ts", input.folder, String(input.port)],
    root: input.root,
    env: process.env,
    onLine: (line) => {
      if (line === "listening") isListening = true;
    },
  });
  register(child);
  if (!(await waitUntil(child, async () => isListening, DATABASE_TIMEOUT_MS))) {
    throw new DevProblem(
      `The database in ${input.shownAs} cannot be opened, it is probably damaged: delete that folder to start with an empty one, or set DATABASE_URL to another PostgreSQL.`,
    );
  }
  return `postgresql://postgres:postgres@127.0.0.1:${input.port}/postgres`;
}

export async function startEmulator(
  input: { root: string; port: number; redirectUri: string; logoutRedirectUri: string },
  register: Register,
): Promise<string> {
  const child = startChild({
    name: "Kakao emulator",
    args: [
      "--import=tsx",
      "e2e/kakao-emulator/cli.ts",
      "--port",
      String(input.port),
      "--redirect-uri",
      input.redirectUri,
      "--logout-redirect-uri",
      input.logoutRedirectUri,
    ],
    root: input.root,
    env: process.env,
  });
  register(child);
  const url = `http://127.0.0.1:${input.port}`;
  const isReady = () => isHealthy(`${url}/_emulator/api/health`);
  if (await waitUntil(child, isReady, EMULATOR_TIMEOUT_MS)) return url;
  throw new DevProblem(`${child.lines.join("\n")}\nThe Kakao emulator did not start.`.trim());
}

/** Any answer will do: a page that shows an error is for the person to see. */
async function hasAnswered(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(origin, { redirect: "manual", signal: AbortSignal.timeout(60_000) });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts next dev and, once `others` are there, asks for the first page, so that the address opens
 * at once.
 */
export async function startApp(
  input: { root: string; port: number; env: Variables; others: Promise<unknown> },
  register: Register,
): Promise<void> {
  const held: string[] = [];
  let isOpen = false;
  const child = startChild({
    name: "app",
    args: ["node_modules/next/dist/bin/next", "dev", "-H", "localhost", "-p", String(input.port)],
    root: input.root,
    env: { ...input.env, FORCE_COLOR: process.stdout.isTTY ? "1" : undefined },
    onLine: (line) => {
      if (isOpen) printLine(line);
      else if (!BANNER.test(stripVTControlCharacters(line))) held.push(line);
    },
  });
  register(child);
  await input.others;
  const isReady = () => hasAnswered(`http://localhost:${input.port}/`);
  const hasStarted = await waitUntil(child, isReady, APP_TIMEOUT_MS);
  for (const line of held) printLine(line);
  isOpen = true;
  if (!hasStarted) throw new DevProblem("The app did not start; its own words are above.");
}
