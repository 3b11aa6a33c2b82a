// `npm run evidence`: is docs/security-evidence.md what the last run of the tests showed? With
// --write, names in it the files that showed each requirement; with IDs, prints their tests.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { filesThatShow, findFaults, longProjectOf } from "./compare";
import { readOutcomes, type TestOutcome } from "./records";
import { findRequirementIds } from "./requirement-ids";
import { linkFiles, parseTable } from "./table";

const root = fileURLToPath(new URL("../..", import.meta.url));
const table = path.join(root, "docs", "security-evidence.md");

function readFile(file: string): string | null {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, "utf8") : null;
}

function printTests(ids: string[], outcomes: TestOutcome[]): void {
  for (const id of ids) {
    process.stdout.write(`${id}\n`);
    for (const { file, title, hasPassed, project } of outcomes)
      if (findRequirementIds(title).includes(id))
        process.stdout.write(`  ${hasPassed ? "✓" : "✗"} [${project}] ${file}: ${title}\n`);
  }
}

/** Long tests that this run left out keep their place. */
function writeTable(outcomes: TestOutcome[]): void {
  const markdown = readFileSync(table, "utf8");
  const before = new Map(parseTable(markdown).map(({ id, files }) => [id, files]));
  const ran = new Set(outcomes.map(({ project }) => project));
  const isLeftOut = (file: string) => {
    const project = longProjectOf(file);
    return project !== null && !ran.has(project);
  };
  const filesOf = (id: string) => {
    const kept = (before.get(id) ?? []).filter(isLeftOut);
    return [...new Set([...filesThatShow(id, outcomes), ...kept])].sort();
  };
  writeFileSync(table, linkFiles(markdown, filesOf));
}

function check(outcomes: TestOutcome[]): void {
  const rows = parseTable(readFileSync(table, "utf8"));
  const faults = findFaults({ rows, outcomes, readFile });
  for (const fault of faults) process.stderr.write(`✗ ${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
  const shown = rows.filter(({ files }) => files.length > 0).length;
  process.stdout.write(
    `${rows.length} requirements: ${shown} shown by tests, ${rows.length - shown} with a reason.\n`,
  );
}

const args = process.argv.slice(2);
const ids = args.filter((arg) => !arg.startsWith("--"));
const outcomes = readOutcomes();
if (outcomes.length === 0) {
  process.stderr.write("✗ No run is on record: run `npm test` first.\n");
  process.exitCode = 1;
} else if (ids.length > 0) printTests(ids, outcomes);
else {
  if (args.includes("--write")) writeTable(outcomes);
  check(outcomes);
}
