// The one PrismaClient. Called only by the stores (lib/users, lib/session, lib/jobs, lib/vault), and
// for a pool by the rate limits.
// Every call is bounded in time and ends in a value or in DatabaseUnavailable.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { type ClientBase, Pool, type PoolConfig } from "pg";
import { Prisma, PrismaClient } from "../prisma/generated/client";
import { DatabaseUnavailable } from "./database-unavailable";
import { env } from "./env";
import { startFairTimeout } from "./fair-timeout";
import { findSqlState } from "./sql-state";
import { observeGauges } from "./telemetry/gauges";
import { type DatabaseMeasure, recorder, startWatch } from "./telemetry/recorder";

// A person hears within three seconds that the database is away, also when packets vanish without
// an answer (SE-9); the rest of the three seconds is for making the page.
// Also the longest wait for one of the pool's connections (D7).
const CONNECT_TIMEOUT_MS = 2000;
const DEADLINE_MS = 2500;
/** The server, too, stops working on what nobody waits for. */
const SERVER_TIMEOUTS = { statement_timeout: 2200, lock_timeout: 2200 };
/**
 * Prisma's adapter drops the zone of a moment and takes it for UTC: in a database that speaks another
 * one, every moment read would be hours off, and a lease would never be found again.
 */
const IN_UTC = { options: "-c TimeZone=UTC" };
const SET_UTC = "SET TIME ZONE 'UTC'";
/** So long a silence gives a connection up; whoever waited for it has been told before. */
const SILENT_LINE_MS = 5000;
const POOL_SIZE = 10;
const MAX_TRIES = 3;

// Pages and handlers are bundled apart and would otherwise open a pool each.
const shared = globalThis as typeof globalThis & { humblebugPrisma?: PrismaClient };

function prisma(): PrismaClient {
  shared.humblebugPrisma ??= createClient();
  return shared.humblebugPrisma;
}

function createClient(): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(createPool("main", POOL_SIZE)) });
}

/**
 * Connections that are bounded in time. Also for the rate limits, which have a pool of their own.
 *
 * @param name for the metrics
 */
export function createPool(name: string, size: number): Pool {
  const { databaseUrl } = env();
  const pool = new Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: SILENT_LINE_MS,
    idleTimeoutMillis: 5000,
    keepAlive: true,
    ...settingsFor(databaseUrl),
  });
  // An idle connection that the server drops emits "error"; unheard, it would end the process.
  pool.on("error", () => {});
  observePool(name, pool);
  return pool;
}

function observePool(name: string, pool: Pool): void {
  const gauge = "humblebug.database.connections";
  observeGauges(`pool ${name}`, () => [
    { gauge, value: pool.totalCount - pool.idleCount, attributes: { pool: name, state: "used" } },
    { gauge, value: pool.idleCount, attributes: { pool: name, state: "idle" } },
    { gauge, value: pool.waitingCount, attributes: { pool: name, state: "waiting" } },
  ]);
}

/**
 * PgBouncer refuses a connection that brings settings, and follows this one when it is set
 * afterwards; Prisma's own mark for it is `?pgbouncer=true`. An address that brings options of its
 * own has the last word on them.
 */
function settingsFor(databaseUrl: string): PoolConfig {
  const { searchParams } = new URL(databaseUrl);
  const setUtc = { onConnect: (client: ClientBase) => client.query(SET_UTC) };
  if (searchParams.get("pgbouncer") === "true") return setUtc;
  return { ...SERVER_TIMEOUTS, ...(searchParams.has("options") ? setUtc : IN_UTC) };
}

/**
 * Runs one database call. A statement that lost a race (deadlock, serialization) is tried again.
 *
 * @throws DatabaseUnavailable when the database does not answer in time or cannot serve
 */
export async function query<Value>(call: (db: PrismaClient) => Promise<Value>): Promise<Value> {
  const seconds = startWatch();
  const record = (outcome: DatabaseMeasure["outcome"]) =>
    recorder()?.databaseCall({ outcome, seconds: seconds() });
  try {
    const value = await tryAgainAfterLostRace(call);
    record("ok");
    return value;
  } catch (error) {
    record(error instanceof DatabaseUnavailable ? "unavailable" : "refused");
    throw error;
  }
}

async function tryAgainAfterLostRace<Value>(
  call: (db: PrismaClient) => Promise<Value>,
): Promise<Value> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withDeadline(call(prisma()), deadline - Date.now());
    } catch (error) {
      if (attempt < MAX_TRIES && isLostRace(error)) {
        await sleep(Math.random() * 50 * attempt);
        continue;
      }
      throw isUnavailable(error) ? new DatabaseUnavailable(error) : error;
    }
  }
}

function withDeadline<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error("no answer in time"));
    const stop = startFairTimeout(giveUp, Math.max(timeoutMs, 0));
    work.then(resolve, reject).finally(stop);
  });
}

/** A piece of a statement, with its values apart: for what several statements share. */
export const { sql } = Prisma;
export type Sql = Prisma.Sql;

/** A table's or a column's name in a statement. @throws Error for anything but a plain name */
export function identifier(name: string): Sql {
  if (!/^[A-Za-z]+$/.test(name)) throw new Error("not a name of ours");
  return Prisma.raw(`"${name}"`);
}

const LOST_RACE = new Set(["40001", "40P01"]);
// The database answered, and what it refused is a mistake of ours: data (22) or integrity (23).
const OUR_MISTAKE = /^(22|23)/;

function isLostRace(error: unknown): boolean {
  return LOST_RACE.has(findSqlState(error) ?? "");
}

function isUnavailable(error: unknown): boolean {
  // Our own mistakes are no outage.
  if (error instanceof Prisma.PrismaClientValidationError || error instanceof TypeError)
    return false;
  return !OUR_MISTAKE.test(findSqlState(error) ?? "");
}
