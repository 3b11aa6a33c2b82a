// A stand-in for an OpenTelemetry collector: takes OTLP/JSON and says what it was told. Called by
// the specs of telemetry.
import { answering, type LittleServer, startLittleServer } from "#scripts/test/little-server";

type Value = { stringValue?: string; boolValue?: boolean; intValue?: number | string };
type KeyValue = { key: string; value: Value & { doubleValue?: number } };
export type Attributes = Record<string, string | number | boolean | undefined>;
export type Point = { attributes: Attributes; value: number };
export type Told = { event: string; severity: number; attributes: Attributes };

type WirePoint = {
  attributes: KeyValue[];
  asInt?: number | string;
  asDouble?: number;
  count?: number | string;
};
type WireMetric = {
  name: string;
  sum?: { dataPoints: WirePoint[] };
  gauge?: { dataPoints: WirePoint[] };
  histogram?: { dataPoints: WirePoint[] };
};
type WireRecord = { eventName: string; severityNumber: number; attributes: KeyValue[] };

function toAttributes(pairs: KeyValue[] = []): Attributes {
  const plain = ({ stringValue, boolValue, intValue, doubleValue }: KeyValue["value"]) =>
    stringValue ?? boolValue ?? (intValue === undefined ? doubleValue : Number(intValue));
  return Object.fromEntries(pairs.map(({ key, value }) => [key, plain(value)]));
}

const toPoint = ({ attributes, asInt, asDouble, count }: WirePoint): Point => ({
  attributes: toAttributes(attributes),
  value: Number(asInt ?? asDouble ?? count),
});

export type Collector = {
  server: LittleServer;
  /** The latest points of a metric: its sums, its values, or how often it was measured. */
  readMetric: (name: string) => Point[];
  metricNames: () => string[];
  readEvents: () => Told[];
  /** Every byte that arrived, with the headers. */
  everything: () => string;
  resource: () => Attributes;
};

export async function startCollector(): Promise<Collector> {
  const server = await startLittleServer();
  server.answer(answering(200, {}));
  const bodiesTo = (path: string) =>
    server.hits.filter(({ url }) => url.pathname === path).map(({ body }) => JSON.parse(body));
  const latest = (): WireMetric[] =>
    (bodiesTo("/v1/metrics").at(-1)?.resourceMetrics ?? []).flatMap(
      (resource: { scopeMetrics: Array<{ metrics: WireMetric[] }> }) =>
        resource.scopeMetrics.flatMap(({ metrics }) => metrics),
    );
  return {
    server,
    readMetric: (name) => {
      const metric = latest().find((candidate) => candidate.name === name);
      return (metric?.sum ?? metric?.gauge ?? metric?.histogram)?.dataPoints.map(toPoint) ?? [];
    },
    metricNames: () => latest().map(({ name }) => name),
    readEvents: () =>
      bodiesTo("/v1/logs")
        .flatMap(({ resourceLogs }) => resourceLogs)
        .flatMap(({ scopeLogs }) => scopeLogs)
        .flatMap(({ logRecords }: { logRecords: WireRecord[] }) => logRecords)
        .map(({ eventName, severityNumber, attributes }) => ({
          event: eventName,
          severity: severityNumber,
          attributes: toAttributes(attributes),
        })),
    everything: () =>
      server.hits.map(({ headers, body }) => `${JSON.stringify(headers)}\n${body}`).join("\n"),
    resource: () =>
      toAttributes(bodiesTo("/v1/metrics").at(-1)?.resourceMetrics[0].resource.attributes),
  };
}
