// What can only be measured by looking: each source is read when metrics are about to be sent, and
// never when nobody asked for metrics. Sources register themselves (lib/db.ts its pools).
import "server-only";
import type { JobQueue } from "../jobs/queue";

export type GaugeName =
  | "humblebug.database.connections"
  | "humblebug.jobs.due"
  | "humblebug.jobs.failing"
  | "humblebug.jobs.oldest_age";

export type Reading = { gauge: GaugeName; value: number; attributes?: Record<string, string> };

type Read = () => Reading[] | Promise<Reading[]>;

// Stores are bundled apart from instrumentation.ts.
const shared = globalThis as typeof globalThis & { humblebugGauges?: Map<string, Read> };

/** Safe to call again: the newest source of a name counts. */
export function observeGauges(source: string, read: Read): void {
  shared.humblebugGauges ??= new Map();
  shared.humblebugGauges.set(source, read);
}

/** One small statement each time, whichever instance asks: all of them see the same table. */
export function observeJobQueue(readQueue: () => Promise<JobQueue>): void {
  observeGauges("jobs", async () => {
    const { due, oldestSeconds, failing } = await readQueue();
    return [
      { gauge: "humblebug.jobs.due", value: due },
      { gauge: "humblebug.jobs.failing", value: failing },
      { gauge: "humblebug.jobs.oldest_age", value: oldestSeconds },
    ];
  });
}

/** A source that fails says nothing this time: no value is better than a wrong one. */
export async function readGauges(): Promise<Reading[]> {
  const sources = [...(shared.humblebugGauges?.values() ?? [])];
  const read = await Promise.allSettled(sources.map(async (source) => source()));
  return read.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}
