// The rules table against its tests and against the READMEs: no row without a test, and no table
// in a README that says something else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Rule } from "./rule";
import { ruleIds, rules } from "./rules";
import { writeRulesTable } from "./rules-table";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const testFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".test.ts") && !file.includes("node_modules"),
);

/** The formatter pads the columns of a table; the words are what counts. */
const cellsOf = (markdown: string) =>
  markdown.replace(/[ ]*\|[ ]*/g, "|").replace(/\|-+(?=\|)/g, "|-");

test("every refusal the emulator makes has a test that bears its name", () => {
  const tests = testFiles.map(read).join("\n");
  const own = ruleIds.filter((id) => (rules[id] as Rule).onlyAsFault === undefined);
  const untested = own.filter((id) => !new RegExp(`["\`]${id}: `).test(tests));
  expect(untested).toEqual([]);
});

test("a row whose source is a guess says what is unknown", () => {
  const silent = ruleIds.filter((id) => {
    const rule: Rule = rules[id];
    return rule.confidence === "guess" && rule.unknown === undefined;
  });
  expect(silent).toEqual([]);
});

test.each([
  ["README.md", "en"],
  ["README.ko.md", "ko"],
] as const)("the table in %s is the table of the rules", (file, language) => {
  expect(cellsOf(read(file))).toContain(cellsOf(writeRulesTable(language)));
});

test("README.ko.md mirrors README.md heading for heading", () => {
  const levels = (file: string) => read(file).match(/^#+(?= )/gm);
  expect(levels("README.ko.md")).toEqual(levels("README.md"));
});
