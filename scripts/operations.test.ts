// The handbook for operators in two languages: what it names exists, what is measured is in it, and
// both say the same.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { auditTrail } from "#lib/telemetry/audit-events";
import { plainEvents } from "#lib/telemetry/events";
import { gauges } from "#lib/telemetry/instruments";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const handbooks = ["docs/operations.md", "docs/operations.ko.md"];
const spansOf = (file: string) =>
  [...read(file).matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);

/** What stands where the recorder makes them, and the gauges. */
const metrics = [
  ...[
    ...read("lib/telemetry/instruments.ts").matchAll(/(?:histogram|Counter)\(\s*"([\w.]+)"/g),
  ].map(([, name = ""]) => name),
  ...Object.keys(gauges),
].sort();

/** Headings by level, tables by their first cells' code, lists by their length. */
function shapeOf(file: string) {
  const parts = read(file).split(/^(#{1,6}) .+$/m);
  return parts.map((part, at) => {
    if (at % 2 === 1) return part;
    const rows = part.split("\n").filter((line) => line.startsWith("|"));
    return {
      rows: rows.map((row) => row.split("|")[1]?.match(/`[^`]+`/g) ?? []),
      points: part.match(/^\s*(-|\d+\.) /gm)?.length ?? 0,
      links: [...part.matchAll(/\]\(([^)#]*)[^)]*\)/g)].length,
    };
  });
}

test("both handbooks have the same headings, tables, lists and links", () => {
  expect(shapeOf("docs/operations.ko.md")).toEqual(shapeOf("docs/operations.md"));
});

test("the metrics are found in the code at all", () => {
  expect(metrics).toEqual(expect.arrayContaining(["humblebug.events", "humblebug.jobs.due"]));
  expect(metrics.length).toBe(8);
});

describe.each(handbooks)("%s", (file) => {
  const spans = spansOf(file);

  test("has every metric in its table, and no other", () => {
    const rows = [...read(file).matchAll(/^\| `((?:humblebug|http\.server)[\w.]+)` /gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(metrics);
  });

  test("names only events that are written", () => {
    const known = [...Object.keys(auditTrail), ...Object.keys(plainEvents)];
    const subjects = new Set(known.map((event) => event.split(".")[0]));
    const named = spans.filter(
      (span) => /^[a-z_]+\.[a-z_]+$/.test(span) && subjects.has(span.split(".")[0]),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((event) => !known.includes(event))).toEqual([]);
  });

  test("names only variables that can be set", () => {
    const example = read(".env.example");
    const ofTheSdk = ["OTEL_RESOURCE_ATTRIBUTES", "OTEL_EXPORTER_OTLP_TIMEOUT"];
    const variables = spans.filter((span) => /^[A-Z]+_[A-Z0-9_]+$/.test(span));
    expect(variables.length).toBeGreaterThan(15);
    const unknown = variables.filter(
      (name) => !ofTheSdk.includes(name) && !new RegExp(`^(# )?${name}=`, "m").test(example),
    );
    expect(unknown).toEqual([]);
  });

  test("names only tables and routes that exist", () => {
    const models = [...read("prisma/schema.prisma").matchAll(/^model (\w+)/gm)].map(
      ([, name]) => name,
    );
    const tables = spans.filter((span) => /^[A-Z][a-z]+[A-Za-z]*$/.test(span));
    expect(tables.filter((name) => !models.includes(name))).toEqual([]);
    const routes = spans.filter((span) => /^(GET )?\/api\//.test(span));
    expect(routes.length).toBeGreaterThan(2);
    for (const route of routes)
      expect(existsSync(path.join(root, `app${route.replace("GET ", "")}/route.ts`)), route).toBe(
        true,
      );
  });
});

test("the sizes of the pools are those that the handbook counts with", () => {
  const sizes = ["lib/db.ts", "lib/http/rate-limit-store.ts"].map((file) =>
    Number(/POOL_SIZE = (\d+);/.exec(read(file))?.[1]),
  );
  expect(sizes).toEqual([10, 4]);
  for (const file of handbooks) expect(read(file)).toContain("× 14");
});
