// The database goes away and comes back. An instance of its own stands behind a proxy that can cut
// the line or swallow what passes; sessions and people are those of the other instances.

import { baseUrl } from "./addresses";
import { expect } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { test } from "./own-app-behind-line";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readCsrfToken,
  readMe,
  readTokenRequests,
  refusalOf,
  signIn,
} from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";

const MAX_MS = 3000;
const HEALED_WITHIN = { timeout: 10_000 };

async function timed(work: Promise<Answer>): Promise<Answer & { tookMs: number }> {
  const startedAt = Date.now();
  const answer = await work;
  return { ...answer, tookMs: Date.now() - startedAt };
}

for (const [id, fault] of [
  ["D2, D11", "cut"],
  ["D3, D11, SE-9", "swallow"],
] as const) {
  test(`signed in while the line is ${fault}: a clear page, and the cookie lives on (${id}, ST-10)`, async ({
    app,
    line,
    person,
  }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    expect(await readMe(visitor, app.url)).not.toBeNull();
    line[fault]();
    // Side by side: each may wait for its answer as long as a person would.
    const [pages, answers] = await Promise.all([
      Promise.all(["/", "/account"].map((path) => timed(visitor.send(`${app.url}${path}`)))),
      Promise.all(
        ["/api/me", "/api/auth/session", "/api/auth/csrf"].map((path) =>
          timed(visitor.send(`${app.url}${path}`)),
        ),
      ),
    ]);
    for (const page of pages) {
      expect(page.tookMs).toBeLessThan(MAX_MS);
      expect(page.location?.pathname).toBe("/unavailable");
      expect(page.body).not.toContain(person.nickname);
      const { search } = page.location as URL;
      const shown = await visitor.send(`${app.url}/unavailable${search}`);
      expect(shown.status).toBe(503);
      expect(shown.body).toContain("지금은 정보를 불러올 수 없어요. 로그인은 그대로 유지돼요.");
    }
    expect(pages.map((page) => page.location?.searchParams.get("returnTo"))).toEqual([
      "/",
      "/account",
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.tookMs).toBeLessThan(MAX_MS);
      expect(JSON.parse(answer.body).message).toBe("UNAVAILABLE");
      expect(answer.headers["retry-after"]).toBe("5");
      expect(answer.setCookies, "nobody is signed out by an outage").toEqual([]);
    }
    line.heal();
    const read = async () => (await visitor.send(`${app.url}/api/me`)).status;
    await expect.poll(read, HEALED_WITHIN).toBe(200);
  });

  test(`a callback while the line is ${fault}: refused in time, and the next try works (${id})`, async ({
    app,
    line,
    person,
    kakao,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person, { at: app.url });
    line[fault]();
    const answer = await timed(finishSignIn(visitor, callback, { at: app.url }));
    expect(answer.tookMs).toBeLessThan(MAX_MS);
    expect(refusalOf(answer)).toBe("unknown");
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
    await expectSignedOut(visitor);
    line.heal();
    const again = async () => {
      const next = await reachCallback(visitor, person, { at: app.url });
      return (await finishSignIn(visitor, next, { at: app.url })).location?.href;
    };
    await expect.poll(again, HEALED_WITHIN).toBe(`${baseUrl()}/`);
    expect(await readMe(visitor)).not.toBeNull();
  });

  test(`a sign-out while the line is ${fault} does not claim to be one (${id})`, async ({
    app,
    line,
    person,
  }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const csrfToken = await readCsrfToken(visitor);
    line[fault]();
    const [here, everywhere] = await Promise.all([
      timed(visitor.post(`${app.url}/api/auth/signout`, { csrfToken })),
      timed(visitor.post(`${app.url}/account/devices`, { csrfToken, device: "all" })),
    ]);
    for (const answer of [here, everywhere]) {
      expect(answer.status).toBe(503);
      expect(answer.tookMs).toBeLessThan(MAX_MS);
      expect(answer.setCookies).toEqual([]);
    }
    expect(await readMe(visitor), "still signed in, as it was said").not.toBeNull();
  });

  test(`readiness tells when the line is ${fault}, liveness does not care (EV-6)`, async ({
    app,
    line,
  }) => {
    const status = async (path: string) => (await new Visitor().send(`${app.url}${path}`)).status;
    expect(await status("/api/health/ready")).toBe(200);
    line[fault]();
    const ready = await timed(new Visitor().send(`${app.url}/api/health/ready`));
    expect(ready.status).toBe(503);
    expect(ready.tookMs).toBeLessThan(MAX_MS);
    expect(JSON.parse(ready.body)).toEqual({ status: "not ready" });
    expect(await status("/api/health/live")).toBe(200);
    expect(await status("/sign-in"), "a stranger needs no database").toBe(200);
    line.heal();
    await expect.poll(() => status("/api/health/ready"), HEALED_WITHIN).toBe(200);
  });
}

test("the database goes away between Kakao's answer and ours: no session, and a retry works (D2, D12)", async ({
  app,
  line,
  person,
  kakao,
  setFault,
}) => {
  const clear = await setFault({ endpoint: "user_me", delayMs: 1500 });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at: app.url });
  const coming = timed(finishSignIn(visitor, callback, { at: app.url }));
  const countOfAsked = async () =>
    (await kakao.readLedger({ path: "/v2/user/me", personId: person.id })).length;
  await expect.poll(countOfAsked).toBe(1);
  line.cut();
  const answer = await coming;
  expect(answer.tookMs, "Kakao's time and ours").toBeLessThan(1500 + MAX_MS + 1000);
  expect(refusalOf(answer)).toBe("unknown");
  await expectSignedOut(visitor);
  await clear();
  line.heal();
  const next = await reachCallback(visitor, person);
  expect((await finishSignIn(visitor, next)).location?.href).toBe(`${baseUrl()}/`);
});

test("started before its database, the app waits closed and opens by itself (D1)", async ({
  line,
}) => {
  line.cut();
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
  const status = async () => (await new Visitor().send(`${app.url}/api/health/ready`)).status;
  expect(await status()).toBe(503);
  line.heal();
  await expect.poll(status, HEALED_WITHIN).toBe(200);
  await app.stop();
});
