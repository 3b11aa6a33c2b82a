// The hourly round through what is past its term. Called by run.ts for the job "retention".
import "server-only";
import { logEvent, logFailure } from "../http/log";
import { deleteExpired } from "../users/retention";
import type { JobResult } from "./handlers";
import type { Job } from "./queue";

const AN_HOUR_SECONDS = 60 * 60;

/** A round an hour; while a batch is full, the next one at once. */
export async function retain(_job: Job, signal: AbortSignal): Promise<JobResult> {
  let isMore = true;
  while (isMore && !signal.aborted) {
    const round = await deleteExpired();
    isMore = round.isMore;
    reportLetGo(round.deleted.errands ?? 0);
    const rows = Object.values(round.deleted).reduce((all, count) => all + count, 0);
    if (rows > 0) logEvent("retention.deleted", { rows });
  }
  return { againInSeconds: isMore ? 0 : AN_HOUR_SECONDS };
}

/** Of a withdrawal among them, the person is still linked at Kakao: an operator has to know. */
function reportLetGo(jobs: number): void {
  if (jobs === 0) return;
  const error = new Error(
    "not done in time, and their Kakao ids deleted: is KAKAO_ADMIN_KEY right?",
  );
  logFailure("job.let_go", { jobs }, error);
}
