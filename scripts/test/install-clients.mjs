// Installs the strangers' clients that sign in against the emulator: a package of their own, so that
// they never enter the app's. Called by the step `clients` of `npm test`.
import { fileURLToPath } from "node:url";
import { findMissingPackages, installPackages, SetupError } from "../setup/packages.mjs";

const folder = fileURLToPath(new URL("../../e2e/kakao-emulator/clients", import.meta.url));
const missing = findMissingPackages(folder).length;

if (missing > 0) {
  process.stdout.write(`… clients     installing ${missing}, once\n`);
  try {
    await installPackages(folder);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exitCode = 1;
  }
}
