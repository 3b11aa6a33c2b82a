// Who may start the jobs from outside. Called by /api/cron.
import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "../env";
import { HttpError } from "../http/errors";

/**
 * @param authorization the header; Vercel's form is `Bearer ${CRON_SECRET}`
 * @throws HttpError 401, also for everybody while no secret is set
 * @see https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs
 */
export function requireCronSecret(authorization: string | null): void {
  const { cronSecret } = env();
  if (cronSecret === null || authorization === null) throw new HttpError(401, "UNAUTHENTICATED");
  // Hashed first: the comparison takes as long for any length.
  const [given, expected] = [authorization, `Bearer ${cronSecret}`].map((text) =>
    createHash("sha256").update(text).digest(),
  );
  if (!given || !expected || !timingSafeEqual(given, expected))
    throw new HttpError(401, "UNAUTHENTICATED");
}
