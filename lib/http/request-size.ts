// Requests whose address or cookies are larger than any of ours. Called by proxy.ts, before any
// page or handler.
import { HttpError } from "./errors";

const MAX_URL_LENGTH = 8 * 1024;
const MAX_COOKIE_LENGTH = 8 * 1024;

/**
 * Node.js itself refuses 16 KB of headers, address included (IN-1). The callback has a limit of its
 * own, with an answer of its own (CB-14).
 */
export function findOversize({ url, headers }: Request): HttpError | null {
  const { pathname, search } = new URL(url);
  const isTooLong = pathname.length + search.length > MAX_URL_LENGTH;
  if (isTooLong && !pathname.startsWith("/api/auth/callback/"))
    return new HttpError(414, "PAYLOAD_TOO_LARGE");
  return (headers.get("cookie") ?? "").length > MAX_COOKIE_LENGTH
    ? new HttpError(431, "PAYLOAD_TOO_LARGE")
    : null;
}
