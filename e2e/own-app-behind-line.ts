// For tests in which the database fails: an instance of its own behind a line that can be cut,
// silenced or slowed. It is started once for the tests of a file that run in one process, and each
// test finds it healed.

import { type DatabaseProxy, startDatabaseProxy } from "#scripts/test/database-proxy";
import { databaseUrl } from "./addresses";
import { test as base, expect } from "./fixtures";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase, type OwnDatabase } from "./own-database";

type Healed = { line: DatabaseProxy; app: OwnApp };
type Shared = { sharedLine: DatabaseProxy; sharedApp: OwnApp; database: OwnDatabase };

/** The database is that of the other instances, and so are sessions and people. */
export const test = base.extend<Healed, Pick<Shared, "sharedLine" | "sharedApp">>({
  sharedLine: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const line = await startDatabaseProxy(databaseUrl());
      await use(line);
      await line.close();
    },
    { scope: "worker" },
  ],
  sharedApp: [
    async ({ sharedLine }, use) => {
      const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: sharedLine.url });
      await use(app);
      await app.stop();
    },
    { scope: "worker" },
  ],
  line: async ({ sharedLine }, use) => {
    await use(sharedLine);
    sharedLine.heal();
    sharedLine.dropAll();
  },
  app: async ({ sharedApp }, use) => {
    await use(sharedApp);
    expect(sharedApp.process.exitCode, "the process survives").toBeNull();
  },
});

/** The database is this file's own, too, so that a test may change it; it puts it back. */
export const testWithOwnDatabase = test.extend<object, Pick<Shared, "database" | "sharedLine">>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const database = await createOwnDatabase();
      await use(database);
      await database.drop();
    },
    { scope: "worker" },
  ],
  sharedLine: [
    async ({ database }, use) => {
      const line = await startDatabaseProxy(database.url);
      await use(line);
      await line.close();
    },
    { scope: "worker" },
  ],
});
