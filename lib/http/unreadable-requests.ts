// Requests that Next.js cannot read: `OPTIONS *`, `GET http://[`, `TRACE /`, a path with `%c0`, a
// router state that is none. It would answer each with a 500 and write some into the log as they
// came, with whatever code or token is in them. They are made readable before Next.js sees them.
// Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { z } from "zod";

/** A path that nobody has: it is answered with a 404. */
const NOWHERE = "/-";
const ROUTER_STATE_HEADER = "next-router-state-tree";
const MAX_ROUTER_STATE_LENGTH = 40_000;
/** No `Request` can have them. @see https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN_METHODS = new Set(["CONNECT", "TRACE", "TRACK"]);

const shared = globalThis as typeof globalThis & { humblebugReadsRequests?: boolean };

/** Safe to call twice. */
export function makeRequestsReadable(): void {
  if (shared.humblebugReadsRequests) return;
  shared.humblebugReadsRequests = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { method = "", url = "", headers } = request;
    if (FORBIDDEN_METHODS.has(method) || !isTarget(url))
      Object.assign(request, { method: "GET", url: NOWHERE });
    const state = headers[ROUTER_STATE_HEADER];
    // The app has no Server Actions; Next.js would look for one and log its name as it came.
    delete headers["next-action"];
    // Without one, the whole page is rendered.
    if (state !== undefined && !isRouterState(String(state))) delete headers[ROUTER_STATE_HEADER];
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2 origin-form or absolute-form */
export function isTarget(target: string): boolean {
  if (!/^(\/|https?:\/\/)/i.test(target)) return false;
  if (!URL.canParse(target, "http://localhost")) return false;
  return decodeText(target.split("?")[0] ?? "") !== null;
}

/** As next/dist/server/app-render/types.js has it. */
const segment = z.union([
  z.string(),
  z.tuple([
    z.string(),
    z.string(),
    z.string().regex(/^(c|d|oc|[cd]i\((\.|\.\.|\.\.\.|\.\.\)\(\.\.)\))$/),
    z.array(z.string()).nullable(),
  ]),
]);
const routerState = z.tuple([
  segment,
  z.record(
    z.string(),
    z.lazy((): z.ZodType => routerState),
  ),
  z.tuple([z.string(), z.string()]).nullish(),
  z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
  z.number().nullish(),
  z.string().optional(),
]);

export function isRouterState(header: string): boolean {
  if (header.length > MAX_ROUTER_STATE_LENGTH) return false;
  try {
    return routerState.safeParse(JSON.parse(decodeText(header) ?? "")).success;
  } catch {
    return false;
  }
}

function decodeText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
