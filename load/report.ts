// The table at the end of a run. Called by run.ts.
import type { Line } from "./lines";

const MARKS = { met: "✓", missed: "~", broken: "✗", reported: "·" };
const COLUMNS = ["what", "baseline", "measured", "ratio", "target"] as const;
const TITLES = {
  what: "what",
  baseline: "baseline",
  measured: "measured",
  ratio: "ratio",
  target: "target",
};

/** Columns as wide as their widest cell. */
export function formatTable(lines: Line[]): string {
  const rows = [TITLES, ...lines].map((line) => COLUMNS.map((name) => line[name] ?? ""));
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row, n) => {
      const line = lines[n - 1];
      const head = line ? `${MARKS[line.verdict]} ${line.id.padEnd(4)}` : "  line";
      const cells = row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
      return `${head.padEnd(7)}${cells.join("  ")}  ${line?.verdict ?? ""}`.trimEnd();
    })
    .join("\n");
}

export function summarize(lines: Line[]): string {
  const count = (verdict: Line["verdict"]) =>
    lines.filter((line) => line.verdict === verdict).length;
  return `load: ${count("met")} met, ${count("missed")} missed, ${count("broken")} broken`;
}
