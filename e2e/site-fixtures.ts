// An instance with a Kakao and a database of its own, for tests that age rows, make jobs due, or
// look into every table. The invariants are asked for at the end, when the instance has stopped.
import { type Invariants, watchInvariants } from "./invariants";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import type { Person } from "./kakao-emulator/world/person-schema";
import { startApp } from "./own-app";
import { createOwnDatabase, type OwnDatabase } from "./own-database";
import { test as base, environmentWith, expect } from "./own-kakao";
import { runJobs } from "./own-site";
import { requireLogFolder } from "./server-log";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { Visitor } from "./visitor";

type Guest = { visitor: Visitor; userId: string };
type Site = {
  database: OwnDatabase;
  ownInvariants: Invariants;
  /** The control of this instance's own Kakao. */
  kakaoApi: KakaoEmulatorClient;
  enter: (person: Person) => Promise<Guest>;
  /** What a scheduler does every minute. */
  runJobs: () => ReturnType<typeof runJobs>;
};

export const test = base.extend<Site>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  database: async ({}, use) => {
    const database = await createOwnDatabase();
    await use(database);
    await database.drop();
  },
  ownInvariants: async ({ ownKakao, environment, database }, use) => {
    const invariants = watchInvariants({
      ...{ databaseUrl: database.url, kakaoUrl: ownKakao.origin, logFolder: requireLogFolder() },
      environment: environmentWith(ownKakao.origin, environment),
    });
    await use(invariants);
    expect(await invariants.check(), "invariants").toEqual([]);
    await invariants.close();
  },
  // Depends on the invariants so that it stops before they are asked for.
  app: async ({ ownKakao, environment, database, ownInvariants: _ }, use) => {
    const changes = { ...environment, DATABASE_URL: database.url };
    const app = await startApp(environmentWith(ownKakao.origin, changes));
    await use(app);
    expect(app.process.exitCode, "the process survives").toBeNull();
    await app.stop();
  },
  kakaoApi: async ({ ownKakao }, use) => use(ownKakao.client),
  enter: async ({ app, ownKakao }, use) =>
    use(async (person) => {
      const visitor = new Visitor();
      const callback = await reachCallback(visitor, person, {
        ...{ at: app.url, kakaoAt: ownKakao.origin, items: ["account_email"] },
      });
      const answer = await finishSignIn(visitor, callback, { at: app.url });
      expect(answer.location?.search, "no error in the address").toBe("");
      const me = await readMe(visitor, app.url);
      return { visitor, userId: me?.id ?? "" };
    }),
  runJobs: async ({ app }, use) => use(() => runJobs(app.url)),
});

export { expect };
