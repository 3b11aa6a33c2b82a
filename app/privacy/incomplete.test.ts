// The word at the start: what is missing by name, in production alone, and nothing else.
import { afterEach, expect, test, vi } from "vitest";
import { operator } from "../operator";

const given = vi.hoisted(() => ({ appEnv: "production" }));
vi.mock("#lib/env", () => ({ env: () => given }));

import { warnOfIncompleteOperator } from "./incomplete";

const written: string[] = [];
vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
afterEach(() => {
  written.length = 0;
});

test("in production one line names what is missing", () => {
  given.appEnv = "production";
  warnOfIncompleteOperator();
  const [line = "{}"] = written.filter((text) => text.includes("operator.incomplete"));
  const missing = Object.entries(operator).filter(([, value]) => value === null);
  expect(JSON.parse(line)).toMatchObject({
    level: "warn",
    missing: missing.map(([name]) => name).join(" "),
  });
});

test("elsewhere nothing is said", () => {
  given.appEnv = "development";
  warnOfIncompleteOperator();
  expect(written.filter((text) => text.includes("operator.incomplete"))).toEqual([]);
});
