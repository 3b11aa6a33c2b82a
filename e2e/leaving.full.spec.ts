// What is left of somebody who has left: in the database, in the log, and in a backup of the day before.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { addressOf, runStatement } from "#scripts/test/start-postgres";
import { databaseUrl } from "./addresses";
import { Canaries } from "./canaries";
import { expect, test } from "./fixtures";
import { addSecrets, arrive, leave, live } from "./leaving-steps";
import type { OwnApp } from "./own-app";
import { dumpTables, type OwnDatabase, openOwnDatabase } from "./own-database";
import { signInAt } from "./own-site";
import { readMe } from "./sign-in-steps";
import { age, startVaultSite, type VaultSite } from "./token-vault-steps";
import { tellEvent, tellUnlink } from "./webhook-steps";

test.describe.configure({ mode: "default", timeout: 150_000 });

let site: VaultSite;
test.beforeEach(async () => {
  site = await startVaultSite();
});
test.afterEach(() => site.stop());

/** Jobs that come back by themselves are always there. */
const readJobs = ({ rows }: OwnDatabase) =>
  rows(`SELECT "kind" FROM "Job" WHERE "key" IS DISTINCT FROM "kind"`);

async function waitForJobs(timeout = 20_000): Promise<void> {
  await expect.poll(() => readJobs(site.database), { timeout }).toEqual([]);
}

test("after a whole life and a withdrawal nothing of the person is in any table or log (WD-4, WD-8, SE-6)", async () => {
  const where = { site, app: site.first };
  const canaries = new Canaries();
  const stays = await signInAt(site, site.second);
  const guest = await arrive(where, canaries, "hong");
  await live(where, guest, canaries);
  await age(site, stays);
  await addSecrets(site, guest, canaries);
  const before = canaries.findIn(await dumpTables(site.database)).join();
  for (const name of ["nickname", "e-mail", "picture", "Kakao id"]) expect(before).toContain(name);

  await leave(where, guest);
  await waitForJobs();
  // Kakao speaks of them once more. Nobody calls for the jobs, and they are done all the same.
  const unknown = { at: site.second.url, personId: guest.person.id };
  await tellEvent(site.kakao.client, { ...unknown, event: "account-disabled" });
  await tellUnlink(guest.person.id, unknown);
  expect(await readJobs(site.database)).toHaveLength(2);
  await waitForJobs(60_000);

  const dump = await dumpTables(site.database);
  expect(canaries.findIn(dump), "in the database").toEqual([]);
  // Their former number: in the journal, and for an hour in the counts of attempts.
  const { rows } = site.database;
  const tables = await rows<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  const named: string[] = [];
  for (const { name } of tables) {
    const sql = `SELECT FROM "${name}" t WHERE to_json(t)::text LIKE '%' || $1 || '%'`;
    if ((await rows(sql, [guest.userId])).length > 0) named.push(name);
  }
  expect(named.sort()).toEqual(["RateLimit", "Withdrawal"]);
  const logs = [site.first, site.second].map((app) => app.output()).join("\n");
  expect(canaries.findIn(logs), "in the log").toEqual([]);
  expect(logs).toContain('"event":"user.withdrawn"');
  expect(await readMe(stays.visitor, site.second.url)).toMatchObject({ id: stays.userId });
});

const root = fileURLToPath(new URL("..", import.meta.url));

/** `npm run journal`, as an operator types it. */
function journal(url: string, ...words: string[]): string {
  const env = { ...process.env, DATABASE_URL: url, DATABASE_URL_UNPOOLED: "" };
  const command = ["run", "--silent", "journal", "--", ...words];
  const { stdout, stderr, status } = spawnSync("npm", command, {
    cwd: root,
    env,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** The lines that a collector of logs keeps. */
const logOf = (app: OwnApp) =>
  app
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .join("\n");

test("yesterday's backup is restored, the journal played: who left is gone again, and who signed out stays out (WD-7, D13)", async () => {
  const where = { site, app: site.first };
  const [first, second] = [new Canaries(), new Canaries()];
  const exported = await arrive(where, first, "before-the-export");
  const inLog = await arrive(where, second, "after-the-export");
  const stays = await signInAt(site, site.first);
  const copied = stays.visitor.cookies();
  await waitForJobs();
  const backup = await copyDatabase(site.database);
  const folder = mkdtempSync(path.join(tmpdir(), "humblebug-journal-"));
  try {
    const start = new Date().toISOString();
    await leave(where, exported);
    await waitForJobs();
    const lines = journal(site.database.url, "export", "--since", start);
    expect(lines.trim().split("\n")).toHaveLength(1);
    await leave(where, inLog);
    await waitForJobs();
    const files = { "journal.jsonl": lines, "app.log.jsonl": logOf(site.first) };
    for (const [name, text] of Object.entries(files)) {
      expect([...first.findIn(text), ...second.findIn(text)], name).toEqual([]);
      writeFileSync(path.join(folder, name), text);
    }

    for (const canaries of [first, second])
      expect(canaries.findIn(await dumpTables(backup)).length, "the backup has them").toBe(4);
    const played = journal(
      backup.url,
      ...["play", ...Object.keys(files).map((name) => path.join(folder, name))],
    );
    expect(played).toMatch(/2 people in the files, 2 of them new[\s\S]*2 users deleted again/);
    const app = await site.start({ DATABASE_URL: backup.url });
    for (const canaries of [first, second])
      expect(canaries.findIn(await dumpTables(backup))).toEqual([]);
    stays.visitor.restoreCookies(copied);
    expect(await readMe(stays.visitor, app.url), "every session is over").toBeNull();
    const restored = { ...site, database: backup };
    expect((await signInAt(restored, app, stays.person)).userId).toBe(stays.userId);
    const back = await signInAt(restored, app, exported.person);
    expect(back.userId).not.toBe(exported.userId);
    await app.stop();
  } finally {
    rmSync(folder, { recursive: true });
    await backup.drop();
  }
});

/** What a backup of this moment would hold. */
async function copyDatabase({ name, rows }: OwnDatabase): Promise<OwnDatabase> {
  const copy = `${name}_backup`;
  const maintenance = addressOf(databaseUrl(), "postgres");
  // Nobody else may be in it while it is copied; the instances come again by themselves.
  await rows(
    `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
     WHERE "datname" = $1 AND "pid" <> pg_backend_pid()`,
    [name],
  );
  await rows(`SELECT pg_terminate_backend(pg_backend_pid())`).catch(() => null);
  await runStatement(maintenance, `CREATE DATABASE "${copy}" TEMPLATE "${name}"`);
  return openOwnDatabase(copy);
}
