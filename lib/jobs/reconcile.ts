// Finds people whom Kakao no longer knows and of whom no webhook told us (WH-9): our list is compared
// with Kakao's, a few pages at a time. Called by run.ts for the job "reconcile".
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { logEvent, logFailure } from "../http/log";
import { listLinkedIds, MOST_IDS } from "../kakao/admin";
import { listKakaoIdsBetween } from "../users/kakao-id-list";
import type { JobResult } from "./handlers";
import { addUnlinkedJobs, type Job } from "./queue";

const PAGES_A_ROUND = 20;
/** Kakao allows a hundred pages a minute. */
const BETWEEN_ROUNDS_SECONDS = 30;
const A_DAY_SECONDS = 24 * 60 * 60;
/** More missing at once than this, and more than a fifth: the key is of another app, or Kakao errs. */
const PLAUSIBLY_MISSING = 5;

const progress = z.object({ after: z.string().optional() });

/**
 * Everything is asked once more, person by person, before anything is destroyed.
 *
 * @throws KakaoError when Kakao could not be asked, or its list does not go on
 */
export async function reconcile({ details }: Job, signal: AbortSignal): Promise<JobResult> {
  if (env().kakao.adminKey === null) return { againInSeconds: A_DAY_SECONDS };
  let after = progress.parse(details).after ?? "0";
  for (let page = 0; page < PAGES_A_ROUND; page += 1) {
    const linked = await listLinkedIds(after === "0" ? null : next(after), signal);
    const isLast = linked.length < MOST_IDS;
    const until = isLast ? null : (linked.at(-1) ?? null);
    if (!(await compare(after, until, linked))) return { againInSeconds: A_DAY_SECONDS };
    if (until === null) {
      logEvent("reconcile.done", {});
      return { againInSeconds: A_DAY_SECONDS };
    }
    after = until;
  }
  return { againInSeconds: BETWEEN_ROUNDS_SECONDS, details: { after } };
}

/** @returns false when what is missing cannot be true */
async function compare(after: string, until: string | null, linked: string[]): Promise<boolean> {
  const known = new Set(linked);
  const ours = await listKakaoIdsBetween(after, until);
  const missing = ours.filter((kakaoId) => !known.has(kakaoId));
  if (missing.length > PLAUSIBLY_MISSING && missing.length * 5 > ours.length) {
    const fields = { missing: missing.length, compared: ours.length };
    logFailure("reconcile.implausible", fields, new Error("Kakao's list lacks too many people"));
    return false;
  }
  if (missing.length > 0) {
    await addUnlinkedJobs(missing);
    logEvent("reconcile.missing", { missing: missing.length });
  }
  return true;
}

function next(kakaoId: string): string {
  return String(BigInt(kakaoId) + 1n);
}
