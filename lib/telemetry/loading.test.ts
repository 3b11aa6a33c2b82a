// Unset, nothing of the SDK is loaded: one file asks for it, and only in the case that it is
// wanted.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["lib", "app"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
  )
  .concat("proxy.ts", "instrumentation.ts")
  .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
  .map((file) => [file, readFileSync(path.join(root, file), "utf8")] as const);

test("only these files import the SDK", () => {
  const importers = sources.filter(([, text]) => text.includes('"@opentelemetry/'));
  expect(importers.map(([file]) => file).sort()).toEqual([
    "lib/telemetry/instruments.ts",
    "lib/telemetry/start.ts",
  ]);
});

test("and only start-if-asked.ts imports those, when it is asked", () => {
  const importers = sources.filter(([, text]) =>
    /["/](instruments|telemetry\/start|start)"/.test(text),
  );
  const ours = importers.filter(([file]) => /telemetry|instrumentation/.test(file));
  expect(ours.map(([file]) => file).sort()).toEqual([
    "lib/telemetry/start-if-asked.ts",
    "lib/telemetry/start.ts",
  ]);
  const [, text = ""] = ours[0] ?? [];
  expect(text).toContain('await import("./start")');
  expect(text.indexOf("telemetry === null) return")).toBeLessThan(text.indexOf("await import"));
});
