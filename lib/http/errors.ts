// The error body that every API answer shares. Called by route handlers.
import "server-only";
import { DatabaseUnavailable } from "../database-unavailable";
import { logFailure, logRefusal } from "./log";
import { requestIdOf } from "./request-id";

/** The codes of the contract, and UNAVAILABLE (503) for a database that does not answer. */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN_ORIGIN"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "PAYLOAD_TOO_LARGE"
  | "INVALID_TOKEN"
  | "INVALID_ID_TOKEN"
  | "NOT_FOUND_IN_KAKAO"
  | "KEY_ERROR"
  | "WRONG_APP"
  | "UNDER_14"
  | "RATE_LIMITED"
  | "KAKAO_UNAVAILABLE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "UNAVAILABLE"
  | "INTERNAL";

/** A refusal with a status; handleErrors turns it into an answer. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
    this.name = "HttpError";
  }
}

export const NO_STORE = { "cache-control": "private, no-store" };

/** `{"message": CODE, "requestId": …}` */
export function errorAnswer(
  request: Pick<Request, "headers">,
  { status, code, headers }: Pick<HttpError, "status" | "code" | "headers">,
): Response {
  const body = { message: code, requestId: requestIdOf(request.headers) };
  return Response.json(body, { status, headers: { ...NO_STORE, ...headers } });
}

export type Handler = (request: Request) => Response | Promise<Response>;

/** Wraps a handler so that whatever it throws becomes an answer with a request id. */
export function handleErrors(handler: Handler): Handler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      return errorAnswer(request, toHttpError(request, error));
    }
  };
}

/** What a handler threw, as an answer; everything but a 401 goes into the log. */
export function toHttpError(request: Request, error: unknown): HttpError {
  const fields = { requestId: requestIdOf(request.headers), path: new URL(request.url).pathname };
  if (error instanceof HttpError) {
    // Being signed out is no event; everything else here is worth watching.
    if (error.status !== 401) logRefusal("request.refused", { ...fields, code: error.code });
    return error;
  }
  if (isHangUp(error)) {
    logRefusal("request.hung_up", fields);
    // Nobody hears it.
    return new HttpError(400, "INTERNAL");
  }
  const isDatabase = error instanceof DatabaseUnavailable;
  logFailure(isDatabase ? "database.unavailable" : "request.failed", fields, error);
  return isDatabase
    ? new HttpError(503, "UNAVAILABLE", { "retry-after": "5" })
    : new HttpError(500, "INTERNAL");
}

/** What Node.js throws at whoever reads a request that its client has left. */
export function isHangUp(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error;
}

/** Answers a method that a route does not have. */
export function methodNotAllowed(...allowed: string[]) {
  return (request: Pick<Request, "headers">): Response =>
    errorAnswer(request, new HttpError(405, "METHOD_NOT_ALLOWED", { allow: allowed.join(", ") }));
}
