// Whether a person could sign in right now. Called by /api/health/ready.
import "server-only";
import { readClockOffsetMs } from "../database-clock";
import { hasNewestMigration } from "../database-migrations";
import { isStopping } from "../http/graceful-stop";
import { logFailure } from "../http/log";
import { findMissingSetup } from "./setup";

/** Tokens of Kakao's are refused from a minute on, our own from five. */
const ALARMING_OFFSET_MS = 30_000;

/** False while it stops, keys are missing, or the database is away or lacks a migration of ours. */
export async function isReady(): Promise<boolean> {
  if (isStopping() || findMissingSetup()) return false;
  try {
    const [isMigrated, offsetMs] = await Promise.all([hasNewestMigration(), readClockOffsetMs()]);
    // What it signs still holds elsewhere; taking it away would only leave fewer (P10).
    if (Math.abs(offsetMs) > ALARMING_OFFSET_MS) alarmOfClock(offsetMs);
    return isMigrated;
  } catch (error) {
    logFailure("health.not_ready", {}, error);
    return false;
  }
}

function alarmOfClock(offsetMs: number): void {
  const fields = { offsetSeconds: Math.round(offsetMs / 1000) };
  logFailure("health.clock_alarm", fields, new Error("this clock is not the database's"));
}
