// Instances of the app on a database and a Kakao of their own, and the invariants of all of it: for
// tests of races and crashes, which count every row and every call. Called by their specs.
import { type Invariants, watchInvariants } from "./invariants";
import type { KakaoEmulator } from "./kakao-emulator/server";
import { type Changes, firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase, type OwnDatabase } from "./own-database";
import { environmentWith, startOwnKakao } from "./own-kakao";
import { requireLogFolder } from "./server-log";
import { send } from "./visitor";

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
