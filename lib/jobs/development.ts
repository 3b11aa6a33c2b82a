// The scheduler of `npm run dev`: no cron is needed to see a withdrawal through. Called by
// instrumentation.ts.
import "server-only";
import { env } from "../env";
import { runQuietly } from "./kick";

const INTERVAL_MS = 10_000;

/** In development only: a deployment has a scheduler, which no number of instances multiplies. */
export function runJobsInDevelopment(): void {
  if (env().appEnv !== "development") return;
  let isRunning = false;
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    await runQuietly();
    isRunning = false;
  };
  setInterval(run, INTERVAL_MS).unref();
}
