// What of a request line Next.js gets to see (IN-4, SE-6).
import { expect, test } from "vitest";
import { isRouterState, isTarget } from "./unreadable-requests";

test.each([
  "/",
  "/account?x=%&%c0",
  "//evil.test/x",
  "/\\evil.test",
  "/%61%00",
  "/\u00e9",
  "http://evil.test/account",
  "HTTPS://evil.test",
])("%s is a target", (target) => {
  expect(isTarget(target)).toBe(true);
});

test.each([
  "",
  "/%",
  "/account%c0%ae",
  "/%e0%a4%a?x=y",
  "*",
  "?",
  "account",
  "http://[::1",
  "//[::1/x",
  "http://",
  "ftp://x/y",
  "evil.test:443",
])("%s is none", (target) => {
  expect(isTarget(target)).toBe(false);
});

const leaf = ["__PAGE__", {}];

test.each([
  ["a page", ["", { children: leaf }, null, "refetch"]],
  ["a whole state", ["", { children: ["account", { children: leaf }] }, null, null, 16]],
  ["a parameter", ["", { children: [["id", "7", "d", null], { children: leaf }] }]],
  ["an address", ["", {}, ["/account", ""], "metadata-only", null, "x"]],
])("%s is a router state", (_, state) => {
  expect(isRouterState(encodeURIComponent(JSON.stringify(state)))).toBe(true);
});

test.each([
  ["nothing", ""],
  ["half of one", '["",{}'],
  ["a list of one", '[""]'],
  ["numbers", "[1,{}]"],
  ["another inside", '["",{"children":[1,{}]}]'],
  ["a word that is none", '["",{},null,"x"]'],
  ["two of them", '["",{}], ["",{}]'],
  ["a deep one", `["",{"c":`.repeat(2000)],
  ["a long one", JSON.stringify(["x".repeat(50_000), {}])],
  ["a broken escape", "%E0%A4%A"],
])("%s is none", (_, header) => {
  expect(isRouterState(header)).toBe(false);
});
