// What takes longer or needs a PostgreSQL of its own: slow statements, a restart of the server, and
// encrypted connections.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startPostgres } from "#scripts/test/start-postgres";
import { expect, test as plain } from "./fixtures";
import { makeSelfSigned } from "./kakao-emulator/testing/self-signed";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { testWithOwnDatabase as test } from "./own-app-behind-line";
import { createOwnDatabase } from "./own-database";
import { finishSignIn, reachCallback, readMe, refusalOf } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));
const HEALED_WITHIN = { timeout: 10_000 };

test("two seconds a statement: a sign-in ends within ten seconds, and every page in time (D4)", async ({
  app: { url: at },
  line,
  person,
}) => {
  test.setTimeout(60_000);
  const before = new Visitor();
  await finishSignIn(before, await reachCallback(before, person, { at }), { at });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at });
  line.slow(2000);
  const timed = async (work: Promise<{ status: number }>) => {
    const startedAt = Date.now();
    const { status } = await work;
    return { status, tookMs: Date.now() - startedAt };
  };
  const signingIn = finishSignIn(visitor, callback, { at });
  const [login, account, me, live] = await Promise.all([
    timed(signingIn),
    timed(before.send(`${at}/account`)),
    timed(before.send(`${at}/api/me`)),
    timed(send(`${at}/api/health/live`)),
  ]);
  const answer = await signingIn;
  line.heal();
  expect(login.tookMs).toBeLessThan(10_000);
  expect([null, "unknown"]).toContain(refusalOf(answer));
  expect(visitor.cookies().has("session")).toBe(refusalOf(answer) === null);
  expect([200, 307]).toContain(account.status);
  expect(account.tookMs).toBeLessThan(6000);
  expect([200, 503]).toContain(me.status);
  expect(me.tookMs).toBeLessThan(3500);
  expect(live.status).toBe(200);
  expect(live.tookMs, "no statement of its own").toBeLessThan(2000);
  const again = async () => (await readMe(before, at).catch(() => null))?.nickname;
  await expect.poll(again, HEALED_WITHIN).toBe(person.nickname);
});

plain(
  "the server restarts under load: the process lives, and reads and writes resume within ten seconds (D5)",
  async ({ person, createPerson }) => {
    plain.setTimeout(90_000);
    const postgres = await startPostgres(root);
    const database = await createOwnDatabase(postgres.url);
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: database.url });
    const at = app.url;
    const visitor = new Visitor();
    await finishSignIn(visitor, await reachCallback(visitor, person, { at }), { at });
    const statuses: number[] = [];
    let isRunning = true;
    const load = Array.from({ length: 8 }, async () => {
      while (isRunning) {
        statuses.push((await visitor.send(`${at}/api/me`)).status);
        await sleep(20);
      }
    });
    await sleep(300);
    await postgres.restart();
    const restartedAt = Date.now();
    const newcomer = await createPerson();
    const signIn = async () => {
      const one = new Visitor();
      const answer = await finishSignIn(one, await reachCallback(one, newcomer, { at }), { at });
      return refusalOf(answer) ?? "signed in";
    };
    await expect.poll(signIn, HEALED_WITHIN).toBe("signed in");
    expect(Date.now() - restartedAt).toBeLessThan(10_000);
    isRunning = false;
    await Promise.all(load);
    expect(app.process.exitCode, "the process lives").toBeNull();
    expect(await readMe(visitor, at), "and so does the session").not.toBeNull();
    await app.stop();
    await database.drop();
    await postgres.stop();
    expect(new Set(statuses).has(200)).toBe(true);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  },
);

plain(
  "sslmode=verify-full: the right certificate is taken; another host's or an unknown one is not (SE-9)",
  async ({ person }) => {
    plain.setTimeout(90_000);
    const tls = makeSelfSigned("localhost");
    const settings = ["ssl=on", "log_min_messages=warning", "log_connections=on"];
    const log: string[] = [];
    const postgres = await startPostgres(root, { settings, tls, onLine: (text) => log.push(text) });
    const database = await createOwnDatabase(postgres.url);
    const folder = mkdtempSync(path.join(tmpdir(), "humblebug-tls-"));
    const authority = path.join(folder, "authority.crt");
    writeFileSync(authority, tls.cert);
    const other = path.join(folder, "other.crt");
    writeFileSync(other, makeSelfSigned("localhost").cert);

    const withTls = (host: string, sslrootcert: string | null) => {
      const url = new URL(database.url);
      url.hostname = host;
      url.searchParams.set("sslmode", "verify-full");
      if (sslrootcert) url.searchParams.set("sslrootcert", sslrootcert);
      return url.href;
    };
    const readyWith = async (url: string) => {
      const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: url });
      const { status } = await send(`${app.url}/api/health/ready`);
      const visitor = new Visitor();
      const callback = await reachCallback(visitor, person, { at: app.url });
      const answer = await finishSignIn(visitor, callback, { at: app.url });
      const encrypted = await database.rows(
        `SELECT 1 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE datname = current_database() AND ssl`,
      );
      await app.stop();
      return { status, refusal: refusalOf(answer), isEncrypted: encrypted.length > 0 };
    };
    const right = await readyWith(withTls("localhost", authority));
    const wrong = [
      await readyWith(withTls("127.0.0.1", authority)),
      await readyWith(withTls("localhost", other)),
      await readyWith(withTls("localhost", null)),
    ];
    await database.drop();
    await postgres.stop();
    rmSync(folder, { recursive: true });
    expect(right).toEqual({ status: 200, refusal: null, isEncrypted: true });
    for (const one of wrong)
      expect(one).toEqual({ status: 503, refusal: "unknown", isEncrypted: false });
  },
);
