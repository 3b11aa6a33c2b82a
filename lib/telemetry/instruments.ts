// Each metric with its name, unit and attributes, as docs/operations.md lists them; each event as a
// log record with the fields of its line. Called by start.ts.
import "server-only";
import { type Meter, type ObservableGauge, ValueType } from "@opentelemetry/api";
import { type LogAttributes, type Logger, SeverityNumber } from "@opentelemetry/api-logs";
import { type GaugeName, readGauges } from "./gauges";
import type { LogLine, Recorder } from "./recorder";

const SEVERITY = {
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

/** Seconds. Kakao is given up after a few, the database after 2.5. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const gauges: Record<GaugeName, { unit: string; description: string }> = {
  "humblebug.database.connections": {
    unit: "{connection}",
    description: "Connections of a pool that are in use or idle, and callers waiting for one",
  },
  "humblebug.jobs.due": { unit: "{job}", description: "Jobs whose time has come" },
  "humblebug.jobs.failing": {
    unit: "{job}",
    description: "Jobs that are due and have been tried five times or more",
  },
  "humblebug.jobs.oldest_age": {
    unit: "s",
    description: "For how long the oldest job that is due has waited",
  },
};

type Parts = { meter: Meter; logger: Logger; flush: () => Promise<void> };

export function createRecorder({ meter, logger, flush }: Parts): Recorder {
  const { events, requests, kakaoCalls, databaseCalls } = createInstruments(meter);
  observeAllGauges(meter);
  return {
    event(line) {
      const { event, level, audit = false } = line;
      events.add(1, { event, level, audit: audit === true, ...codeOf(line) });
      logger.emit(toRecord(line));
    },
    request: ({ route, method, status, seconds }) =>
      requests.record(seconds, {
        "http.route": route,
        "http.request.method": method,
        ...(status === null ? { "error.type": "left" } : { "http.response.status_code": status }),
      }),
    kakaoCall: ({ seconds, ...attributes }) => kakaoCalls.record(seconds, attributes),
    databaseCall: ({ seconds, outcome }) => databaseCalls.record(seconds, { outcome }),
    flush,
  };
}

function createInstruments(meter: Meter) {
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, {
      description,
      unit: "s",
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  return {
    events: meter.createCounter("humblebug.events", {
      unit: "{event}",
      description: "Lines of the log",
      valueType: ValueType.INT,
    }),
    requests: histogram(
      "http.server.request.duration",
      "From a request's head to its answer's end",
    ),
    kakaoCalls: histogram("humblebug.kakao.duration", "Requests to Kakao, their answers included"),
    databaseCalls: histogram("humblebug.database.duration", "Database calls, waiting included"),
  };
}

function observeAllGauges(meter: Meter): void {
  const made = new Map<string, ObservableGauge>(
    Object.entries(gauges).map(([name, options]) => [
      name,
      meter.createObservableGauge(name, options),
    ]),
  );
  meter.addBatchObservableCallback(
    async (result) => {
      for (const { gauge, value, attributes } of await readGauges()) {
        const instrument = made.get(gauge);
        if (instrument) result.observe(instrument, value, attributes);
      }
    },
    [...made.values()],
  );
}

/** Codes are closed sets; anything that looks otherwise is no attribute of a metric. */
function codeOf({ code }: LogLine): { code?: string } {
  return typeof code === "string" && /^[A-Za-z_]{1,40}$/.test(code) ? { code } : {};
}

function toRecord({ time, level, event, ...fields }: LogLine) {
  const attributes: LogAttributes = {};
  for (const [name, value] of Object.entries(fields))
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      attributes[name] = value;
  return {
    eventName: event,
    body: event,
    timestamp: new Date(time),
    severityNumber: SEVERITY[level],
    severityText: level,
    attributes,
  };
}
