// The last metrics and events of a process that ends. Called by lib/http/graceful-stop.ts and by
// the commands that work without a server.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { recorder } from "./recorder";

/** A collector that does not answer keeps nobody longer than this. */
export async function flushMeasures(budgetMs: number): Promise<void> {
  const measures = recorder();
  if (measures) await Promise.race([measures.flush(), sleep(budgetMs)]);
}
