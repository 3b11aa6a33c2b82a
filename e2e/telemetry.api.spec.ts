// Metrics and events of an instance whose environment asks for them, at a collector of the test's
// own: what arrives, what never does, and what a collector that does not answer costs.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { callbackPath } from "./addresses";
import { Canaries } from "./canaries";
import { type Collector, type Point, startCollector } from "./collector";
import { expect, test } from "./fixtures";
import { kakaoTokenOf, signInNatively } from "./native-steps";
import { firstInstanceEnvironment, type OwnApp, startApp, terminate } from "./own-app";
import { finishSignIn, reachCallback, readMe, referenceOf, refusalOf } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const COLLECTOR_KEY = "collector-key-canary-0123456789";

function startMeasuredApp(collectorAt: string): Promise<OwnApp> {
  return startApp({
    ...firstInstanceEnvironment(),
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorAt,
    OTEL_EXPORTER_OTLP_HEADERS: `x-collector-key=${COLLECTOR_KEY}`,
    OTEL_METRIC_EXPORT_INTERVAL: "300",
    OTEL_SERVICE_NAME: "humblebug-under-test",
    OTEL_RESOURCE_ATTRIBUTES: "cloud.region=kr",
  });
}

/** How often, with these attributes among others. */
function countOf(points: Point[], wanted: Point["attributes"]): number {
  const matching = points.filter(({ attributes }) =>
    Object.entries(wanted).every(([name, value]) => attributes[name] === value),
  );
  return matching.reduce((sum, { value }) => sum + value, 0);
}

/** From the table that operators read. */
function documentedFields(): Map<string, string[]> {
  const file = fileURLToPath(new URL("../docs/operations.md", import.meta.url));
  const rows = readFileSync(file, "utf8").matchAll(
    /^\| `([a-z_.]+)` +\| [^|]+ \| (-|`\w+`(?:, `\w+`)*) +\|$/gm,
  );
  return new Map(
    [...rows].map(([, event = "", fields = ""]) => [
      event,
      fields.replace(/[`\s]/g, "").split(","),
    ]),
  );
}

test("sign-ins, refusals and an outage of Kakao's are counted, timed and told; no secret and nobody's name leave (SE-6, SE-8)", async ({
  kakao,
  person,
  createPerson,
  setFault,
}) => {
  const collector = await startCollector();
  const app = await startMeasuredApp(collector.server.origin);
  const at = app.url;
  const canaries = new Canaries();

  const somebody = await createPerson();
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, somebody, { at });
  await finishSignIn(visitor, callback, { at });
  const me = await readMe(visitor, at);
  const forged = await send(
    `${at}${callbackPath}?code=forged-code-canary&state=forged-state-canary`,
  );
  const clear = await setFault({ endpoint: "user_me", status: 503, body: "{}" });
  const unluckyVisitor = new Visitor();
  const unluckyCallback = await reachCallback(unluckyVisitor, person, { at });
  const refused = await finishSignIn(unluckyVisitor, unluckyCallback, { at });
  expect(refusalOf(refused)).toBe("kakao_unavailable");
  await clear();
  const native = await signInNatively(kakao, somebody, { at });
  await send(`${at}/nobody/canary-path@example.com?token=canary-query-value`);

  const calls = () => collector.readMetric("http.server.request.duration");
  await expect.poll(() => countOf(calls(), { "http.route": "other" })).toBeGreaterThan(0);
  const route = { "http.route": callbackPath, "http.request.method": "GET" };
  expect(countOf(calls(), { ...route, "http.response.status_code": 303 })).toBe(3);
  const events = collector.readMetric("humblebug.events");
  expect(countOf(events, { event: "sign_in.succeeded", level: "info", audit: true })).toBe(1);
  const unavailable = { event: "sign_in.refused", code: "kakao_unavailable", level: "warn" };
  expect(countOf(events, unavailable)).toBe(1);
  expect(countOf(events, { event: "exchange.succeeded" })).toBe(1);
  const kakaoCalls = collector.readMetric("humblebug.kakao.duration");
  expect(countOf(kakaoCalls, { endpoint: "/oauth/token", outcome: "200" })).toBe(2);
  expect(countOf(kakaoCalls, { endpoint: "/v2/user/me", outcome: "503" })).toBeGreaterThan(0);
  expect(
    countOf(collector.readMetric("humblebug.database.duration"), { outcome: "ok" }),
  ).toBeGreaterThan(2);
  const connections = collector.readMetric("humblebug.database.connections");
  expect(countOf(connections, { pool: "main", state: "waiting" })).toBe(0);
  expect(countOf(connections, { pool: "main" })).toBeGreaterThan(0);
  expect(collector.metricNames()).toEqual(
    expect.arrayContaining(["humblebug.jobs.due", "humblebug.jobs.oldest_age"]),
  );
  expect(collector.resource()).toMatchObject({
    "service.name": "humblebug-under-test",
    "deployment.environment.name": "test",
    "cloud.region": "kr",
  });

  const { code, tookMs } = await terminate(app);
  expect([code, tookMs < 5000], app.output()).toEqual([0, true]);
  expectEvents(collector, { user: me?.id, forged: referenceOf(forged) });
  expectBoundedAttributes(collector);

  canaries.add("the collector's key in a body", COLLECTOR_KEY);
  expect(canaries.findIn(app.output()), "the collector's key in the log").toEqual([]);
  for (const { headers } of collector.server.hits)
    expect(headers["x-collector-key"]).toBe(COLLECTOR_KEY);

  for (const { id, nickname, email } of [person, somebody])
    for (const value of [id, nickname, email]) canaries.add("a person", value);
  for (const [name, value] of [callback, unluckyCallback].flatMap((url) => [...url.searchParams]))
    canaries.add(name, value);
  canaries.add("the session", visitor.cookies().get("session"));
  for (const token of [native.access_token, native.refresh_token]) canaries.add("ours", token);
  canaries.add("Kakao's token", await kakaoTokenOf(kakao, somebody));
  const { AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY } = firstInstanceEnvironment();
  for (const secret of [AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY])
    canaries.add("a secret", secret);
  for (const typed of ["forged-code-canary", "forged-state-canary"]) canaries.add("typed", typed);
  for (const typed of ["canary-path", "canary-query-value"]) canaries.add("typed", typed);
  const bodies = collector.server.hits.map(({ body }) => body).join("\n");
  expect(bodies, "what may be there is").toContain(String(me?.id));
  expect(canaries.findIn(bodies), "in what was sent").toEqual([]);
  await collector.server.stop();
});

function expectEvents(collector: Collector, { user, forged }: { user?: string; forged: string }) {
  const events = collector.readEvents();
  const [signedIn] = events.filter(({ event }) => event === "sign_in.succeeded");
  expect(signedIn).toMatchObject({ severity: 9, attributes: { audit: true, user } });
  const refusals = events.filter(({ attributes }) => attributes.requestId === forged);
  expect(refusals).toMatchObject([
    { event: "sign_in.refused", severity: 13, attributes: { audit: true } },
  ]);
  expect(events.at(-1)?.event, "flushed at the end").toBe("server.stopped");
  const documented = documentedFields();
  for (const { event, attributes } of events) {
    const known = ["audit", ...(documented.get(event) ?? [])];
    expect(known, event).toEqual(expect.arrayContaining(Object.keys(attributes)));
  }
}

/** Whoever comes and whatever they type: a metric has no more series for it. */
function expectBoundedAttributes(collector: Collector): void {
  const names = new Set<string>();
  for (const metric of collector.metricNames())
    for (const { attributes } of collector.readMetric(metric))
      for (const [name, value] of Object.entries(attributes)) {
        names.add(name);
        expect(String(value), `${metric} ${name}`).not.toMatch(/[\da-f]{8}|[@?%]|\d{4}/);
      }
  expect([...names].sort()).toEqual([
    "audit",
    "code",
    "endpoint",
    "event",
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "level",
    "outcome",
    "pool",
    "state",
  ]);
}

test("a collector that never answers costs nobody anything, and the instance ends in time (SE-8, MI-6)", async ({
  person,
}) => {
  const collector = await startCollector();
  collector.server.answer(() => {});
  const app = await startMeasuredApp(collector.server.origin);
  await expect.poll(() => collector.server.hits.length).toBeGreaterThan(0);
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at: app.url });
  const startedAt = Date.now();
  await finishSignIn(visitor, callback, { at: app.url });
  expect(Date.now() - startedAt).toBeLessThan(2000);
  expect((await readMe(visitor, app.url))?.nickname).toBe(person.nickname);
  const { code, tookMs } = await terminate(app);
  expect([code, tookMs < 6000], `${tookMs} ms`).toEqual([0, true]);
  expect(app.output().match(/telemetry\.failed/g)?.length ?? 0).toBeLessThanOrEqual(1);
  await collector.server.stop();
});
