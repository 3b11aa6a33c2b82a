// A metric names a request by its route: nothing that a visitor typed makes a new name.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createRouteTemplates } from "#lib/telemetry/route-template";

const templateOf = createRouteTemplates([
  "/",
  "/account",
  "/account/[id]",
  "/api/auth/[...nextauth]",
  "/sign-in",
]);

test.each([
  ["/", "/"],
  ["/account", "/account"],
  ["/account/0c5f1d3e-7a2b-4c1d-9e8f-aabbccddeeff", "/account/[id]"],
  ["/api/auth/callback/kakao", "/api/auth/callback/kakao"],
  ["/api/auth/session", "/api/auth/session"],
  ["/api/auth/anything/else", "/api/auth/[...nextauth]"],
  ["/_next/static/chunks/abc.js", "/_next"],
  ["/account/a/b", "other"],
  ["/wp-login.php", "other"],
  ["/a@example.com", "other"],
  ["//account", "other"],
  ["", "other"],
])("%s is %s", (path, template) => {
  expect(templateOf(path)).toBe(template);
});

test("the actions of the catch-all route are those that it has", () => {
  const source = readFileSync(new URL("../sign-in/actions.ts", import.meta.url), "utf8");
  const actions = [...source.matchAll(/^ {2}\["([a-z/]+)",/gm)].map(([, action]) => action);
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) {
    expect(templateOf(`/api/auth/${action}`), action).toBe(`/api/auth/${action}`);
  }
});
