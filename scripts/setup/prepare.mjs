// The steps before TypeScript can run: Node's version, the packages, the database client.
// Called by dev.mjs and test.mjs.
import { generateClient, isClientStale } from "./client.mjs";
import { findNodeProblem } from "./node-version.mjs";
import { findMissingPackages, installPackages, SetupError } from "./packages.mjs";

function printStep(name, detail, startedAt) {
  const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  process.stdout.write(`✓ ${name.padEnd(12)}${detail.padEnd(48)}${seconds.padStart(7)}\n`);
}

async function preparePackages(root) {
  const missing = findMissingPackages(root).length;
  if (missing === 0) return;
  const startedAt = Date.now();
  process.stdout.write(`… packages    installing ${missing}, once\n`);
  await installPackages(root);
  printStep("packages", `${missing} installed`, startedAt);
}

async function prepareClient(root) {
  if (!isClientStale(root)) return;
  const startedAt = Date.now();
  await generateClient(root);
  printStep("client", "Prisma client generated from prisma/schema.prisma", startedAt);
}

/**
 * Makes the checkout runnable, or ends the process with one sentence.
 *
 * @param {string} root
 */
export async function prepare(root) {
  const problem = findNodeProblem(process.versions.node);
  try {
    if (problem) throw new SetupError(problem);
    await preparePackages(root);
    await prepareClient(root);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exit(1);
  }
}
