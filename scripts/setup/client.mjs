// The Prisma client is generated, not committed: this tells whether it is out of date and makes it.
// Called by prepare.mjs and by generate.mjs (postinstall, build).
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./packages.mjs";

const SOURCES = ["prisma/schema.prisma", "node_modules/prisma/package.json"];
const GENERATED = "prisma/generated/client.ts";
const PRISMA = "node_modules/prisma/build/index.js";

/** False where development tools are left out, as in a production install. */
export function hasPrisma(root) {
  return existsSync(path.join(root, PRISMA));
}

/** @param {string} root */
export function isClientStale(root) {
  const generated = path.join(root, GENERATED);
  if (!existsSync(generated)) return true;
  const generatedAt = statSync(generated).mtimeMs;
  return SOURCES.some((source) => statSync(path.join(root, source)).mtimeMs > generatedAt);
}

/** Runs `prisma generate`; needs no database and no network. */
export function generateClient(root) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, PRISMA), "generate"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      reject(new SetupError(`${output.trim()}\n\nThe Prisma client could not be generated.`));
    });
  });
}
