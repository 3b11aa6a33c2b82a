// Keeps the token vault under the current key, and empty while it is off (SE-2). Called by run.ts for
// the job "reencrypt".
import "server-only";
import { reencryptKakaoTokens } from "../vault/reencrypt";
import type { JobResult } from "./handlers";

/** A few seconds' work: well within a job's time, and a stopping server need not wait long. */
const ROWS_A_ROUND = 500;
const AN_HOUR_SECONDS = 60 * 60;

export async function reencrypt(): Promise<JobResult> {
  const { done, left } = await reencryptKakaoTokens({ limit: ROWS_A_ROUND });
  // What is left and cannot be done now, cannot be done in a moment either.
  return { againInSeconds: done > 0 && left > 0 ? 0 : AN_HOUR_SECONDS };
}
