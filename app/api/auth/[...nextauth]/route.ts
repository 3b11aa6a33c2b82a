// Everything under /api/auth; the steps stand in lib/sign-in. Other methods than an action's own
// are answered here too, because Next.js would run GET for a HEAD.
import type { NextRequest } from "next/server";
import { runJobsNowAndThen } from "#lib/jobs/kick";
import { handleAuthAction } from "#lib/sign-in/actions";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, { params }: Context): Promise<Response> {
  runJobsNowAndThen();
  return handleAuthAction(request, (await params).nextauth);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
