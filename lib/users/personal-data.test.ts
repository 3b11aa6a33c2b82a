// The one table against the schema: no column is kept that the table does not know.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";
import { kept } from "#lib/users/personal-data";

const schema = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");

/** Columns that say nothing of anybody, each with why. */
const impersonal: Record<string, string> = {
  "Job.id": "drawn at random",
  "Job.kind": "one of our words",
  "Job.attempts": "a count",
  "Job.dueAt": "when a worker comes",
  "Job.leasedUntil": "when a worker comes",
  "Job.createdAt": "when a worker comes",
};

/** `Table.column` of each scalar column. */
function listColumns(): string[] {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(models.map(([, name]) => name));
  return models.flatMap(([, model, body = ""]) =>
    [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\[\])?\??/gm)]
      .filter(([, , type = ""]) => !names.has(type))
      .map(([, column]) => `${model}.${column}`),
  );
}

const ofTable = kept.flatMap(({ table, columns }) => columns.map((one) => `${table}.${one}`));

test("each column of the schema is in the table, or says nothing of anybody (WD-8)", () => {
  const columns = listColumns();
  expect(columns.length).toBeGreaterThan(60);
  expect([...ofTable, ...Object.keys(impersonal)].sort()).toEqual(columns.sort());
});

test("what belongs to a user goes with the user: each such table refers to User and cascades (WD-4)", () => {
  for (const { table, owner } of kept) {
    const [, body = ""] =
      new RegExp(`^model ${table} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(schema) ?? [];
    const cascades = /@relation\(.*onDelete: Cascade\)/.test(body);
    expect(cascades, table).toBe(owner === "userId");
  }
});

test("terms and hidden columns are columns of their table", () => {
  for (const { columns, terms, hidden = [], clears, table } of kept)
    for (const column of [...hidden, ...terms.map((term) => term.column), ...(clears ?? [])])
      expect(
        [...columns, ...ofTable.filter((one) => one === `${table}.${column}`)].join(" "),
      ).toContain(column);
});

test("everything in the table has its words in both languages", () => {
  for (const { kept: words } of [ko.privacy, en.privacy])
    expect(Object.keys(words).sort()).toEqual(kept.map(({ name }) => name).sort());
});
