// Does what is due once the answer is on its way, so that nobody waits for the next round of the
// scheduler. Called by handlers that have just written a job, and now and then by sign-ins, which
// keeps the jobs going on a platform whose scheduler comes once a day.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { after } from "next/server";
import { logFailure } from "../http/log";
import { SIGN_IN_UNDER_WAY_SECONDS } from "../users/note-unlink";
import { runDueJobs } from "./run";

const BUDGET_MS = 10_000;
const NOW_AND_THEN_MS = 60_000;
/** Whoever sends many at once waits for answers, not for what follows from them. */
const ANSWERS_FIRST_MS = 1000;

let lastRunAt = 0;

/** @param delaySeconds when the job that was just written is due */
export function runJobsAfterAnswer(delaySeconds = 0): void {
  after(async () => {
    await sleep(delaySeconds * 1000);
    await runQuietly();
  });
}

/** At most once a minute on this instance. */
export function runJobsNowAndThen(): void {
  if (Date.now() - lastRunAt < NOW_AND_THEN_MS) return;
  lastRunAt = Date.now();
  runJobsAfterAnswer();
}

let isRunning = false;
let isAskedAgain = false;

/**
 * After one of many answers: once at a time on this instance. Five hundred webhooks in a second
 * must not take each other's connections away to look for the same jobs (L11).
 */
export function runJobsAfterOneOfMany(): void {
  after(async () => {
    isAskedAgain = true;
    if (isRunning) return;
    isRunning = true;
    while (isAskedAgain) {
      await sleep(ANSWERS_FIRST_MS);
      isAskedAgain = false;
      await runQuietly();
    }
    isRunning = false;
  });
  runJobsLater(SIGN_IN_UNDER_WAY_SECONDS);
}

let wakeAt = 0;
let isAsleep = false;

/**
 * What a webhook asks for about somebody unknown is due only when a sign-in that may be under way is
 * over, and then no request need come that looks. One timer for all; a server that ends does not wait
 * for it, and one that is frozen between requests may miss it: the scheduler is there for both.
 */
function runJobsLater(seconds: number): void {
  // A little later than due: the moment that counts is the database's.
  wakeAt = Date.now() + seconds * 1000 + 500;
  if (!isAsleep) sleepUntilDue();
}

function sleepUntilDue(): void {
  isAsleep = true;
  const wake = async () => {
    isAsleep = false;
    // What was written meanwhile is due later.
    if (wakeAt > Date.now()) sleepUntilDue();
    await runQuietly();
  };
  setTimeout(wake, Math.max(wakeAt - Date.now(), 0)).unref();
}

/** Nobody hears what goes wrong here, and the next round does it. */
export async function runQuietly(): Promise<void> {
  lastRunAt = Date.now();
  try {
    await runDueJobs(BUDGET_MS);
  } catch (error) {
    logFailure("jobs.interrupted", {}, error);
  }
}
