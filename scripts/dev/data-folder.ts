// The folder of everything `npm run dev` keeps (.data): one run at a time, and the secret that
// outlives restarts. Called by run-dev.ts.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { DevProblem } from "./dev-problem";

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function readCommand(pid: number): string | null {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  } catch {
    return null;
  }
}

/** The number is not enough: after a restart of the machine it may belong to anything. */
function isDevRun(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (process.platform === "win32") return true;
  const command = readCommand(pid);
  return command === null ? true : /\bdev\.mjs\b/.test(command);
}

/** Moves a dead run's lock away, unless somebody else has replaced it in the meantime. */
function removeStaleLock(lock: string, stale: string): void {
  const aside = `${lock}.stale-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readText(aside) !== stale) {
    try {
      linkSync(aside, lock);
    } catch {
      // A third run has it now; the next look at the lock tells.
    }
  }
  rmSync(aside, { force: true });
}

/**
 * Takes the folder for this run, or throws a DevProblem that names the run which has it.
 *
 * @returns the function that gives the folder back
 */
export function lockDataFolder(folder: string, shownAs: string): () => void {
  const lock = path.join(folder, "dev.lock");
  const own = path.join(folder, `dev.lock.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(own, String(process.pid));
  } catch {
    throw new DevProblem(`${shownAs} must be a folder that can be written to.`);
  }
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      try {
        // A link appears with its content or not at all: nobody reads half a lock.
        linkSync(own, lock);
        return () => {
          if (readText(lock) === String(process.pid)) unlinkSync(lock);
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = readText(lock);
      if (holder !== null && isDevRun(Number(holder))) {
        throw new DevProblem(
          `npm run dev is already running with ${shownAs} (process ${holder}): use that one, or stop it first.`,
        );
      }
      if (holder !== null) removeStaleLock(lock, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new DevProblem(`${shownAs} cannot be locked: delete dev.lock in it and try again.`);
}

/** The secret of this checkout's sessions: made once, so that a restart signs nobody out. */
export function readOrCreateSecret(folder: string): string {
  const file = path.join(folder, "auth-secret");
  const kept = readText(file)?.trim();
  if (kept && Buffer.from(kept, "base64").length >= 32) return kept;
  const secret = randomBytes(32).toString("base64");
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
