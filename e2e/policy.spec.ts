// The Content-Security-Policy in a real browser: pages come alive under it, nothing is violated, and
// what it does keep out is reported.
import { baseUrl } from "./addresses";
import { expect, signInAtHome, test } from "./fixtures";
import { readAppLog } from "./server-log";
import { newAddress, ownForm, send } from "./visitor";

const forStrangers = ["/", "/sign-in?error=cancelled", "/nowhere"];
const forTheSignedIn = ["/", "/account", "/developers"];

test("every page comes alive and violates nothing (WB-6, WB-7) @javascript @desktop", async ({
  page,
  person,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 404/);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
  });
  const visit = async (path: string) => {
    await page.goto(path);
    // React leaves its mark on the nodes that it has taken over.
    const isAlive = () =>
      page.evaluate(() => Object.keys(document.body).some((key) => key.startsWith("__reactFiber")));
    await expect.poll(isAlive, path).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, "violations")), path).toEqual([]);
  };
  for (const path of forStrangers) await visit(path);
  await signInAtHome(page, person);
  for (const path of forTheSignedIn) await visit(path);
});

test("what the policy keeps out is reported: directive and host, no address (WB-6) @javascript @desktop", async ({
  page,
  expectedProblems,
}) => {
  expectedProblems.push(/violates the following Content Security Policy/);
  const host = `x${crypto.randomUUID().slice(0, 8)}.test`;
  const reported = page.waitForResponse(`${baseUrl()}/api/csp-report`);
  await page.goto("/sign-in?returnTo=%2Faccount");
  await page.evaluate((src) => {
    new Image().src = src;
  }, `https://${host}/path?code=canary`);
  expect((await reported).status()).toBe(204);
  const lines = () => readAppLog().filter((line) => line.includes(host));
  await expect.poll(() => lines().length).toBe(1);
  const { requestId, time: _, ...fields } = JSON.parse(lines()[0] ?? "{}");
  expect(requestId).toMatch(/^[0-9a-f-]{13}$/);
  expect(fields).toEqual({
    level: "warn",
    event: "policy.violated",
    directive: "img-src",
    blocked: host,
  });
});

test("a report is small, of our own pages, and rare; nothing else of it is kept (WB-6, IN-1, RL-1) @desktop", async () => {
  const canary = `canary${crypto.randomUUID().replaceAll("-", "")}`;
  const address = newAddress();
  const report = (fields: object, headers: Record<string, string> = {}) =>
    send(`${baseUrl()}/api/csp-report`, {
      method: "POST",
      body: JSON.stringify({ "csp-report": fields }),
      headers: {
        ...ownForm(),
        "content-type": "application/csp-report",
        "x-forwarded-for": address,
        ...headers,
      },
    });
  const genuine = { "effective-directive": "img-src", "blocked-uri": `https://a.test/${canary}` };
  const statusOf = async (fields: object, headers = {}) => (await report(fields, headers)).status;
  expect(await statusOf({ ...genuine, "document-uri": canary, "script-sample": canary })).toBe(204);
  expect(await statusOf({ ...genuine, "effective-directive": `${canary} \n{}` })).toBe(204);
  expect(await statusOf({ "effective-directive": ["x"], "blocked-uri": {} })).toBe(204);
  expect(await statusOf({ ...genuine, filler: "x".repeat(9000) })).toBe(413);
  expect(await statusOf(genuine, { "content-type": "application/json" })).toBe(415);
  const elsewhere = { origin: "https://evil.test", "sec-fetch-site": "cross-site" };
  expect(await statusOf(genuine, elsewhere)).toBe(403);
  const all = await Promise.all(Array.from({ length: 30 }, () => statusOf(genuine)));
  expect(all.filter((status) => status === 204)).toHaveLength(16);
  expect(all.filter((status) => status === 429)).toHaveLength(14);
  expect(readAppLog().filter((line) => line.includes(canary))).toEqual([]);
});
