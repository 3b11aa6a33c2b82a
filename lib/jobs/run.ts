// Does what is due. Called by the cron route and the command, by the development server at
// intervals, and by handlers right after they have answered. Any number may run at once.
import "server-only";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { type Handler, handlers, repeating } from "./handlers";
import { finishJob, type Job, keepRepeating, leaseJob, putOffJob, repeatJob } from "./queue";

const AT_ONCE = 4;
/** No job takes longer; well within its lease. */
const JOB_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 5 * 60;
/** Whoever watches should hear of a job that is not done by then. */
const STUCK_SECONDS = 15 * 60;

export type JobsDone = { done: number; failed: number };

/**
 * Works until nothing is due any more or the time is up; what has begun is finished.
 *
 * @param budgetMs so long it takes up new jobs
 * @throws DatabaseUnavailable
 */
export async function runDueJobs(budgetMs: number): Promise<JobsDone> {
  const until = Date.now() + budgetMs;
  const total: JobsDone = { done: 0, failed: 0 };
  await keepRepeating(repeating);
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(until, total)));
  return total;
}

async function work(until: number, total: JobsDone): Promise<void> {
  while (Date.now() < until) {
    const job = await leaseJob([...handlers.keys()]);
    if (job === null) return;
    if (await tryJob(job)) total.done += 1;
    else total.failed += 1;
  }
}

async function tryJob(job: Job): Promise<boolean> {
  try {
    const result = await handlerOf(job)(job, AbortSignal.timeout(JOB_TIMEOUT_MS));
    if (typeof result === "object") await repeatJob(job, result);
    else await finishJob(job);
    logEvent("job.done", fieldsOf(job));
    return true;
  } catch (error) {
    report(job, error);
    await putOffJob(job, pauseAfter(job.attempts));
    return false;
  }
}

function handlerOf({ kind }: Job): Handler {
  const handler = handlers.get(kind);
  if (!handler) throw new Error("leased a job that nobody does");
  return handler;
}

/** A first failure is Kakao's bad moment; one that lasts is an operator's business. */
function report(job: Job, error: unknown): void {
  if (job.ageSeconds >= STUCK_SECONDS) logFailure("job.stuck", fieldsOf(job), error);
  else logRefusal("job.failed", fieldsOf(job), error);
}

function fieldsOf({ id, kind, attempts, ageSeconds }: Job) {
  return { job: id, kind, attempts, ageSeconds };
}

/** Doubles, up to five minutes; spread, so that many do not come back at the same moment. */
export function pauseAfter(attempts: number): number {
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS);
  return pause * (0.5 + Math.random() / 2);
}
