// A browser's report of a violated Content-Security-Policy becomes one line in the log: which
// directive, and which host. Anybody can send one, so nothing else of it is kept (WB-6).
// Called by /api/csp-report.
import "server-only";
import { z } from "zod";
import { HttpError } from "./errors";
import { readLimited } from "./limited-body";
import { logRefusal } from "./log";
import { countAttemptOfAddress, rateLimits } from "./rate-limits";
import { requestIdOf } from "./request-id";
import { isSameOrigin } from "./same-origin";

const MAX_REPORT_BYTES = 8 * 1024;
/** Names of directives, and what stands in place of an address: "inline", "eval", "data". */
const WORD = /^[a-z-]{1,40}$/;

/** @see https://www.w3.org/TR/CSP3/#deprecated-serialize-violation */
const report = z.object({
  "csp-report": z.object({
    "effective-directive": z.string().regex(WORD),
    "blocked-uri": z.string(),
  }),
});

/**
 * Answers 204 also for what is no report: nobody reads the answer.
 *
 * @throws HttpError 403 when it is not about a page of ours, 413 above 8 KB, 415
 * @throws RateLimited
 */
export async function receivePolicyReport(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim() !== "application/csp-report") throw new HttpError(415, "UNSUPPORTED_MEDIA_TYPE");
  await countAttemptOfAddress(request, rateLimits.policyReports);
  const violation = await readViolation(request);
  const requestId = requestIdOf(request.headers);
  if (violation) logRefusal("policy.violated", { requestId, ...violation });
  return new Response(null, { status: 204 });
}

async function readViolation({ body, headers }: Request) {
  if (body === null) return null;
  const bytes = await readLimited(body, { headers, maxBytes: MAX_REPORT_BYTES });
  const { data } = report.safeParse(parseJson(bytes.toString("utf8")));
  if (!data) return null;
  const violation = data["csp-report"];
  return {
    directive: violation["effective-directive"],
    blocked: describeBlocked(violation["blocked-uri"]),
  };
}

/** Never a path or a query: they may be a person's, or hold a code. */
export function describeBlocked(uri: string): string {
  if (WORD.test(uri)) return uri;
  if (!URL.canParse(uri)) return "other";
  const { protocol, hostname } = new URL(uri);
  return /^https?:$/.test(protocol) ? hostname.slice(0, 100) : protocol.slice(0, -1).slice(0, 40);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
