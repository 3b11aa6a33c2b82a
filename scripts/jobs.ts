// `npm run jobs`: does the jobs that are due and ends; with --watch it stays and looks again every
// few seconds. For whoever has no scheduler that can call /api/cron. Reads the environment as the
// app does.
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stopOnFaultyEnvironment } from "#lib/env/stop-on-faulty";
import { runDueJobs } from "#lib/jobs/run";
import { flushMeasures } from "#lib/telemetry/flush";
import { startTelemetryIfAsked } from "#lib/telemetry/start-if-asked";
import { readOwnVariables } from "./dev/dev-environment";

const root = fileURLToPath(new URL("..", import.meta.url));
/** In the order in which Next.js asks them in production. */
const ENV_FILES = [".env.production.local", ".env.local", ".env.production", ".env"];
const BUDGET_MS = 60_000;
const INTERVAL_MS = 5000;
const FLUSH_MS = 2000;

async function run(): Promise<void> {
  const { done, failed } = await runDueJobs(BUDGET_MS);
  if (done + failed > 0 || !isWatching) process.stdout.write(`${done} done, ${failed} failed\n`);
}

const isWatching = process.argv.includes("--watch");
let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    isStopping = true;
  });

Object.assign(process.env, readOwnVariables(root, process.env, ENV_FILES));
stopOnFaultyEnvironment();
await startTelemetryIfAsked();
try {
  await run();
  while (isWatching && !isStopping) {
    await sleep(INTERVAL_MS);
    // The database may come back; a service that ends would only be started again.
    await run().catch(report);
  }
  await flushMeasures(FLUSH_MS);
  process.exit(0);
} catch (error) {
  report(error);
  await flushMeasures(FLUSH_MS);
  process.exit(1);
}

function report(error: unknown): void {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
}
