// Where metrics and events are sent, if anywhere: OpenTelemetry's own variables. Called by
// lib/env.ts. What is not read here (OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_RESOURCE_ATTRIBUTES, …) the
// SDK reads.
import type { VariableReader } from "./variables";

export type Telemetry = {
  /** Null: this signal is not sent. */
  metricsUrl: string | null;
  logsUrl: string | null;
  serviceName: string;
  intervalMs: number;
};

const DEFAULT_INTERVAL_MS = 60_000;
/** Names that only a private network's own DNS knows, and names of containers beside this one. */
const PRIVATE_NAME = /^[a-z0-9-]+$|\.(internal|local|localhost|svc)$/i;
const PRIVATE_ADDRESS =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$|^\[(::1|f[cd][\da-f:]+)\]$/i;

/** @returns null when the environment asks for none: then nothing of it is even loaded */
export function readTelemetry(
  read: VariableReader,
  { httpsOnly }: { httpsOnly: boolean },
): Telemetry | null {
  const readEndpoint = (name: string) => {
    const url = read.httpUrl(name, { httpsOnly: false });
    if (url !== null && httpsOnly && !isSafeLine(new URL(url)))
      read.refuse(
        name,
        "must use https, unless the collector is on this machine or private network",
      );
    return url;
  };
  const base = readEndpoint("OTEL_EXPORTER_OTLP_ENDPOINT");
  const ofSignal = (name: string, path: string) =>
    readEndpoint(name) ?? (base === null ? null : `${base.replace(/\/+$/, "")}/${path}`);
  const metricsUrl = ofSignal("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "v1/metrics");
  const logsUrl = ofSignal("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "v1/logs");
  // Only checked: the SDK reads them itself. The headers may hold a key.
  read.matching("OTEL_EXPORTER_OTLP_HEADERS", HEADERS, "must be a comma list of name=value");
  read.oneOf("OTEL_EXPORTER_OTLP_PROTOCOL", ["http/json"]);
  const isOff = read.oneOf("OTEL_SDK_DISABLED", ["true", "false"]) === "true";
  const serviceName = read.matching("OTEL_SERVICE_NAME", /^[\w.-]{1,100}$/, "must be one word");
  const intervalMs = read.integer("OTEL_METRIC_EXPORT_INTERVAL", 100, 3_600_000);
  if (isOff || (metricsUrl === null && logsUrl === null)) return null;
  return {
    metricsUrl,
    logsUrl,
    serviceName: serviceName ?? "humblebug",
    intervalMs: intervalMs ?? DEFAULT_INTERVAL_MS,
  };
}

const HEADERS = /^[\w!#$%&'*+.^`|~-]+=[^,]+(,\s*[\w!#$%&'*+.^`|~-]+=[^,]+)*$/;

/** Events name our users' ids, the headers may hold a key: neither crosses the internet in clear. */
function isSafeLine({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || PRIVATE_NAME.test(hostname) || PRIVATE_ADDRESS.test(hostname);
}
