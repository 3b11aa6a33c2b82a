// What each measure becomes, with the SDK's own meters: names, values and attributes.
import { createNoopLogger, type LogRecord } from "@opentelemetry/api-logs";
import {
  type DataPoint,
  type Histogram,
  MeterProvider,
  MetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, test, vi } from "vitest";
import { observeGauges, observeJobQueue } from "#lib/telemetry/gauges";
import { createRecorder } from "#lib/telemetry/instruments";

class Reader extends MetricReader {
  protected async onForceFlush() {}
  protected async onShutdown() {}
}

function build() {
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter("test");
  const records: LogRecord[] = [];
  const logger = { ...createNoopLogger(), emit: (record: LogRecord) => void records.push(record) };
  const recorder = createRecorder({ meter, logger, flush: async () => {} });
  const read = async (name: string) => {
    const { resourceMetrics } = await reader.collect();
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    const found = metrics.find(({ descriptor }) => descriptor.name === name);
    return (found?.dataPoints ?? []) as Array<DataPoint<number | Histogram>>;
  };
  return { recorder, records, read };
}

const time = "2026-11-25T00:00:00.000Z";

test("an event is counted by name, level and code, and by nothing else", async () => {
  const { recorder, read } = build();
  const line = { time, level: "warn", event: "sign_in.refused", audit: true } as const;
  recorder.event({ ...line, code: "expired", requestId: "one", user: "u", path: "/a" });
  recorder.event({ ...line, code: "expired", requestId: "two", address: "x" });
  recorder.event({ ...line, code: "a@example.com 1" });
  expect(
    (await read("humblebug.events")).map(({ value, attributes }) => [value, attributes]),
  ).toEqual([
    [2, { event: line.event, level: "warn", audit: true, code: "expired" }],
    [1, { event: line.event, level: "warn", audit: true }],
  ]);
});

test("an event is a record with the fields of its line", () => {
  const { recorder, records } = build();
  recorder.event({ time, level: "error", event: "job.stuck", job: "j", attempts: 3, kind: null });
  expect(records).toEqual([
    {
      eventName: "job.stuck",
      body: "job.stuck",
      timestamp: new Date(time),
      severityNumber: 17,
      severityText: "error",
      attributes: { job: "j", attempts: 3 },
    },
  ]);
});

test("requests, calls to Kakao and database calls are timed by how they end", async () => {
  const { recorder, read } = build();
  recorder.request({ route: "/account", method: "GET", status: 200, seconds: 0.02 });
  recorder.request({ route: "/account", method: "GET", status: null, seconds: 1 });
  recorder.kakaoCall({ endpoint: "/oauth/token", outcome: "unavailable", seconds: 5 });
  recorder.databaseCall({ outcome: "refused", seconds: 0.001 });
  const attributesOf = async (name: string) =>
    (await read(name)).map(({ attributes }) => attributes);
  const request = { "http.route": "/account", "http.request.method": "GET" };
  expect(await attributesOf("http.server.request.duration")).toEqual([
    { ...request, "http.response.status_code": 200 },
    { ...request, "error.type": "left" },
  ]);
  expect(await attributesOf("humblebug.kakao.duration")).toEqual([
    { endpoint: "/oauth/token", outcome: "unavailable" },
  ]);
  expect(await attributesOf("humblebug.database.duration")).toEqual([{ outcome: "refused" }]);
});

test("a gauge whose source fails has no value, and the others have theirs", async () => {
  const { read } = build();
  const readQueue = vi.fn().mockRejectedValue(new Error("away"));
  observeJobQueue(readQueue);
  observeGauges("pool test", () => [{ gauge: "humblebug.database.connections", value: 3 }]);
  expect(await read("humblebug.jobs.due")).toEqual([]);
  expect((await read("humblebug.database.connections")).map(({ value }) => value)).toEqual([3]);
  readQueue.mockResolvedValue({ due: 4, oldestSeconds: 90, failing: 1 });
  expect((await read("humblebug.jobs.due")).map(({ value }) => value)).toEqual([4]);
  expect((await read("humblebug.jobs.oldest_age")).map(({ value }) => value)).toEqual([90]);
  expect((await read("humblebug.jobs.failing")).map(({ value }) => value)).toEqual([1]);
});
