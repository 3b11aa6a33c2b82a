// Finds out which packages are not installed, and installs them. Called by `npm run dev` and
// `npm test` before any package can be used, hence plain JavaScript and built-in modules only.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Something a person can act on: printed without a stack. */
export class SetupError extends Error {}

function readLockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * The packages of package-lock.json that node_modules lacks or has in another version.
 * Optional ones (other platforms' binaries) may be absent.
 *
 * @param {string} root
 * @returns {string[]} paths such as node_modules/next
 */
export function findMissingPackages(root) {
  const wanted = readLockedPackages(path.join(root, "package-lock.json"));
  const installed = readLockedPackages(path.join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted)
    .filter(([location, entry]) => {
      if (location === "" || entry.link) return false;
      const present = installed[location];
      if (!present) return !(entry.optional || entry.os || entry.cpu);
      if (present.version !== entry.version) return true;
      return !existsSync(path.join(root, location, "package.json"));
    })
    .map(([location]) => location);
}

function npmCommand() {
  // Set by `npm run`: the very npm that was called, also on Windows, where npm is a script.
  const script = process.env.npm_execpath;
  if (script?.endsWith("npm-cli.js")) return { command: process.execPath, first: [script] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", first: [] };
}

function runNpm(root, args) {
  const { command, first } = npmCommand();
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: command.endsWith(".cmd"),
      // An install for production would leave out the very tools that are missing.
      env: { ...process.env, NODE_ENV: "", npm_config_omit: "", npm_config_loglevel: "error" },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: null, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * Installs what package-lock.json names and leaves package.json and package-lock.json as they are.
 * Not `npm ci`: it refuses a lockfile written where other platforms' packages were not served.
 *
 * @param {string} root
 */
export async function installPackages(root) {
  const { code, output } = await runNpm(root, [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--include=dev",
  ]);
  if (code === null) {
    throw new SetupError(
      "npm cannot be started: install Node.js again from https://nodejs.org (npm comes with it).",
    );
  }
  if (code !== 0) {
    throw new SetupError(
      `${output.trim()}\n\nThe packages could not be installed (npm install ended with ${code}; its words are above).`,
    );
  }
  const [missing] = findMissingPackages(root);
  if (missing) {
    throw new SetupError(
      `npm install finished, but ${missing} is still not there: delete node_modules and run the command again.`,
    );
  }
}
