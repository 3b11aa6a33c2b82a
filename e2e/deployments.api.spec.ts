// What an instance stands on: a disk that it may not write to, and a database that is older or newer
// than its code.
import { Client } from "pg";
import { databaseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { signInNatively } from "./native-steps";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

/** Node.js itself refuses every write of this process: nothing is kept on the disk. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isStable = major > 23 || (major === 23 && minor >= 5);
const READ_ONLY = [
  isStable ? "--permission" : "--experimental-permission",
  "--allow-fs-read=*",
  "--allow-worker",
  "--allow-addons",
  "--allow-child-process",
  ...(major >= 25 ? ["--allow-net"] : []),
].join(" ");

test("an instance that may write no file signs people in (MI-2)", async ({ kakao, person }) => {
  const nowhere = { HOME: "/nonexistent", TMPDIR: "/nonexistent" };
  const environment = { ...firstInstanceEnvironment(), ...nowhere, NODE_OPTIONS: READ_ONLY };
  const app = await startApp(environment);
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at: app.url });
  await finishSignIn(visitor, callback, { at: app.url });
  expect((await readMe(visitor, app.url))?.nickname).toBe(person.nickname);
  await signInNatively(kakao, person, { at: app.url });
  for (const path of ["/", "/account", "/developers", "/sign-in", "/nowhere"])
    expect((await visitor.send(`${app.url}${path}`)).status).toBeLessThan(500);
  expect(app.output()).not.toMatch(/ERR_ACCESS_DENIED|EROFS|EACCES|ENOENT/);
  await app.stop();
});

/** The list of migrations of a copy of the database: it is all that readiness looks at. */
async function copyDatabase(name: string) {
  const server = new URL(databaseUrl());
  const copy = new URL(server);
  copy.pathname = `/${name}`;
  const maintenance = new URL(server);
  maintenance.pathname = "/postgres";
  const run = async (url: URL, ...statements: string[]) => {
    const client = new Client({ connectionString: url.href });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const source = new Client({ connectionString: server.href });
  await source.connect();
  const { rows } = await source.query(
    `SELECT "migration_name" AS "name" FROM "_prisma_migrations"`,
  );
  await source.end();
  await run(maintenance, `CREATE DATABASE "${name}"`);
  const names = rows.map((row) => String(row.name)).sort();
  const insert = (one: string) => `INSERT INTO "_prisma_migrations" VALUES ('${one}', now(), NULL)`;
  await run(
    copy,
    `CREATE TABLE "_prisma_migrations" ("migration_name" text, "finished_at" timestamptz,
      "rolled_back_at" timestamptz)`,
    ...names.map(insert),
  );
  return {
    url: copy.href,
    newest: names.at(-1) ?? "",
    run: (statement: string) => run(copy, statement),
    drop: () => run(maintenance, `DROP DATABASE "${name}" WITH (FORCE)`),
  };
}

test("ready with all migrations and with later ones, not with one pending or half done (EV-6, MI-3, P7)", async () => {
  const database = await copyDatabase(`migrations_${process.pid}`);
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: database.url });
  const ready = async () => {
    const answer = await send(`${app.url}/api/health/ready`);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    return [answer.status, JSON.parse(answer.body)];
  };
  const yes = [200, { status: "ready" }];
  const no = [503, { status: "not ready" }];
  const where = `WHERE "migration_name" = '${database.newest}'`;
  expect(await ready()).toEqual(yes);
  await database.run(`UPDATE "_prisma_migrations" SET "finished_at" = NULL ${where}`);
  expect(await ready(), "half done").toEqual(no);
  await database.run(`DELETE FROM "_prisma_migrations" ${where}`);
  expect(await ready(), "pending").toEqual(no);
  expect((await send(`${app.url}/api/health/live`)).status).toBe(200);
  for (const name of [database.newest, "29991231000000_of_a_later_version"])
    await database.run(`INSERT INTO "_prisma_migrations" VALUES ('${name}', now(), NULL)`);
  expect(await ready(), "rolled back to this version").toEqual(yes);
  await app.stop();
  await database.drop();
});

test("health is asked a thousand times a minute, and says no more than one word (EV-6)", async () => {
  const { AUTH_URL: url = "" } = firstInstanceEnvironment();
  const headers = { "x-forwarded-for": "203.0.113.77" };
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      ["live", "ready"].flatMap((name) =>
        Array.from({ length: 20 }, () => send(`${url}/api/health/${name}`, { headers })),
      ),
    );
    for (const { status, body, setCookies, headers: sent } of answers) {
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({ status: expect.stringMatching(/^(live|ready)$/) });
      expect(setCookies).toEqual([]);
      expect([sent.server, sent["x-powered-by"]]).toEqual([undefined, undefined]);
      expect(sent["cache-control"]).toBe("private, no-store");
    }
  }
});
