// Which kinds of jobs there are, and who does each. Called by run.ts.
import "server-only";
import { applyAccountState } from "./apply-account-state";
import { confirmUnlink, refreshLinkedProfile } from "./confirm-link";
import { cutLink } from "./cut-link";
import type { Job, NextRound } from "./queue";
import { reconcile } from "./reconcile";
import { reencrypt } from "./reencrypt";
import { retain } from "./retain";

/** Done, or done for this time and to come back. */
export type JobResult = "done" | NextRound;

/**
 * Does one job, so that doing it twice changes nothing more: a worker may die after its work and
 * before saying so.
 *
 * @throws whatever keeps it from being done: it is tried again
 */
export type Handler = (job: Job, signal: AbortSignal) => Promise<JobResult>;

export const handlers: ReadonlyMap<string, Handler> = new Map([
  ["unlink", cutLink],
  ["reconcile", reconcile],
  ["retention", retain],
  ["unlinked", confirmUnlink],
  ["refresh", refreshLinkedProfile],
  ["account_state", applyAccountState],
  ["reencrypt", reencrypt],
]);

/** Kinds that are always in the table, once each: they come back by themselves. */
export const repeating: readonly string[] = ["reconcile", "retention", "reencrypt"];
