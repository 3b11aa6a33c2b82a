// Whether a person could sign in right now. Called by /api/health/ready.
import "server-only";
import { hasNewestMigration } from "../database-migrations";
import { isStopping } from "../http/graceful-stop";
import { logFailure } from "../http/log";
import { findMissingSetup } from "./setup";

/** False while it stops, while keys are missing, the database is away, or it lacks a migration of this build. */
export async function isReady(): Promise<boolean> {
  if (isStopping() || findMissingSetup()) return false;
  try {
    return await hasNewestMigration();
  } catch (error) {
    logFailure("health.not_ready", {}, error);
    return false;
  }
}
