// GET /api/health/ready: people can sign in here. For load balancers; says nothing of versions.
import { methodNotAllowed, NO_STORE } from "#lib/http/errors";
import { isReady } from "#lib/sign-in/readiness";

export async function GET(): Promise<Response> {
  const ready = await isReady();
  const status = ready ? 200 : 503;
  return Response.json({ status: ready ? "ready" : "not ready" }, { status, headers: NO_STORE });
}

const refuse = methodNotAllowed("GET");

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };
