// L15: one person with ten thousand sessions, in a table of a million.
import type { Visitor } from "#e2e/visitor";
import { signedInBrowsers } from "./browsers";
import { inMs, p95 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { inTurns, times, timesOf, valuesOf } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const OF_ONE_USER = 10_000;
const SESSIONS_OF_OTHERS = 10;

/** Users with ten sessions each. Their ids are below Kakao's own, so that they meet nobody. */
async function fillTable({ sql }: World, sessions: number): Promise<void> {
  const users = sessions / SESSIONS_OF_OTHERS;
  await sql(
    `WITH made AS (
       INSERT INTO "User" ("kakaoId") SELECT n::text FROM generate_series(1, $1::int) n RETURNING "id"
     )
     INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt")
     SELECT encode(sha256((made."id"::text || n)::bytea), 'hex'), made."id", 'filled',
            now() + interval '29 days'
     FROM made, generate_series(1, $2::int) n`,
    [users, SESSIONS_OF_OTHERS],
  );
  await sql(`ANALYZE`);
}

async function addSessions({ sql }: World, userId: string): Promise<void> {
  await sql(
    `INSERT INTO "Session" ("id", "userId", "flowId", "expiresAt", "browser", "system")
     SELECT encode(sha256((gen_random_uuid()::text)::bytea), 'hex'), $1::uuid, 'filled',
            now() + interval '29 days', 'Chrome', 'Android'
     FROM generate_series(1, $2::int) n`,
    [userId, OF_ONE_USER],
  );
}

async function readUser(browser: Visitor, { first }: World) {
  const me = JSON.parse((await browser.send(`${first}/api/me`)).body);
  const csrf = JSON.parse((await browser.send(`${first}/api/auth/csrf`)).body);
  return { userId: String(me.user.id), csrfToken: String(csrf.csrfToken) };
}

/** The statements that these pages run, as the planner sees them with this much in the table. */
async function findScans({ sql }: World, userId: string): Promise<string[]> {
  const statements = [
    `SELECT * FROM "Session" WHERE "userId" = $1::uuid AND "expiresAt" > now()
     ORDER BY "lastSeenAt" DESC LIMIT 100`,
    `DELETE FROM "Session" WHERE "userId" = $1::uuid`,
    `DELETE FROM "NativeSession" WHERE "userId" = $1::uuid`,
  ];
  const scans: string[] = [];
  for (const statement of statements) {
    const rows = await sql<{ "QUERY PLAN": string }>(`EXPLAIN ${statement}`, [userId]);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    if (plan.includes('Seq Scan on "Session"')) scans.push(plan);
  }
  return scans;
}

async function measureRevocation(world: World, browser: Visitor): Promise<number> {
  const { userId, csrfToken } = await readUser(browser, world);
  await addSessions(world, userId);
  const startedAt = performance.now();
  const form = { csrfToken, device: "all" };
  const answer = await browser.post(`${world.first}/account/devices`, form);
  const took = performance.now() - startedAt;
  if (answer.status !== 303) throw new Error(`signing out everywhere answered ${answer.status}`);
  const [left] = await world.sql<{ count: number }>(
    `SELECT count(*)::int FROM "Session" WHERE "userId" = $1::uuid`,
    [userId],
  );
  if (left?.count !== 0) throw new Error(`${left?.count} sessions are left`);
  return took;
}

async function manySessions({ world, isQuick }: Context): Promise<Line[]> {
  const samples = isQuick ? 5 : 20;
  const [reader, ...enders] = await signedInBrowsers(world, samples + 1);
  if (!reader) return [];
  await fillTable(world, isQuick ? 100_000 : 1_000_000);
  const { userId } = await readUser(reader, world);
  await addSessions(world, userId);
  const list = async () => {
    const { status } = await reader.send(`${world.first}/account`);
    if (status !== 200) throw new Error(`/account answered ${status}`);
  };
  const listed = await inTurns(times(samples * 5), 1, list);
  valuesOf(listed);
  const scans = await findScans(world, userId);
  const ended: number[] = [];
  for (const browser of enders) ended.push(await measureRevocation(world, browser));
  const what = `${OF_ONE_USER} sessions of one user among ${isQuick ? "100,000" : "1,000,000"}`;
  const [list95, end95] = [p95(timesOf(listed)), p95(ended)];
  return [
    timed(
      { id: "L15", what: `${what}: list p95`, measured: inMs(list95), target: "≤ 500 ms" },
      list95 <= 500,
    ),
    timed(
      {
        id: "L15",
        what: `${what}: sign out everywhere p95`,
        measured: inMs(end95),
        target: "≤ 500 ms",
      },
      end95 <= 500,
    ),
    exact("L15", "statements that read the whole table", scans.length, 0),
  ];
}

export const largeTables: Scenario[] = [
  {
    id: "L15",
    title: "ten thousand sessions among a million are listed and ended",
    run: manySessions,
  },
];
