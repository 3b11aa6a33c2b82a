// GET /api/cron: does the jobs that are due. Called by a scheduler (Vercel Cron sends this header by
// itself) as often as an operator likes; docs/operations.md says how often.
import { handleErrors, methodNotAllowed, NO_STORE } from "#lib/http/errors";
import { requireCronSecret } from "#lib/jobs/cron-secret";
import { runDueJobs } from "#lib/jobs/run";

/** Vercel's own limit for a function; jobs are taken up for a third of it. */
export const maxDuration = 60;
const BUDGET_MS = 20_000;

async function runJobs(request: Request): Promise<Response> {
  requireCronSecret(request.headers.get("authorization"));
  return Response.json(await runDueJobs(BUDGET_MS), { headers: NO_STORE });
}

export const GET = handleErrors(runJobs);
const refuse = methodNotAllowed("GET");

export {
  refuse as DELETE,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
};
