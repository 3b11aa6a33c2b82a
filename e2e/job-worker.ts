// `npm run jobs -- --watch` as a process of a test's own, which is killed as the kernel kills: no
// last word, no clean-up. Called by jobs.full.spec.ts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Changes } from "./own-app";
import { requireLogFolder } from "./server-log";

const root = fileURLToPath(new URL("..", import.meta.url));

export type JobWorker = {
  startedAt: number;
  /** Infinity while it lives. */
  endedAt: number;
  output: () => string;
  /** kill -9 for npm and all that it has started; answers when nothing of it is left. */
  kill: () => Promise<void>;
};

export function startJobWorker(environment: Changes): JobWorker {
  const child = spawn("npm", ["run", "--silent", "jobs", "--", "--watch"], {
    cwd: root,
    env: environment as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: what npm starts is killed with it.
    detached: true,
  });
  // Both ends of its output are closed: the last process that had them is gone.
  const gone = once(child, "close");
  const log = path.join(requireLogFolder(), `own-jobs-${child.pid}.log`);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
      appendFileSync(log, chunk);
    });
  const worker: JobWorker = {
    startedAt: Date.now(),
    endedAt: Number.POSITIVE_INFINITY,
    output: () => output,
    kill: async () => {
      if (worker.endedAt !== Number.POSITIVE_INFINITY) return;
      process.kill(-requirePid(child.pid), "SIGKILL");
      await gone;
      worker.endedAt = Date.now();
    },
  };
  // Of itself: it could not reach the database, say.
  gone.then(() => {
    worker.endedAt = Math.min(worker.endedAt, Date.now());
  });
  return worker;
}

/** Of a process that was never started there is none, and the group 0 is this test's own. */
function requirePid(pid: number | undefined): number {
  if (!pid) throw new Error("npm was not started");
  return pid;
}
