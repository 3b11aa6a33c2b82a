// The tables against the routes and against their tests: no row without a handler and a test, no
// handler without a row. readme.test.ts holds the READMEs to them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findApi, findPageHandle } from "../http/routes";
import { origin } from "../testing/test-emulator";
import type { Endpoint } from "./endpoint";
import { endpointIds, endpoints } from "./endpoints";
import type { Rule } from "./rule";
import { ruleIds, rules } from "./rules";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const testFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".test.ts") && !file.includes("node_modules"),
);

describe("endpoints", () => {
  test.each(endpointIds)("%s is answered, and no other method of it", async (id) => {
    const { path, methods } = endpoints[id] as Endpoint;
    const isAnswered = (method: string) =>
      findApi(path) !== null || typeof findPageHandle(path, method) === "function";
    expect(methods.every(isAnswered)).toBe(true);
    for (const method of ["GET", "POST", "PUT", "DELETE"]) {
      const response = await fetch(origin + path, { method, redirect: "manual" });
      const isListed = methods.some((listed) => listed === method);
      expect([method, response.status === 405]).toEqual([method, !isListed]);
      expect(response.status).not.toBe(404);
    }
  });

  test("an endpoint whose source is a guess says what is unknown", () => {
    const rows: [string, Endpoint][] = Object.entries(endpoints);
    const silent = rows.filter(([, row]) => row.confidence !== "doc" && row.unknown === undefined);
    expect(silent.map(([id]) => id)).toEqual([]);
  });

  test("no path stands in the table twice", () => {
    const paths = endpointIds.map((id) => endpoints[id].path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe("refusals", () => {
  test("every one that the emulator makes has a test that bears its name", () => {
    const tests = testFiles.map(read).join("\n");
    const own = ruleIds.filter((id) => (rules[id] as Rule).onlyAsFault === undefined);
    const untested = own.filter((id) => !new RegExp(`["\`]${id}: `).test(tests));
    expect(untested).toEqual([]);
  });

  test("every one is made somewhere, or can only be asked for by a fault", () => {
    const code = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => /^(kauth|kapi|http|world|webhooks)\/.*(?<!\.test)\.ts$/.test(file))
      .map(read)
      .join("\n");
    const wrong = ruleIds.filter((id) => {
      const isMade = code.includes(`"${id}"`);
      return isMade === ((rules[id] as Rule).onlyAsFault === true);
    });
    expect(wrong).toEqual([]);
  });

  test("a row whose source is a guess says what is unknown", () => {
    const silent = ruleIds.filter((id) => {
      const rule: Rule = rules[id];
      const isGuess = rule.confidence === "guess" || rule.source === "choice";
      return isGuess && rule.unknown === undefined;
    });
    expect(silent).toEqual([]);
  });
});
