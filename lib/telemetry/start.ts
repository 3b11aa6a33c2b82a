// OpenTelemetry's SDK: metrics at an interval, events as they come, both by OTLP/HTTP in JSON. All
// of it works beside the requests, with queues that are full at some point: a collector that is
// down, slow or refusing costs its data and nothing else. Loaded by start-if-asked.ts alone.
import "server-only";
import { randomUUID } from "node:crypto";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { Telemetry } from "../env/telemetry";
import { readJobQueue } from "../jobs/queue";
import { watchFailures } from "./failures";
import { observeJobQueue } from "./gauges";
import { createRecorder } from "./instruments";
import { installRecorder } from "./recorder";
import { measureRequests } from "./requests";

const SCOPE = "humblebug";
const LONGEST_EXPORT_MS = 10_000;
/** Later events are dropped until the collector takes some; they are on stdout all the same. */
const EVENTS_KEPT = 2048;
/** Of one metric; what exceeds it is counted together under otel.metric.overflow. */
const MOST_COMBINATIONS = 2000;

export function startTelemetry(telemetry: Telemetry, appEnv: string): void {
  const resource = describeSelf(telemetry, appEnv);
  const meters = createMeters(telemetry, resource);
  const loggers = createLoggers(telemetry, resource);
  const flush = async () => {
    await Promise.allSettled([meters.forceFlush(), loggers.forceFlush()]);
  };
  installRecorder(
    createRecorder({ meter: meters.getMeter(SCOPE), logger: loggers.getLogger(SCOPE), flush }),
  );
  observeJobQueue(readJobQueue);
  measureRequests();
}

/** Whatever the operator says in OTEL_RESOURCE_ATTRIBUTES comes last and counts. */
function describeSelf({ serviceName }: Telemetry, appEnv: string): Resource {
  return resourceFromAttributes({
    "service.name": serviceName,
    "service.instance.id": randomUUID(),
    "deployment.environment.name": appEnv,
  }).merge(detectResources({ detectors: [envDetector] }));
}

function createMeters({ metricsUrl, intervalMs }: Telemetry, resource: Resource): MeterProvider {
  if (metricsUrl === null) return new MeterProvider({ resource });
  const reader = new PeriodicExportingMetricReader({
    exporter: watchFailures("metrics", new OTLPMetricExporter({ url: metricsUrl })),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(intervalMs, LONGEST_EXPORT_MS),
    cardinalityLimits: { default: MOST_COMBINATIONS },
  });
  return new MeterProvider({ resource, readers: [reader] });
}

function createLoggers({ logsUrl }: Telemetry, resource: Resource): LoggerProvider {
  if (logsUrl === null) return new LoggerProvider({ resource });
  const processor = new BatchLogRecordProcessor({
    exporter: watchFailures("events", new OTLPLogExporter({ url: logsUrl })),
    maxQueueSize: EVENTS_KEPT,
    exportTimeoutMillis: LONGEST_EXPORT_MS,
  });
  return new LoggerProvider({ resource, processors: [processor] });
}
