// How far this process's clock is from the database's, which all instances share. Called by
// readiness.
import "server-only";
import { query } from "./db";

/** Positive when this process is ahead. @throws DatabaseUnavailable */
export async function readClockOffsetMs(): Promise<number> {
  const startedAt = Date.now();
  const [row] = await query(
    (db) => db.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS "now"`,
  );
  const middle = (startedAt + Date.now()) / 2;
  return middle - row.now.getTime();
}
