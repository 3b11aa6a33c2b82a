// `npm test`, after the packages are there: every step with its own words, then a summary.
// Called by scripts/test.mjs.
import { type ChildProcess, spawn } from "node:child_process";
import { requireChromium } from "../e2e/chromium";
import { forgetOutcomes } from "../evidence/records";
import { listSteps, type Step } from "./steps";

const GRACE_MS = 15_000;
const watchdog = new URL("../stop-with-parent.mjs", import.meta.url).href;
const hasGroups = process.platform !== "win32";

type Result = { name: string; outcome: "passed" | "failed" | "left out"; seconds: number };

let running: ChildProcess | undefined;
let isStopping = false;

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(hasGroups ? -child.pid : child.pid, signal);
  } catch {
    // Already gone, which is what was asked.
  }
}

/** The first signal lets the runner clean up; after fifteen seconds it is ended. */
function stop(): void {
  isStopping = true;
  const child = running;
  if (!child) return;
  signalGroup(child, "SIGTERM");
  setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS).unref();
}

function runCommand(root: string, args: string[], env: Step["env"]): Promise<boolean> {
  return new Promise((resolve) => {
    const NODE_OPTIONS = `${env.NODE_OPTIONS ?? ""} --import=${watchdog}`.trim();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...env, NODE_OPTIONS } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "inherit", "inherit"],
      detached: hasGroups,
    });
    running = child;
    child.once("error", () => resolve(false));
    child.once("exit", (code) => {
      // Whatever a runner forgot goes with it.
      signalGroup(child, "SIGKILL");
      resolve(code === 0);
    });
  });
}

async function runStep(root: string, step: Step): Promise<boolean> {
  if (["e2e", "full"].includes(step.name)) requireChromium(root);
  for (const args of step.commands) {
    if (isStopping || !(await runCommand(root, args, step.env))) return false;
  }
  return true;
}

async function measure(root: string, step: Step): Promise<Result> {
  process.stdout.write(`\n── ${step.name} ${"─".repeat(Math.max(0, 70 - step.name.length))}\n`);
  const startedAt = Date.now();
  const hasPassed = await runStep(root, step).catch((error) => {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  });
  const seconds = (Date.now() - startedAt) / 1000;
  return { name: step.name, outcome: hasPassed ? "passed" : "failed", seconds };
}

function printSummary(results: Result[]): void {
  process.stdout.write(`\n── summary ${"─".repeat(63)}\n`);
  const marks = { passed: "✓", failed: "✗", "left out": "-" };
  for (const { name, outcome, seconds } of results) {
    const time = `${seconds.toFixed(1)} s`.padStart(9);
    process.stdout.write(`${marks[outcome]} ${name.padEnd(14)}${outcome.padEnd(10)}${time}\n`);
  }
}

/** All steps that do not take long; with --full, these too; or those that are named. */
function chooseSteps(wanted: string[]): Step[] {
  if (wanted.length > 0 && !wanted.includes("--full"))
    return listSteps(process.env, (name) => wanted.includes(name));
  const long = listSteps(process.env, () => true).filter((step) => step.isLong);
  const leftOut = wanted.includes("--full") ? [] : long.map((step) => step.name);
  return listSteps(process.env, (name) => !leftOut.includes(name));
}

/**
 * Runs the steps that do not take long, all with `--full`, or those named in `wanted`; a failed step
 * does not keep the others from running.
 *
 * @returns the exit code
 */
export async function runTests(root: string, wanted: string[]): Promise<number> {
  const names = ["--full", ...listSteps(process.env, () => true).map((step) => step.name)];
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`✗ There is no step ${unknown[0]}: choose from ${names.join(", ")}.\n`);
    return 1;
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const isWhole = wanted.length === 0 || wanted.includes("--full");
  if (isWhole) forgetOutcomes();
  const results: Result[] = [];
  for (const step of chooseSteps(wanted)) {
    const isBlocked = results.some((r) => r.outcome !== "passed" && step.needs?.includes(r.name));
    if (isStopping || isBlocked) results.push({ name: step.name, outcome: "left out", seconds: 0 });
    else results.push(await measure(root, step));
  }
  printSummary(results);
  return results.every((result) => result.outcome === "passed") ? 0 : 1;
}
