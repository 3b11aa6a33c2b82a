// A mistake of ours behind a page and behind an API: an instance of its own reads from a database
// whose answers are nonsense.
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { baseUrl, databaseUrl } from "./addresses";
import { test as base, expect, readSessionCookie, signInAtHome } from "./fixtures";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { expectSecurityHeaders } from "./security-headers";
import { send } from "./visitor";

/** The tables a session is read from, and a fault that is not the database's: division by zero. */
const NONSENSE = `
  CREATE TABLE "User" ("id" uuid, "nickname" text, "image" text, "email" text,
    "refreshedAt" timestamptz);
  CREATE TABLE "Session" ("id" text, "userId" uuid, "flowId" text, "createdAt" timestamptz,
    "lastSeenAt" timestamptz, "expiresAt" timestamptz);
  CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 / 0; END $$;
  CREATE TRIGGER crash BEFORE UPDATE ON "Session" FOR EACH STATEMENT EXECUTE FUNCTION crash();`;

async function run(address: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const test = base.extend<{ app: OwnApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  app: async ({}, use) => {
    const name = `crash_${randomUUID().replaceAll("-", "")}`;
    await run(databaseUrl(), `CREATE DATABASE ${name}`);
    const address = new URL(databaseUrl());
    address.pathname = `/${name}`;
    await run(address.href, NONSENSE);
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: address.href });
    await use(app);
    await app.stop();
    await run(databaseUrl(), `DROP DATABASE ${name} WITH (FORCE)`);
  },
});

test("a crash is 500 with every security header, a request id, and no word of why (WB-8, CB-11)", async ({
  page,
  person,
  app,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 500/, /Server Components render|Minified React error/);
  await signInAtHome(page, person);
  const headers = { cookie: `session=${await readSessionCookie(page)}` };
  for (const path of ["/api/me", "/api/auth/session", "/account", "/"]) {
    const answer = await send(`${app.url}${path}`, { headers });
    expect(answer.status, path).toBe(500);
    expectSecurityHeaders(answer.headers, path);
    expect(answer.headers["cache-control"]).toContain("no-store");
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{13}$/);
    expect(answer.body).not.toMatch(/division|22012|prisma|postgres|node_modules|\bat .*:\d+/i);
  }
  // The cookie of one port is every port's.
  await page.goto(`${app.url}/account`);
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page.getByRole("button", { name: /다시/ })).toBeVisible();
  await page.goto(`${baseUrl()}/account`);
  await expect(page.getByText(person.nickname ?? "", { exact: true })).toBeVisible();
});
