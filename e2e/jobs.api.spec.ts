// Who may start the jobs, and what comes of it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { send } from "./visitor";

const cronUrl = (at = baseUrl()) => `${at}/api/cron`;
const cronSecret = () => firstInstanceEnvironment().CRON_SECRET ?? "";
const run = (authorization: string, at?: string) =>
  send(cronUrl(at), { headers: { authorization } });

test("whoever has the secret starts the jobs, on either instance", async () => {
  for (const at of [baseUrl(), secondUrl()]) {
    const answer = await run(`Bearer ${cronSecret()}`, at);
    expect(answer.status, answer.body).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      done: expect.any(Number),
      failed: expect.any(Number),
    });
    expect(answer.headers["cache-control"]).toContain("no-store");
  }
});

test("nobody else does", async () => {
  const secret = cronSecret();
  const others = [
    "",
    "Bearer ",
    "Bearer undefined",
    secret,
    `bearer ${secret}`,
    `Basic ${secret}`,
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(0, -1)}`,
    `KakaoAK ${secret}`,
  ];
  for (const authorization of others) {
    const answer = await run(authorization);
    expect(answer.status, authorization.replace(secret, "SECRET")).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ message: "UNAUTHENTICATED" });
  }
  expect((await send(`${cronUrl()}?secret=${encodeURIComponent(secret)}`)).status).toBe(401);
});

test("without a secret in the environment nobody does at all", async () => {
  const app = await startApp({ ...firstInstanceEnvironment(), CRON_SECRET: undefined });
  for (const authorization of ["Bearer ", "Bearer null", "Bearer undefined"])
    expect((await run(authorization, app.url)).status).toBe(401);
  await app.stop();
});

test("the command does what is due and ends; without an environment it says what is missing", async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const jobs = (env: Record<string, string | undefined>) =>
    spawnSync("npm", ["run", "--silent", "jobs"], { cwd: root, encoding: "utf8", env } as object);
  const right = jobs(firstInstanceEnvironment());
  expect(right.stdout).toMatch(/^\d+ done, \d+ failed$/m);
  expect(right.status).toBe(0);
  const wrong = jobs({ ...firstInstanceEnvironment(), DATABASE_URL: "mysql://x" });
  expect(wrong.stderr).toMatch(/^ {2}DATABASE_URL /m);
  expect(wrong.status).toBe(1);
});
