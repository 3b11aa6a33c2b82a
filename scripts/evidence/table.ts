// The table of evidence, docs/security-evidence.md, as rows. Everything but the links in its last
// column is written by hand. Called by evidence.ts.

export type EvidenceRow = {
  id: string;
  /** Files, from the root, in which tests carry the ID. */
  files: string[];
  /** Why there is no test here, or what a test here cannot show; empty for most. */
  note: string;
};

const rowLine =
  /^\| ([A-Z]{1,2}-?\d+|(?:oidcc|fapi2-security-profile-final)-client-test[a-z0-9_-]*) \|.*\|$/;
const link = /\[[^\]]+\]\(\.\.\/([^)]+)\)/g;
/** Between the links and what a person wrote about them. */
const dash = " — ";

function lastCell(line: string): string {
  return line.slice(0, -1).split(" | ").at(-1)?.trim() ?? "";
}

function parseRow(line: string): EvidenceRow {
  const cell = lastCell(line);
  const [links = "", ...notes] = cell.split(dash);
  const files = [...links.matchAll(link)].map(([, file = ""]) => file);
  const isNote = files.length === 0;
  return {
    id: rowLine.exec(line)?.[1] ?? "",
    files,
    note: isNote ? cell.replace(/^— /, "") : notes.join(dash),
  };
}

/** @returns the rows in the table's order */
export function parseTable(markdown: string): EvidenceRow[] {
  return markdown
    .split("\n")
    .filter((line) => rowLine.test(line))
    .map(parseRow);
}

function writeCell({ files, note }: EvidenceRow): string {
  const links = files.map((file) => `[${labelOf(file)}](../${file})`).join(", ");
  return [links, note].filter(Boolean).join(dash);
}

/** e2e/callback.api.spec.ts → callback.api */
function labelOf(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/(\.(spec|test))?\.tsx?$/, "");
}

/** Names in each row the files that `filesOf` gives for its ID; notes stay. */
export function linkFiles(markdown: string, filesOf: (id: string) => string[]): string {
  const lines = markdown.split("\n").map((line) => {
    if (!rowLine.test(line)) return line;
    const row = parseRow(line);
    const before = line.slice(0, line.lastIndexOf(" | "));
    return `${before} | ${writeCell({ ...row, files: filesOf(row.id) })} |`;
  });
  return lines.join("\n");
}
