// Ends a run of this folder's tests with one table: which client, sending what, ended how. Named in
// vitest.config.ts; silent in every other run.
import type { Reporter, TestModule } from "vitest/node";
import type { ClientRow } from "./client-test";

const heads: Record<keyof ClientRow, string> = {
  client: "client",
  version: "version",
  oidc: "OIDC",
  sent: "what it sent",
  outcome: "outcome",
};

/** A client's own words can be long. */
const widest = 100;

export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const rows = tests
      .map((test) => test.meta().clientRow)
      .filter((row) => row !== undefined)
      .sort((one, other) => one.client.localeCompare(other.client));
    if (rows.length > 0) process.stdout.write(`\n${formatMatrix(rows)}\n\n`);
  }
}

/** Tests that differ only in the person are one row. */
export function formatMatrix(rows: ClientRow[]): string {
  const names = Object.keys(heads) as (keyof ClientRow)[];
  const lines = [heads, ...rows].map((row) => names.map((name) => formatCell(row[name])));
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const texts = lines.map((line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
  );
  return [...new Set(texts)].map((text) => text.trimEnd()).join("\n");
}

function formatCell(value: string | string[]): string {
  const text = [value].flat().join(", ");
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
