// For tests in which the database goes away: an instance of its own behind a proxy that can cut the
// line or swallow what passes. Sessions and people are those of the other instances.
import { databaseUrl } from "./addresses";
import { type DatabaseProxy, startDatabaseProxy } from "./database-proxy";
import { test as base, expect } from "./fixtures";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";

export const test = base.extend<{ line: DatabaseProxy; app: OwnApp }>({
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
