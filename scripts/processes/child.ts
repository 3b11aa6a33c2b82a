// One server as a child process: started, listened to, stopped with everything it started itself.
// Called by dev and by the end-to-end setup.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const GRACE_MS = 8000;
const KEPT_LINES = 40;
const watchdog = new URL("../stop-with-parent.mjs", import.meta.url).href;
// Own process group: Ctrl-C reaches us alone, and a stop reaches the children's children too.
const hasGroups = process.platform !== "win32";

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Child = {
  name: string;
  pid: number;
  /** The newest lines it wrote, for the report when it fails. */
  lines: string[];
  exited: Promise<Exit>;
  /** Asks it to end, insists after eight seconds; safe to call twice. */
  stop: () => Promise<void>;
};

export type ChildOptions = {
  name: string;
  /** Arguments for Node.js, the script first. */
  args: string[];
  root: string;
  env: Record<string, string | undefined>;
  onLine?: (line: string) => void;
};

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(hasGroups ? -child.pid : child.pid, signal);
  } catch {
    // Already gone, which is what was asked.
  }
}

function followLines(child: ChildProcess, lines: string[], onLine?: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line);
    });
  }
}

function waitForExit(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

async function stopChild(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  signalGroup(child, "SIGTERM");
  const insist = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  await exited;
  clearTimeout(insist);
  // The leader is gone; whatever it left in its group goes too.
  signalGroup(child, "SIGKILL");
}

/** Starts `node <args>` so that it cannot outlive this process, however this process ends. */
export function startChild(options: ChildOptions): Child {
  const nodeOptions = `${options.env.NODE_OPTIONS ?? ""} --import=${watchdog}`.trim();
  const child = spawn(process.execPath, options.args, {
    cwd: options.root,
    env: { ...options.env, NODE_OPTIONS: nodeOptions } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: hasGroups,
  });
  const lines: string[] = [];
  followLines(child, lines, options.onLine);
  const exited = waitForExit(child);
  return {
    name: options.name,
    pid: child.pid ?? 0,
    lines,
    exited,
    stop: () => stopChild(child, exited),
  };
}

/** Tries `probe` until it is true; false when the child ended or the time is over. */
export async function waitUntil(
  child: Child,
  probe: () => Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  let hasEnded = false;
  child.exited.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + timeoutMs;
  while (!hasEnded && Date.now() < deadline) {
    if (await probe()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
