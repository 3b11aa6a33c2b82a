// The READMEs against the code: tables, options of the command line, control calls, people,
// headings of both languages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { controlRoutes } from "./control/control";
import { readmes, withTables } from "./rules/readme-tables";
import { defaultSeed } from "./world/seed";

const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");
const unique = (texts: Iterable<string>) => [...new Set(texts)].sort();

describe.each(readmes)("%s", (file, language) => {
  const readme = read(file);

  test("holds the tables of the rules", () => {
    expect(withTables(readme, language)).toBe(readme);
  });

  test("names every option of the command line, and no other", () => {
    const options = (text: string) => unique(text.match(/--[a-z-]+(?=[` ,])/g) ?? []);
    const usage = /const usage = `([\s\S]*?)`;/.exec(read("cli.ts"))?.[1] ?? "";
    const named = readme.split("\n").filter((line) => line.startsWith("| `--"));
    expect(options(named.join("\n"))).toEqual(options(usage));
  });

  test("names every control call", () => {
    const rows = readme.split("\n").filter((line) => /^\| `(GET|POST)/.test(line));
    const text = rows.join("\n");
    const missing = controlRoutes.filter(({ method, path }) => {
      const words = path.source.replace(/\\\/|\^|\$/g, "/").match(/[a-z-]{3,}/g) ?? [];
      return !text.includes(method) || !words.every((word) => text.includes(`/${word}`));
    });
    expect(missing).toEqual([]);
  });

  test("introduces everybody who is there from the start", () => {
    const missing = defaultSeed.people.filter(
      ({ loginId }) => !readme.includes(`| \`${loginId}\``),
    );
    expect(missing).toEqual([]);
  });
});

test("README.ko.md mirrors README.md heading for heading", () => {
  const levels = (file: string) => read(file).match(/^#+(?= )/gm);
  expect(levels("README.ko.md")).toEqual(levels("README.md"));
});
