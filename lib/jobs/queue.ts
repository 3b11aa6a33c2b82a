// The table of jobs: leased, finished, put off. Called by run.ts. A job is written by the statement
// whose consequence it is, so that neither exists without the other (docs/decisions/0016).
import "server-only";
import { query } from "../db";

/** Longer than any job may take: afterwards its worker counts as dead, and another takes it. */
export const LEASE_SECONDS = 60;

export type Job = {
  id: string;
  kind: string;
  kakaoId: string | null;
  details: unknown;
  /** This one included. Of two workers with one job, the later lease has the higher number. */
  attempts: number;
  /** Whole seconds since it was written down. */
  ageSeconds: number;
};

/**
 * Takes the job that has been due for longest. Two workers never hold one at the same time
 * (MI-5): a row that another is just taking is skipped, not waited for.
 *
 * @returns null when nothing is due
 * @throws DatabaseUnavailable
 */
export async function leaseJob(kinds: readonly string[]): Promise<Job | null> {
  const [job] = await query(
    (db) => db.$queryRaw<Job[]>`
      UPDATE "Job" SET "attempts" = "attempts" + 1,
        "leasedUntil" = now() + ${LEASE_SECONDS} * interval '1 second'
      WHERE "id" = (
        SELECT "id" FROM "Job"
        WHERE "dueAt" <= now() AND ("leasedUntil" IS NULL OR "leasedUntil" <= now())
          AND "kind" = ANY(${[...kinds]})
        ORDER BY "dueAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING "id", "kind", "kakaoId", "details", "attempts",
        floor(extract(epoch FROM now() - "createdAt"))::int AS "ageSeconds"`,
  );
  return job ?? null;
}

/** Done, by whoever holds the lease; a worker that was too slow changes nothing. */
export async function finishJob({ id, attempts }: Job): Promise<void> {
  await query((db) => db.job.deleteMany({ where: { id, attempts } }));
}

/** Not done: again after so long. */
export async function putOffJob({ id, attempts }: Job, seconds: number): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      UPDATE "Job" SET "leasedUntil" = NULL, "dueAt" = now() + ${seconds} * interval '1 second'
      WHERE "id" = ${id}::uuid AND "attempts" = ${attempts}`,
  );
}

export type NextRound = {
  againInSeconds: number;
  /** What the next round should know. */
  details?: Record<string, string>;
};

/** Done for this time: the next round of a job that comes back, as if it had never been tried. */
export async function repeatJob({ id, attempts }: Job, next: NextRound): Promise<void> {
  const details = JSON.stringify(next.details ?? {});
  await query(
    (db) => db.$executeRaw`
      UPDATE "Job" SET "leasedUntil" = NULL, "attempts" = 0, "details" = ${details}::jsonb,
        "createdAt" = now(), "dueAt" = now() + ${next.againInSeconds} * interval '1 second'
      WHERE "id" = ${id}::uuid AND "attempts" = ${attempts}`,
  );
}

/**
 * Writes down for each of these people that Kakao may have cut their link. One that waits already
 * is enough.
 */
export async function addUnlinkedJobs(kakaoIds: readonly string[]): Promise<void> {
  const keys = kakaoIds.map((kakaoId) => `unlinked ${kakaoId}`);
  await query(
    (db) => db.$executeRaw`
      INSERT INTO "Job" ("kind", "key", "kakaoId")
      SELECT 'unlinked', "key", "kakaoId"
      FROM unnest(${keys}::text[], ${[...kakaoIds]}::text[]) AS missing ("key", "kakaoId")
      ON CONFLICT ("key") DO NOTHING`,
  );
}

/**
 * Makes sure that the jobs which come back are in the table, once each. They begin an hour later: a
 * new deployment has other things to do.
 */
export async function keepRepeating(kinds: readonly string[]): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      INSERT INTO "Job" ("kind", "key", "dueAt")
      SELECT kind, kind, now() + interval '1 hour' FROM unnest(${[...kinds]}::text[]) AS kind
      ON CONFLICT ("key") DO NOTHING`,
  );
}

export type JobQueue = {
  due: number;
  /** Since when the longest waiting of them is due. */
  oldestSeconds: number;
  /** Tried five times or more. */
  failing: number;
};

/** For those who watch. @throws DatabaseUnavailable */
export async function readJobQueue(): Promise<JobQueue> {
  const [queue] = await query(
    (db) => db.$queryRaw<JobQueue[]>`
      SELECT count(*)::int AS "due",
             coalesce(floor(extract(epoch FROM now() - min("dueAt"))), 0)::int AS "oldestSeconds",
             (count(*) FILTER (WHERE "attempts" >= 5))::int AS "failing"
      FROM "Job" WHERE "dueAt" <= now()`,
  );
  return queue ?? { due: 0, oldestSeconds: 0, failing: 0 };
}
