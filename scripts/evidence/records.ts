// What a run of the tests showed: one file a project below test-results/evidence. Written by the
// reporters of vitest and Playwright and by `npm run load`, read by evidence.ts.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findRequirementIds } from "./requirement-ids";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, "test-results", "evidence");

export type TestOutcome = {
  project: string;
  /** Its path, absolute or from the root; kept from the root, with slashes. */
  file: string;
  title: string;
  hasPassed: boolean;
};

/** Keeps the tests that carry an ID, beside those of earlier runs that did not run this time. */
export function recordOutcomes(outcomes: TestOutcome[]): void {
  mkdirSync(folder, { recursive: true });
  const before = readOutcomes();
  for (const [project, tests] of groupByProject(outcomes)) {
    const isSame = (one: TestOutcome, other: TestOutcome) =>
      one.file === other.file && one.title === other.title;
    const now = tests.filter(({ title }) => findRequirementIds(title).length > 0);
    const kept = before.filter(
      (earlier) => earlier.project === project && !now.some((one) => isSame(one, earlier)),
    );
    writeFileSync(path.join(folder, `${project}.json`), JSON.stringify([...kept, ...now], null, 1));
  }
}

function groupByProject(outcomes: TestOutcome[]): Map<string, TestOutcome[]> {
  const projects = new Map<string, TestOutcome[]>();
  for (const outcome of outcomes) {
    const file = path.relative(root, path.resolve(root, outcome.file)).split(path.sep).join("/");
    const tests = projects.get(outcome.project) ?? [];
    tests.push({ ...outcome, file });
    projects.set(outcome.project, tests);
  }
  return projects;
}

export function readOutcomes(): TestOutcome[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    JSON.parse(readFileSync(path.join(folder, name), "utf8")),
  );
}

export function forgetOutcomes(): void {
  rmSync(folder, { recursive: true, force: true });
}
