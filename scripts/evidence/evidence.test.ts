// The table of evidence is worth something only while these faults are found.
import { expect, test } from "vitest";
import { findFaults } from "./compare";
import type { TestOutcome } from "./records";
import { findRequirementIds } from "./requirement-ids";
import { linkFiles, parseTable } from "./table";

const markdown = `| ID | P | what must hold | shown by |
| --- | --- | --- | --- |
| CB-1 | P0 | A state belongs to one browser. | [callback.api](../e2e/callback.api.spec.ts) |
| K26 | | A wrong certificate is refused. | Not here: the reason. |
| P1 | | Killed half-way, all or nothing. | [kill.full](../e2e/kill.full.spec.ts) — not by power cut |
| P8 | | Out of memory. | — as P1 |
`;
const passed: TestOutcome = {
  project: "api",
  file: "e2e/callback.api.spec.ts",
  title: "a callback with no state is refused (CB-1)",
  hasPassed: true,
};
const readFile = () => "test('dies (P1)')";

function faultsWith(outcomes: TestOutcome[], { text = markdown, read = readFile } = {}): string[] {
  return findFaults({ rows: parseTable(text), outcomes, readFile: read });
}

test("IDs are read from round brackets, modules of the conformance suite wherever they stand", () => {
  expect(findRequirementIds("a code is refused (CB-12, B1) @desktop")).toEqual(["CB-12", "B1"]);
  expect(findRequirementIds("oidcc-client-test-invalid-iss: refused (TV-3)")).toEqual([
    "TV-3",
    "oidcc-client-test-invalid-iss",
  ]);
  for (const title of ["KOE006 (KOE006)", "PKCE (S256)", "CB-1 alone", "(row 12)", "(UTF-8)"])
    expect(findRequirementIds(title), title).toEqual([]);
});

test("a table in step with its tests has no fault", () => {
  expect(faultsWith([passed])).toEqual([]);
});

test("a row whose tests failed, or were taken away, is a fault", () => {
  const fault = ["CB-1: no test in e2e/callback.api.spec.ts passed that carries it."];
  expect(faultsWith([{ ...passed, hasPassed: false }])).toEqual(fault);
  expect(faultsWith([{ ...passed, title: "a callback with no state is refused" }])).toEqual(fault);
});

test("a test with an unknown ID, and one in a file that the row does not name, are faults", () => {
  const unknown = { ...passed, title: "something new (CB-99)" };
  const elsewhere = { ...passed, file: "e2e/other.spec.ts" };
  expect(faultsWith([passed, unknown])).toEqual([
    'e2e/callback.api.spec.ts: CB-99 is not in the table: "something new (CB-99)".',
  ]);
  expect(faultsWith([passed, elsewhere])).toEqual([
    "CB-1: a test in e2e/other.spec.ts carries it, the table does not name it.",
  ]);
});

test("a row with neither a test nor a reason, and one that stands twice, are faults", () => {
  const bare = `${markdown}| CB-2 | P0 | A flow is used once. |  |\n`;
  expect(faultsWith([passed], { text: bare })).toEqual(["CB-2 has neither a test nor a reason."]);
  const twice = `${markdown}| K26 | | Again. | Not here: the reason. |\n`;
  expect(faultsWith([passed], { text: twice })).toEqual(["K26 stands in the table twice."]);
});

test("a short run looks whether the long tests are still there, a long one whether they passed", () => {
  const fault = ["P1: no test in e2e/kill.full.spec.ts passed that carries it."];
  expect(faultsWith([passed], { read: () => "nothing" })).toEqual(fault);
  const long = { ...passed, project: "full", file: "e2e/kill.full.spec.ts", title: "dies (P1)" };
  expect(faultsWith([passed, long])).toEqual([]);
  expect(faultsWith([passed, { ...long, hasPassed: false }])).toEqual(fault);
});

test("links are written anew, words of people stay", () => {
  const shown: Record<string, string[]> = { "CB-1": ["lib/a/b.test.ts", "e2e/c.api.spec.ts"] };
  const written = linkFiles(markdown, (id) => shown[id] ?? []);
  expect(parseTable(written)).toEqual([
    { id: "CB-1", files: ["lib/a/b.test.ts", "e2e/c.api.spec.ts"], note: "" },
    { id: "K26", files: [], note: "Not here: the reason." },
    { id: "P1", files: [], note: "not by power cut" },
    { id: "P8", files: [], note: "as P1" },
  ]);
  expect(written).toContain("[b](../lib/a/b.test.ts), [c.api](../e2e/c.api.spec.ts) |");
});
