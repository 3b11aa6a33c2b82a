// The two lists of events are complete, and the documents show them as they are.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { auditTrail } from "#lib/telemetry/audit-events";
import { isAuditEvent, plainEvents } from "#lib/telemetry/events";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const sources = ["lib", "app"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
  .concat("proxy.ts", "instrumentation.ts");
const known = { ...plainEvents, ...auditTrail };

const CALL = /\blog(?:Event|Refusal|Failure)\(\s*([^,]+),/g;

/** What stands where the name of an event belongs, in every call. */
const called = sources
  .filter((file) => file !== "lib/http/log.ts")
  .flatMap((file) => [...read(file).matchAll(CALL)].map(([, name = ""]) => name.trim()));

/** `"one"`, or `condition ? "one" : "two"`. */
const names = new Set(
  called.flatMap((name) => [...name.matchAll(/"([a-z_.]+)"/g)].map(([, event = ""]) => event)),
);

test("every line of the log is in one of the lists (SE-8)", () => {
  expect(called.length).toBeGreaterThan(20);
  expect(called.filter((name) => !name.includes('"'))).toEqual([]);
  expect([...names].filter((event) => !Object.hasOwn(known, event))).toEqual([]);
});

test("the lists name no event that nothing writes, and none twice", () => {
  expect(Object.keys(known).filter((event) => !names.has(event))).toEqual([]);
  expect(Object.keys(plainEvents).filter(isAuditEvent)).toEqual([]);
  expect(isAuditEvent("constructor")).toBe(false);
});

test("what concerns somebody's account or an attack is in the audit trail (SE-8)", () => {
  const security =
    /^(sign_in|sign_out|exchange|native|rate_limit|unlink|reconcile|user|webhook|vault)\./;
  const missing = Object.keys(known).filter(
    (event) => security.test(event) && !isAuditEvent(event),
  );
  expect(missing).toEqual(["sign_in.started", "sign_in.person_needed", "reconcile.done"]);
});

test("no field says who a person is (SE-6)", () => {
  const fields = Object.values(known).flatMap(({ fields }) => fields);
  expect(
    fields.filter((field) => /nickname|e?mail|kakaoId|name|phone|image|token/i.test(field)),
  ).toEqual([]);
});

describe.each(["docs/operations.md", "docs/operations.ko.md"])("%s", (file) => {
  const rows = [
    ...read(file).matchAll(/^\| `([a-z_.]+)` +\| ([^|]+?) +\| (-|`\w+`(?:, `\w+`)*) +\|$/gm),
  ];

  test.each([
    ["audit", auditTrail],
    ["plain", plainEvents],
  ])("has the list of %s events with their fields", (_, list) => {
    const shown = rows
      .filter(([, event = ""]) => Object.hasOwn(list, event))
      .map(([, event, , fields]) => [event, fields]);
    const wanted = Object.entries(list).map(([event, { fields }]) => [
      event,
      fields.map((field) => `\`${field}\``).join(", ") || "-",
    ]);
    expect(shown).toEqual(wanted);
  });

  test("says of each what the list says", () => {
    if (file.endsWith(".ko.md")) return;
    const meanings = rows
      .filter(([, event = ""]) => Object.hasOwn(known, event))
      .map(([, event, meaning]) => [event, meaning]);
    expect(Object.fromEntries(meanings)).toEqual(
      Object.fromEntries(Object.entries(known).map(([event, { meaning }]) => [event, meaning])),
    );
  });
});
