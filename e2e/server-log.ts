// What the servers under test wrote. Tests search it for leaks and say which errors they provoke;
// the end of the run fails on any other error.
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ALLOWED = "expected-errors.txt";

export function requireLogFolder(): string {
  const folder = process.env.E2E_LOG_DIR;
  if (folder) return folder;
  throw new Error("E2E_LOG_DIR is not set: the tests run through playwright.config.ts.");
}

function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").filter(Boolean);
}

/** Every line that both instances of the app have written so far. */
export function readAppLog(folder = requireLogFolder()): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const logs = names.filter((name) => name.startsWith("app-") && name.endsWith(".log"));
  return logs.flatMap((name) => readLines(path.join(folder, name)));
}

/** For a test that provokes a fault: error lines holding this text do not fail the run. */
export function expectServerError(text: string, folder = requireLogFolder()): void {
  appendFileSync(path.join(folder, ALLOWED), `${text}\n`);
}

/** Our own log is one JSON object a line; Next.js marks what it could not handle with ⨯. */
function isError(line: string): boolean {
  if (!line.startsWith("{")) return /⨯|unhandledRejection|uncaughtException/i.test(line);
  try {
    return ["error", "fatal"].includes(JSON.parse(line).level);
  } catch {
    return false;
  }
}

/** Error lines that no test has announced. */
export function findUnexpectedErrors(folder = requireLogFolder()): string[] {
  const allowed = readLines(path.join(folder, ALLOWED));
  return readAppLog(folder).filter(
    (line) => isError(line) && !allowed.some((text) => line.includes(text)),
  );
}
