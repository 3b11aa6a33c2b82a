// The table at the end of a run.
import { expect, test } from "vitest";
import type { ClientRow } from "./client-test";
import { formatMatrix } from "./matrix-reporter";

const row: ClientRow = {
  client: "somebody",
  version: "1.0.0",
  oidc: "on",
  sent: ["state", "PKCE"],
  outcome: "signs in",
};

test("rows are aligned below their heads", () => {
  const other: ClientRow = { ...row, client: "a", oidc: "off", sent: [] };
  expect(formatMatrix([row, other])).toBe(
    [
      "client    version  OIDC  what it sent  outcome",
      "somebody  1.0.0    on    state, PKCE   signs in",
      "a         1.0.0    off                 signs in",
    ].join("\n"),
  );
});

test("rows that say the same are one", () => {
  expect(formatMatrix([row, { ...row }]).split("\n")).toHaveLength(2);
});

test("long words are cut", () => {
  const [, line] = formatMatrix([{ ...row, outcome: "x".repeat(200) }]).split("\n");
  expect(line).toMatch(/[^x]x{99}…$/);
});
