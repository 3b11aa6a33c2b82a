// The id that ties an answer, its page and its log lines together. proxy.ts makes it, and whoever
// answers before proxy.ts.
import "server-only";

export const REQUEST_ID_HEADER = "x-request-id";
/** Path and query of the page that is asked for, as proxy.ts saw it. */
export const PATH_HEADER = "x-pathname";
/** The nonce of this answer's Content-Security-Policy. */
export const NONCE_HEADER = "x-nonce";

/** Short enough to be read out on the phone, long enough to be found in a day of log. */
export function newRequestId(): string {
  return crypto.randomUUID().slice(0, 13);
}

/** @returns "unknown" only where proxy.ts did not run */
export function requestIdOf(headers: Headers): string {
  return headers.get(REQUEST_ID_HEADER) ?? "unknown";
}
