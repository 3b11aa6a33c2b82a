// Instances of the app on a database and a Kakao of their own, and the invariants of all of it: for
// tests of races, crashes and keys, which count every row and every call. Called by their specs.
import { expect } from "./fixtures";
import { type Invariants, watchInvariants } from "./invariants";
import type { KakaoEmulator } from "./kakao-emulator/server";
import type { Person } from "./kakao-emulator/world/person-schema";
import { type Changes, firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase, type OwnDatabase } from "./own-database";
import { environmentWith, startOwnKakao } from "./own-kakao";
import { requireLogFolder } from "./server-log";
import { finishSignIn, reachCallback } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

export type OwnSite = {
  kakao: KakaoEmulator;
  database: OwnDatabase;
  invariants: Invariants;
  /** For one more process of it. */
  environment: Changes;
  /** One more instance. */
  start: (changes?: Changes) => Promise<OwnApp>;
  stop: () => Promise<void>;
};

export type Guest = { visitor: Visitor; person: Person; userId: string };

export async function startOwnSite(): Promise<OwnSite> {
  const [kakao, database] = await Promise.all([startOwnKakao(), createOwnDatabase()]);
  const environment = environmentWith(kakao.origin, { DATABASE_URL: database.url });
  const apps: OwnApp[] = [];
  const start = async (changes: Changes = {}) => {
    const app = await startApp({ ...environment, ...changes });
    apps.push(app);
    return app;
  };
  const watched = { databaseUrl: database.url, kakaoUrl: kakao.origin };
  const invariants = watchInvariants({ ...watched, logFolder: requireLogFolder(), environment });
  const stop = async () => {
    for (const app of apps) await app.stop();
    await invariants.close();
    await Promise.all([kakao.close(), database.drop()]);
  };
  return { kakao, database, invariants, environment, start, stop };
}

/** A sign-in like any other, at this instance. */
export async function signInAt(
  { kakao, database }: Pick<OwnSite, "kakao" | "database">,
  app: Pick<OwnApp, "url">,
  known?: Person,
): Promise<Guest> {
  const person = known ?? (await kakao.client.createPerson());
  const visitor = new Visitor();
  const where = { at: app.url, kakaoAt: kakao.origin };
  const callback = await reachCallback(visitor, person, where);
  const answer = await finishSignIn(visitor, callback, { at: app.url });
  expect(answer.location?.search, "no error in the address").toBe("");
  const [user] = await database.rows<{ id: string }>(
    `SELECT "id" FROM "User" WHERE "kakaoId" = $1`,
    [person.id],
  );
  return { visitor, person, userId: user?.id ?? "" };
}

/** As a scheduler does. @returns how many jobs were done, and how many failed */
export async function runJobs(at: string): Promise<{ done: number; failed: number }> {
  const authorization = `Bearer ${firstInstanceEnvironment().CRON_SECRET}`;
  const { status, body } = await send(`${at}/api/cron`, { headers: { authorization } });
  if (status !== 200) throw new Error(`/api/cron answers ${status}`);
  return JSON.parse(body);
}

/** So many at once, in order of their beginning. */
export async function inLanes<Value, Result>(
  values: readonly Value[],
  lanes: number,
  work: (value: Value, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = [...values.entries()];
  const walk = async () => {
    for (let next = rest.shift(); next; next = rest.shift())
      results[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: lanes }, walk));
  return results;
}
