// Installs a folder of tests that is a package of its own, so that its packages never enter the
// app's: `node scripts/test/install-package.mjs e2e/observatory`. Called by the steps that need one.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findMissingPackages, installPackages, SetupError } from "../setup/packages.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const name = process.argv[2];
const folder = path.join(root, name);
const missing = findMissingPackages(folder).length;

if (missing > 0) {
  process.stdout.write(`… ${path.basename(name).padEnd(11)} installing ${missing}, once\n`);
  try {
    await installPackages(folder);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exitCode = 1;
  }
}
