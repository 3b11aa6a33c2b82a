// The one table against the schema and the dictionaries: no column is kept that the table does not
// know, none is without a word, and no length is said that is not kept.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";
import { MOMENT } from "#lib/users/own-data";
import { goesWithAccount, kept } from "#lib/users/personal-data";

const schema = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");

/** Columns that say nothing of anybody, each with why. */
const impersonal: Record<string, string> = {
  "Job.id": "drawn at random",
  "Job.attempts": "a count",
  "Job.leasedUntil": "when a worker comes",
};

type Column = { table: string; name: string; type: string; attributes: string };

const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(
  ([, name = "", body = ""]) => ({ name, body }),
);
const columns: Column[] = models.flatMap(({ name: table, body }) =>
  [...body.matchAll(/^ {2}(\w+)\s+(\w+)(?:\[\])?\??(.*)$/gm)]
    .map(([, name = "", type = "", attributes = ""]) => ({ table, name, type, attributes }))
    .filter(({ type }) => !models.some(({ name }) => name === type)),
);
const bodyOf = (table: string) => models.find(({ name }) => name === table)?.body ?? "";

test("each column of the schema is in the table, or says nothing of anybody (WD-8)", () => {
  const ofTable = kept.flatMap(({ table, columns: own }) => own.map((one) => `${table}.${one}`));
  const ofSchema = columns.map(({ table, name }) => `${table}.${name}`);
  expect(ofSchema.length).toBeGreaterThan(60);
  expect([...ofTable, ...Object.keys(impersonal)].sort()).toEqual(ofSchema.sort());
});

test("what belongs to a user goes with the user: each such table refers to User and cascades (WD-4)", () => {
  for (const one of kept) {
    const cascades = /@relation\(.*onDelete: Cascade\)/.test(bodyOf(one.table));
    expect(cascades || one.table === "User", one.table).toBe(goesWithAccount(one));
  }
});

test("terms, hidden and emptied columns are columns of their table", () => {
  for (const { columns: own, terms, hidden = [], clears = [], newestBy, table } of kept) {
    const inTable = columns.filter((one) => one.table === table).map(({ name }) => name);
    for (const name of [...terms.flatMap((term) => term.columns), newestBy])
      expect(inTable).toContain(name);
    for (const name of [...hidden, ...clears]) expect(own).toContain(name);
  }
});

/** As small as what is not done; and of the journal's lines only those with a hash are looked at. */
const withoutIndex = ["Job.createdAt", "Withdrawal.unlinkedAt"];

test("the hourly deletion finds what is old by an index, in every table that grows", () => {
  const unindexed = kept.flatMap(({ table, terms }) =>
    terms
      .map((term) => term.columns[0])
      .filter((column) => !bodyOf(table).includes(`@@index([${column}])`))
      .map((column) => `${table}.${column}`),
  );
  expect(unindexed).toEqual(withoutIndex);
  expect(bodyOf("Withdrawal")).toContain("@@index([personHash])");
});

test("a moment is known by its name, for the download writes it in UTC", () => {
  for (const { table, name, type } of columns)
    expect(MOMENT.test(name), `${table}.${name}`).toBe(type === "DateTime");
});

describe.each(Object.entries({ ko, en }))("in %s", (_, { privacy }) => {
  test("everything in the table has its words, column by column (WD-8)", () => {
    expect(Object.keys(privacy.kept).sort()).toEqual(kept.map(({ name }) => name).sort());
    for (const { name, columns: own } of kept)
      expect(Object.keys(privacy.kept[name].columns).sort(), name).toEqual([...own].sort());
  });

  test("a sentence names each length that is kept to, and no other (WD-8)", () => {
    for (const { name, periods, terms } of kept) {
      const named = [...privacy.kept[name].until.matchAll(/\{(\w+)\}/g)].map(([, key]) => key);
      expect(named.sort(), name).toEqual(Object.keys(periods).sort());
      for (const { seconds } of terms)
        if (seconds > 0) expect(Object.values(periods), name).toContain(seconds);
    }
  });
});
