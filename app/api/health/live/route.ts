// GET /api/health/live: the process answers. For load balancers.
import { methodNotAllowed, NO_STORE } from "#lib/http/errors";

export function GET(): Response {
  return Response.json({ status: "live" }, { headers: NO_STORE });
}

const refuse = methodNotAllowed("GET");

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };
