// Runs once when the server starts, and whenever a request fails in a way nobody caught.
import { env } from "#lib/env";
import { logFailure } from "#lib/http/log";

/** A server with a faulty environment must not answer anything. */
export function register(): void {
  try {
    env();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

type FailedRequest = { path: string; method: string; headers: Record<string, unknown> };

export function onRequestError(error: unknown, { path, method, headers }: FailedRequest): void {
  const requestId = String(headers["x-request-id"] ?? "unknown");
  // The query may hold a code or a state.
  logFailure("request.failed", { requestId, method, path: path.split("?")[0] }, error);
}
