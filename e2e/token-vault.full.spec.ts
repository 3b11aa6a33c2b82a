// The token vault when keys change, and when processes die: nothing is lost, and nothing is written
// that nobody can read.

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "./fixtures";
import { newSecret, type OwnApp } from "./own-app";
import { signInAt } from "./own-site";
import {
  countUnopenable,
  FIND_SEALED_ROWS,
  type SealedRow,
  sealFor,
  vaultKidOf,
} from "./sealed-tokens";
import { readMe } from "./sign-in-steps";
import {
  age,
  countRefreshes,
  readSealed,
  readTokens,
  refreshProfile,
  startVaultSite,
  type VaultSite,
} from "./token-vault-steps";
import { send } from "./visitor";

test.describe.configure({ mode: "default", timeout: 120_000 });

let site: VaultSite;
test.beforeEach(async () => {
  site = await startVaultSite();
});
test.afterEach(() => site.stop());

const readAll = () => site.database.rows<SealedRow>(FIND_SEALED_ROWS);
const readiness = async (app: OwnApp) => (await send(`${app.url}/api/health/ready`)).status;

async function kill({ process: child }: OwnApp): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

test("an instance with a wrong secret is not ready, reads nothing and writes nothing (P6, SE-3)", async () => {
  const guest = await signInAt(site, site.first);
  const before = await readAll();
  expect(await readiness(site.first)).toBe(200);
  const wrong = await site.start({ AUTH_SECRET: newSecret() });
  expect(await readiness(wrong)).toBe(503);
  // Who comes here all the same is signed in, and their tokens are not replaced.
  const again = await signInAt(site, wrong, guest.person);
  await signInAt(site, wrong);
  expect(await readMe(again.visitor, wrong.url)).not.toBeNull();
  await age(site, again, { access: true });
  expect(await refreshProfile(again, wrong)).toBe("reconnect");
  const unchanged = (rows: SealedRow[]) => rows.map(({ accessToken }) => accessToken);
  expect(unchanged(await readAll())).toEqual(unchanged(before));
  expect(wrong.output()).toContain('"event":"vault.alarm"');
  expect(await readiness(site.first), "the right one is not harmed").toBe(200);
});

test("keys change while people sign in: the job is killed, and ended by two others (SE-2, P2, I7)", async () => {
  const next = newSecret();
  const guest = await signInAt(site, site.first);
  await fillTable(600);
  const rotated = { AUTH_SECRET: next, AUTH_SECRET_1: site.secret, CRON_SECRET: newSecret() };
  const [victim, one, other] = await Promise.all([1, 2, 3].map(() => site.start(rotated)));
  if (!victim || !one || !other) throw new Error("three were started");
  const letJobBegin = () =>
    site.database.rows(
      `INSERT INTO "Job" ("kind", "key") VALUES ('reencrypt', 'reencrypt')
       ON CONFLICT ("key") DO UPDATE SET "dueAt" = now(), "leasedUntil" = NULL`,
    );
  const runJobs = (app: OwnApp) =>
    send(`${app.url}/api/cron`, { headers: { authorization: `Bearer ${rotated.CRON_SECRET}` } });
  const countOld = async () => {
    const sql = `SELECT count(*)::int AS "rows" FROM "KakaoToken" WHERE "kid" = $1`;
    const kid = vaultKidOf(site.secret);
    return (await site.database.rows<{ rows: number }>(sql, [kid]))[0]?.rows ?? -1;
  };

  await letJobBegin();
  const dying = runJobs(victim).catch(() => null);
  await expect.poll(countOld, { timeout: 30_000, intervals: [20] }).toBeLessThan(590);
  await kill(victim);
  await dying;
  const left = await countOld();
  expect(left, "it was killed in the middle").toBeGreaterThan(0);
  expect(countUnopenable(await readAll(), [next, site.secret])).toBe(0);

  await letJobBegin();
  const jobs = Promise.all([runJobs(one), runJobs(other)]);
  // signInAt throws where somebody is not let in.
  for (const app of [one, other, one, other]) await signInAt(site, app);
  await jobs;
  await expect.poll(countOld, { timeout: 30_000 }).toBe(0);
  expect(countUnopenable(await readAll(), [next])).toBe(0);
  expect(one.output() + other.output()).toContain(`"left":0,"kids":"${vaultKidOf(next)}=605"`);

  const after = await site.start({ AUTH_SECRET: next });
  expect(await readiness(after)).toBe(200);
  const same = await signInAt(site, after, guest.person);
  await age(site, same, { access: true });
  expect(await refreshProfile(same, after)).toBe("refreshed");
});

/** Rows under the old key, of people who have no other part in this. */
async function fillTable(count: number): Promise<void> {
  const users = await site.database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId") SELECT (n + 1000)::text FROM generate_series(1, $1) n
     RETURNING "id"`,
    [count],
  );
  const rows = users.map(({ id }) => ({
    userId: id,
    accessToken: sealFor(id, "accessToken", site.secret),
    refreshToken: sealFor(id, "refreshToken", site.secret),
    kid: vaultKidOf(site.secret),
    accessExpiresAt: new Date(Date.now() + 60_000),
    savedAt: new Date(),
  }));
  await site.database.rows(
    `INSERT INTO "KakaoToken" SELECT * FROM json_populate_recordset(NULL::"KakaoToken", $1)`,
    [JSON.stringify(rows)],
  );
}

test("an instance that is killed while it refreshes keeps nobody from it for long (P2)", async () => {
  const guest = await signInAt(site, site.first);
  await age(site, guest, { access: true });
  const fault = await site.kakao.client.setFault({
    endpoint: "token",
    personId: guest.person.id,
    delayMs: 4000,
  });
  const lost = refreshProfile(guest, site.first).catch(() => null);
  await expect.poll(() => countRefreshes(site, guest)).toBe(1);
  await kill(site.first);
  await lost;
  await site.kakao.client.clearFault(fault.id);
  const held = await readSealed(site, guest);
  expect(await refreshProfile(guest, site.second), "its lease still counts").toBe("unavailable");
  expect(await readSealed(site, guest)).toEqual(held);
  await sleep(10_000);
  expect(await refreshProfile(guest, site.second)).toBe("refreshed");
  expect(await readTokens(site, guest)).toMatchObject({ refresh: expect.any(String) });
  expect(await readMe(guest.visitor, site.second.url)).not.toBeNull();
});
