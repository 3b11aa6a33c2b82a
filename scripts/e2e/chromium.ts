// Finds the Chromium that the end-to-end tests use, and installs one where there is none.
// Called by playwright.config.ts (find) and by `npm test` (find, install).
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
/** Debian's Chromium draws Korean and emoji only with fonts that it does not bring along. */
const DEBIAN_PACKAGES = ["chromium", "fonts-noto-cjk", "fonts-noto-color-emoji"];
const DOWNLOAD_TIMEOUT_MS = 300_000;

export type FoundChromium = {
  /** Undefined: Playwright's own, which it finds by itself. */
  executablePath: string | undefined;
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, ...PLACES].find(isExecutable);
}

/** In this order: the one that was asked for, Playwright's own, the system's; null when none. */
export function findChromium(): FoundChromium | null {
  const chosen = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return { executablePath: chosen };
    throw new Error("PLAYWRIGHT_CHROMIUM_PATH names no program.");
  }
  if (existsSync(chromium.executablePath())) return { executablePath: undefined };
  const executablePath = findOnPath();
  return executablePath ? { executablePath } : null;
}

/** As root there is no sandbox; and nothing but the tested pages may use the network. */
export function chromiumFlags(): string[] {
  const isRoot = process.platform !== "win32" && userInfo().uid === 0;
  return [
    ...(isRoot ? ["--no-sandbox"] : []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
  ];
}

function run(command: string, args: string[], env: Record<string, string>): boolean {
  const result = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "ignore"],
    env: { ...process.env, ...env },
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  return result.status === 0;
}

function downloadPlaywrightsOwn(root: string): boolean {
  const cli = path.join(root, "node_modules", "playwright", "cli.js");
  return run(process.execPath, [cli, "install", "chromium"], {
    // Where downloads are blocked this fails at once instead of five times thirty seconds.
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "5000",
  });
}

function installFromDebian(): boolean {
  if (process.platform !== "linux" || userInfo().uid !== 0 || !existsSync("/usr/bin/apt-get")) {
    return false;
  }
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update"], env);
  return run("apt-get", ["install", "-y", "--no-install-recommends", ...DEBIAN_PACKAGES], env);
}

/**
 * Makes sure that there is a Chromium.
 *
 * @throws Error with one sentence when none can be installed
 */
export function requireChromium(root: string): FoundChromium {
  const found = findChromium();
  if (found) return found;
  if (downloadPlaywrightsOwn(root) || installFromDebian()) {
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium was found and none could be installed: install one and set PLAYWRIGHT_CHROMIUM_PATH to its program.",
  );
}
