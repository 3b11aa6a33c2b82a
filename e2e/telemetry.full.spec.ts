// A collector in all kinds of trouble: people notice nothing, the log says so once a minute, and
// what waits to be sent has an end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Answer, answering, startLittleServer } from "#scripts/test/little-server";
import { callbackPath } from "./addresses";
import { startCollector } from "./collector";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp, terminate } from "./own-app";
import { createOwnDatabase } from "./own-database";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const environmentFor = (collectorAt: string) => ({
  ...firstInstanceEnvironment(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorAt,
  OTEL_METRIC_EXPORT_INTERVAL: "200",
});

const linesOf = (output: string, event: string) =>
  output.split("\n").filter((line) => line.includes(`"event":"${event}"`));

const troubles: Array<[string, Answer]> = [
  ["answers 500", answering(500, { message: "canary-of-the-collector" })],
  ["answers 401", answering(401, "canary-of-the-collector")],
  ["answers megabytes", answering(400, "canary-of-the-collector".repeat(200_000))],
  ["hangs up", (response) => response.destroy()],
];

for (const [trouble, answer] of troubles)
  test(`a collector that ${trouble} is one line of the log, and no more (SE-6, SE-8)`, async ({
    person,
  }) => {
    const collector = await startLittleServer();
    collector.answer(answer);
    const app = await startApp(environmentFor(collector.origin));
    const visitor = new Visitor();
    await finishSignIn(visitor, await reachCallback(visitor, person, { at: app.url }), {
      at: app.url,
    });
    expect(await readMe(visitor, app.url)).not.toBeNull();
    const failures = () => linesOf(app.output(), "telemetry.failed");
    await expect.poll(() => failures().length, { timeout: 15_000 }).toBe(1);
    await expect.poll(() => collector.hits.length).toBeGreaterThan(8);
    expect(failures()).toHaveLength(1);
    expect(app.output()).not.toContain("canary-of-the-collector");
    const { code, tookMs } = await terminate(app);
    expect([code, tookMs < 6000], `${tookMs} ms`).toEqual([0, true]);
    await collector.stop();
  });

test("a collector that redirects is not followed: the key in the headers goes nowhere else", async () => {
  const elsewhere = await startLittleServer();
  const collector = await startLittleServer();
  collector.answer(answering(307, "", { location: `${elsewhere.origin}/v1/metrics` }));
  const app = await startApp(environmentFor(collector.origin));
  await expect.poll(() => collector.hits.length).toBeGreaterThan(4);
  expect(elsewhere.hits).toEqual([]);
  await app.stop();
  await Promise.all([collector.stop(), elsewhere.stop()]);
});

test("while nobody takes them, no more events are kept than fit; then they arrive", async () => {
  test.setTimeout(120_000);
  const collector = await startCollector();
  collector.server.answer(() => {});
  const app = await startApp(environmentFor(collector.server.origin));
  const provoke = () => send(`${app.url}${callbackPath}?code=x&state=y`);
  for (let round = 0; round < 200; round += 1)
    await Promise.all(Array.from({ length: 20 }, provoke));
  expect(linesOf(app.output(), "sign_in.refused").length).toBe(4000);
  collector.server.answer(answering(200, {}));
  const arrived = () =>
    collector.readEvents().filter(({ event }) => event === "sign_in.refused").length;
  await expect.poll(arrived, { timeout: 30_000 }).toBeGreaterThan(1000);
  const { code } = await terminate(app);
  expect(code).toBe(0);
  // A queue of 2048, and the batch of 512 that was under way.
  expect(arrived()).toBeLessThanOrEqual(2048 + 512);
  await collector.server.stop();
});

test("the command for jobs sends what it measured before it ends", async () => {
  const collector = await startCollector();
  const database = await createOwnDatabase();
  const script = ["--import", "tsx", "--conditions=react-server", "scripts/jobs.ts"];
  const command = spawn(process.execPath, script, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: {
      ...environmentFor(collector.server.origin),
      OTEL_METRIC_EXPORT_INTERVAL: "600000",
      DATABASE_URL: database.url,
      NODE_ENV: "production",
    },
  });
  const [code] = await once(command, "exit");
  expect(code).toBe(0);
  expect(collector.readMetric("humblebug.jobs.due")).toHaveLength(1);
  const [calls] = collector.readMetric("humblebug.database.duration");
  expect(calls).toMatchObject({ attributes: { outcome: "ok" } });
  await collector.server.stop();
  await database.drop();
});
