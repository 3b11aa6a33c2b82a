// Preloaded (node --import) into every server that a script of ours starts, and into `npm start`:
// ends the server when its parent is gone, also when the parent was killed and could not say so.
import { isMainThread } from "node:worker_threads";

const CHECK_EVERY_MS = 500;
/** Longer than the app itself takes to finish what is under way (lib/http/graceful-stop.ts). */
const GRACE_MS = 12_000;
const parent = process.ppid;

function stopWhenOrphaned() {
  if (process.ppid === parent) return;
  clearInterval(timer);
  // Nobody reads any more; a last word must not end the clean-up half-way.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), GRACE_MS).unref();
}

const timer = setInterval(stopWhenOrphaned, CHECK_EVERY_MS).unref();
if (!isMainThread) clearInterval(timer);
