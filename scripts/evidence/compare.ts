// Holds the table of evidence and what the tests showed against each other. Called by evidence.ts.
import type { TestOutcome } from "./records";
import { findRequirementIds } from "./requirement-ids";
import type { EvidenceRow } from "./table";

export type Evidence = {
  rows: EvidenceRow[];
  outcomes: TestOutcome[];
  /** A file's text; null when there is none. */
  readFile: (file: string) => string | null;
};

/** Which project only `npm run test:full` runs has the file's tests; null for the others. */
export function longProjectOf(file: string): "full" | "load" | null {
  if (file.endsWith(".full.spec.ts")) return "full";
  return file.startsWith("load/") ? "load" : null;
}

/** @returns the files in which a test that carries the ID passed, sorted */
export function filesThatShow(id: string, outcomes: TestOutcome[]): string[] {
  const shown = outcomes.filter(
    ({ title, hasPassed }) => hasPassed && findRequirementIds(title).includes(id),
  );
  return [...new Set(shown.map(({ file }) => file))].sort();
}

/** @returns one sentence a fault; none when table and tests agree */
export function findFaults(evidence: Evidence): string[] {
  return [...findDoubledRows(evidence), ...findUnknownIds(evidence), ...findWrongRows(evidence)];
}

function findDoubledRows({ rows }: Evidence): string[] {
  const ids = rows.map(({ id }) => id);
  const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
  return doubled.map((id) => `${id} stands in the table twice.`);
}

function findUnknownIds({ rows, outcomes }: Evidence): string[] {
  const known = new Set(rows.map(({ id }) => id));
  return outcomes.flatMap(({ file, title }) =>
    findRequirementIds(title)
      .filter((id) => !known.has(id))
      .map((id) => `${file}: ${id} is not in the table: "${title}".`),
  );
}

function findWrongRows({ rows, outcomes, readFile }: Evidence): string[] {
  const ran = new Set(outcomes.map(({ project }) => project));
  return rows.flatMap(({ id, files, note }) => {
    if (files.length === 0 && note === "") return [`${id} has neither a test nor a reason.`];
    const shown = filesThatShow(id, outcomes);
    const missing = files.filter((file) => !shown.includes(file));
    // A short run says nothing of the long tests but that they are still there.
    const faulty = missing.filter((file) => {
      const project = longProjectOf(file);
      return project === null || ran.has(project) || !readFile(file)?.includes(id);
    });
    const unnamed = shown.filter((file) => !files.includes(file));
    return [
      ...faulty.map((file) => `${id}: no test in ${file} passed that carries it.`),
      ...unnamed.map((file) => `${id}: a test in ${file} carries it, the table does not name it.`),
    ];
  });
}
