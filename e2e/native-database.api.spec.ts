// The database goes away under an app's session and comes back: a clear answer in time, and nobody
// is signed out by it. An instance of its own stands behind a line that can be cut.
import { databaseUrl } from "./addresses";
import { type DatabaseProxy, startDatabaseProxy } from "./database-proxy";
import { test as base, expect } from "./fixtures";
import {
  exchange,
  expectRefusal,
  idTokenOf,
  kakaoTokenOf,
  meWith,
  postJson,
  refresh,
  revoke,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import type { Answer } from "./visitor";

const MAX_MS = 3000;
const HEALED_WITHIN = { timeout: 10_000 };

const test = base.extend<{ line: DatabaseProxy; app: OwnApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  line: async ({}, use) => {
    const line = await startDatabaseProxy(databaseUrl());
    await use(line);
    await line.close();
  },
  app: async ({ line }, use) => {
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
    await use(app);
    expect(app.process.exitCode, "the process survives").toBeNull();
    await app.stop();
  },
});

async function expectUnavailable(work: Promise<Answer>): Promise<void> {
  const startedAt = Date.now();
  const answer = await work;
  expect(Date.now() - startedAt).toBeLessThan(MAX_MS);
  expectRefusal(answer, 503, "UNAVAILABLE");
  expect(answer.headers["retry-after"]).toBe("5");
}

for (const [id, fault] of [
  ["D2, D11", "cut"],
  ["D3, D11", "swallow"],
] as const)
  test(`with the line ${fault}, everything of a native session is 503, and all of it works again afterwards (${id}, ST-10)`, async ({
    app: { url: at },
    line,
    kakao,
    person,
  }) => {
    const session = await signInNatively(kakao, person, { at });
    const token = await kakaoTokenOf(kakao, person);
    const me = () => meWith(`Bearer ${session.access_token}`, { at });
    expect((await me()).status).toBe(200);
    const idToken = await idTokenOf(kakao, person, "n");
    line[fault]();
    await expectUnavailable(exchange(token, { at }));
    await expectUnavailable(me());
    await expectUnavailable(refresh(session.refresh_token, { at }));
    await expectUnavailable(revoke(session.refresh_token, { at }));
    await expectUnavailable(postJson("/api/token", { id_token: idToken, nonce: "n" }, { at }));
    line.heal();
    await expect.poll(async () => (await me()).status, HEALED_WITHIN).toBe(200);
    expect(tokensIn(await exchange(token, { at })).user.id).toBe(session.user.id);
    const next = tokensIn(await refresh(session.refresh_token, { at }));
    expect((await revoke(next.refresh_token, { at })).status).toBe(200);
    expect((await me()).status, "and an end is an end").toBe(401);
  });
