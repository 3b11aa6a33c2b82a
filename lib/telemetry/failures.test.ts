// A collector that fails is one line a minute, in words of ours.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let written: string[] = [];

beforeEach(() => {
  written = [];
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Done = (result: { code: number; error?: Error }) => void;

async function failing(error: Error | undefined) {
  const { watchFailures } = await import("#lib/telemetry/failures");
  const done = vi.fn();
  const exporter = watchFailures("metrics", {
    export: (_: unknown, end: Done) => end(error ? { code: 1, error } : { code: 0 }),
  });
  return { done, send: () => exporter.export([], done) };
}

test("many failures are one line, and the next minute's tells how many", async () => {
  const { send, done } = await failing(Object.assign(new Error("x"), { code: "ECONNREFUSED" }));
  for (let n = 0; n < 50; n += 1) send();
  vi.advanceTimersByTime(59_000);
  send();
  expect(written).toHaveLength(1);
  vi.advanceTimersByTime(2000);
  send();
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { event: "telemetry.failed", level: "warn", signal: "metrics", failures: 1 },
    { failures: 51, reason: "ECONNREFUSED" },
  ]);
  expect(done).toHaveBeenCalledTimes(52);
});

test("what the collector says stays out of the log (SE-6)", async () => {
  const said = Object.assign(new Error("bad key canary-key"), { code: "x y", data: "canary-key" });
  const { send } = await failing(said);
  send();
  expect(written.join("")).toContain('"reason":"no answer"');
  expect(written.join("")).not.toContain("canary-key");
});

test("a success is no line", async () => {
  const { send, done } = await failing(undefined);
  send();
  expect(written).toEqual([]);
  expect(done).toHaveBeenCalledWith({ code: 0 });
});
