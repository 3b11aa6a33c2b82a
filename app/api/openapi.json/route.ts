// GET /api/openapi.json: the API described, for tools. For people there is /developers.
import { methodNotAllowed } from "#lib/http/errors";
import { readApiDocument } from "#lib/openapi/document";

export function GET(): Response {
  // Short, because a new version may be deployed at any time.
  return Response.json(readApiDocument(), { headers: { "cache-control": "public, max-age=300" } });
}

const refuse = methodNotAllowed("GET");

export {
  refuse as DELETE,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
};
