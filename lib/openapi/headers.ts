// The headers of answers that a client has something to do with. Called by document.ts.
import { apiEn } from "../text/api-en";
import type { Call } from "./calls";

const text = { type: "string" } as const;
const seconds = { type: "integer", minimum: 1 } as const;

export const headerNames = {
  requestId: "X-Request-Id",
  noStore: "Cache-Control",
  retryAfter: "Retry-After",
  allow: "Allow",
  authenticate: "WWW-Authenticate",
} as const;

type HeaderId = keyof typeof headerNames;

export function describeHeaders() {
  const { headers } = apiEn;
  return {
    requestId: { description: headers.requestId, required: true, schema: text },
    noStore: { description: headers.noStore, required: true, schema: text },
    retryAfter: { description: headers.retryAfter, required: true, schema: seconds },
    allow: { description: headers.allow, required: true, schema: text },
    authenticate: { description: headers.authenticate, schema: text },
  } satisfies Record<HeaderId, unknown>;
}

/** What the answers of one status carry, by reference. */
export function headersOf(call: Call, status: number): Record<string, { $ref: string }> {
  const ids: HeaderId[] = ["requestId", "noStore"];
  if (status === 405) ids.push("allow");
  if (status === 401 && call.id === "readMe") ids.push("authenticate");
  // A load balancer asks again in its own time.
  const isTemporary = status === 429 || status === 503;
  if (isTemporary && call.tag !== "health") ids.push("retryAfter");
  return Object.fromEntries(
    ids.map((id) => [headerNames[id], { $ref: `#/components/headers/${id}` }]),
  );
}
