// Where measures go is asked for by the environment; a mistake there ends the start, by name.
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "#lib/env";

const development = {
  APP_ENV: "test",
  AUTH_SECRET: "dGVzdC1vbmx5LXNlY3JldC1uZXZlci11c2VkLWFueXdoZXJlLWVsc2U=",
  DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:9/none",
};
const production = { ...development, APP_ENV: "production", AUTH_URL: "https://humblebug.kr" };
const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

function refusedIn(given: Record<string, string>): string[] {
  try {
    parseEnv(given);
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    for (const value of Object.values(given)) expect(error.message).not.toContain(value);
    return error.problems.map(({ name }) => name);
  }
}

test("unset, nothing is sent", () => {
  expect(parseEnv(production).telemetry).toBeNull();
  expect(parseEnv({ ...production, OTEL_SERVICE_NAME: "one" }).telemetry).toBeNull();
});

test("OTEL_SDK_DISABLED wins over an endpoint", () => {
  const given = { ...production, [ENDPOINT]: "https://otel.test", OTEL_SDK_DISABLED: "true" };
  expect(parseEnv(given).telemetry).toBeNull();
  expect(parseEnv({ ...given, OTEL_SDK_DISABLED: "false" }).telemetry).not.toBeNull();
});

test("one endpoint serves both signals, each under its path", () => {
  const given = { ...production, [ENDPOINT]: "https://otel.test/some/path/" };
  expect(parseEnv(given).telemetry).toEqual({
    metricsUrl: "https://otel.test/some/path/v1/metrics",
    logsUrl: "https://otel.test/some/path/v1/logs",
    serviceName: "humblebug",
    intervalMs: 60_000,
  });
});

test("a signal's own endpoint is taken as it is, and may be the only one", () => {
  const own = "https://metrics.test/in";
  const given = { ...production, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: own };
  expect(parseEnv(given).telemetry).toMatchObject({ metricsUrl: own, logsUrl: null });
  expect(parseEnv({ ...given, [ENDPOINT]: "https://otel.test" }).telemetry).toMatchObject({
    metricsUrl: own,
    logsUrl: "https://otel.test/v1/logs",
  });
});

describe("in production events and headers do not cross the internet in clear", () => {
  test.each([
    "http://otel.test:4318",
    "http://203.0.113.7:4318",
    "http://172.32.0.1:4318",
    "http://[2001:db8::1]:4318",
    "http://169.254.169.254",
    "http://internal.evil.test",
  ])("%s is refused", (url) => {
    expect(refusedIn({ ...production, [ENDPOINT]: url })).toEqual([ENDPOINT]);
    const name = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";
    expect(refusedIn({ ...production, [name]: url })).toEqual([name]);
  });

  test.each([
    "https://otel.test",
    "http://localhost:4318",
    "http://127.0.0.1:4318",
    "http://[::1]:4318",
    "http://10.1.2.3:4318",
    "http://172.31.0.1:4318",
    "http://collector:4318",
    "http://collector.otel.svc:4318",
    "http://collector.internal:4318",
  ])("%s is taken", (url) => {
    expect(refusedIn({ ...production, [ENDPOINT]: url })).toEqual([]);
  });

  test("on one's own machine any http will do", () => {
    expect(refusedIn({ ...development, [ENDPOINT]: "http://otel.test:4318" })).toEqual([]);
  });
});

test.each([
  [ENDPOINT, "collector:4318"],
  [ENDPOINT, "ftp://collector"],
  [ENDPOINT, `https://${"user:hidden-word"}@otel.test`],
  [ENDPOINT, ""],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a-key-without-its-name"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "x-key=hidden-word\r\nx-other=1"],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
  ["OTEL_SDK_DISABLED", "yes"],
  ["OTEL_SERVICE_NAME", "two words"],
  ["OTEL_METRIC_EXPORT_INTERVAL", "99"],
])("%s=%j is refused by its name (EV-1)", (name, value) => {
  const given = { ...development, [name]: value };
  expect(() => parseEnv(given)).toThrow(name);
  expect(() => parseEnv(given)).not.toThrow("hidden-word");
});

test("headers with a key are taken", () => {
  const headers = "x-api-key=abc=,authorization=Basic%20dXNlcg==";
  expect(refusedIn({ ...development, OTEL_EXPORTER_OTLP_HEADERS: headers })).toEqual([]);
});
