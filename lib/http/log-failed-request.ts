// The last stop of an error that nobody caught: the log, under a request id. Called by
// instrumentation.ts.
import "server-only";
import { isHangUp } from "./errors";
import { logFailure, logRefusal } from "./log";
import { REQUEST_ID_HEADER } from "./request-id";

type FailedRequest = { path: string; method: string; headers: NodeJS.Dict<string | string[]> };

/** The path goes in without its query, which may hold a code or a state. */
export function logFailedRequest(error: unknown, { path, method, headers }: FailedRequest): void {
  const requestId = String(headers[REQUEST_ID_HEADER] ?? "unknown");
  // app/error.tsx shows the digest, for Next.js tells the browser no more than that.
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const fields = { requestId, method, path: path.split("?")[0], digest };
  if (isHangUp(error)) logRefusal("request.hung_up", fields);
  else logFailure("request.failed", fields, error);
}
