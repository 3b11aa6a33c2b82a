// Preloaded (node --import) into every server that a script of ours starts, and into `npm start`:
// ends the server when its parent is gone, also when the parent was killed and could not say so.
import { isMainThread } from "node:worker_threads";

const CHECK_EVERY_MS = 500;
const GRACE_MS = 5000;
const parent = process.ppid;

function stopWhenOrphaned() {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), GRACE_MS).unref();
}

const timer = setInterval(stopWhenOrphaned, CHECK_EVERY_MS).unref();
if (!isMainThread) clearInterval(timer);
