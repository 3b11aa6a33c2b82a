// Whether a person could sign in right now. Called by /api/health/ready.
import "server-only";
import { readClockOffsetMs } from "../database-clock";
import { hasNewestMigration } from "../database-migrations";
import { isStopping } from "../http/graceful-stop";
import { logFailure } from "../http/log";
import { findForeignKids } from "../vault/kids";
import { isVaultOn } from "../vault/switch";
import { findMissingSetup } from "./setup";

/** Tokens of Kakao's are refused from a minute on, our own from five. */
const ALARMING_OFFSET_MS = 30_000;

/**
 * False while it stops, keys are missing, the database is away or lacks a migration of ours, or it
 * holds sealed tokens that no key of ours opens.
 */
export async function isReady(): Promise<boolean> {
  if (isStopping() || findMissingSetup()) return false;
  try {
    const [isMigrated, offsetMs, foreignKids] = await Promise.all([
      hasNewestMigration(),
      readClockOffsetMs(),
      isVaultOn() ? findForeignKids() : [],
    ]);
    // What it signs still holds elsewhere; taking it away would only leave fewer (P10).
    if (Math.abs(offsetMs) > ALARMING_OFFSET_MS) alarmOfClock(offsetMs);
    if (foreignKids.length > 0) alarmOfKey(foreignKids);
    return isMigrated && foreignKids.length === 0;
  } catch (error) {
    logFailure("health.not_ready", {}, error);
    return false;
  }
}

/** A wrong AUTH_SECRET, or an earlier one that was removed too soon (P6). */
function alarmOfKey(kids: string[]): void {
  const error = new Error("tokens are there that no key of AUTH_SECRET opens");
  logFailure("vault.alarm", { kids: kids.join(" ") }, error);
}

function alarmOfClock(offsetMs: number): void {
  const fields = { offsetSeconds: Math.round(offsetMs / 1000) };
  logFailure("health.clock_alarm", fields, new Error("this clock is not the database's"));
}
