// Requests that Next.js cannot read: `TRACE /`, `GET http://[`, a path with `%c0`, a router state that
// is none. It would answer them with a 500, or a bare 400, and write some into the log as they came,
// with whatever code or token is in them. They are refused, or made readable, before it sees them
// (IN-4, SE-6). Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { z } from "zod";
import { NO_STORE } from "./errors";
import { logRefusal } from "./log";
import { newRequestId, REQUEST_ID_HEADER } from "./request-id";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const ROUTER_STATE_HEADER = "next-router-state-tree";
const MAX_ROUTER_STATE_LENGTH = 40_000;

const shared = globalThis as typeof globalThis & { humblebugGuardsServers?: WeakSet<Server> };

/** Safe to call twice. */
export function refuseUnreadableRequests(): void {
  if (shared.humblebugGuardsServers) return;
  const guarded = new WeakSet<Server>();
  shared.humblebugGuardsServers = guarded;
  subscribe("http.server.request.start", (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    makeReadable(request);
    if (guarded.has(server)) return;
    guarded.add(server);
    // In time for this very request: it is handed on after this.
    guard(server);
  });
}

/** A method that no route has is refused like any other: 405, with the right Allow. */
function makeReadable(request: IncomingMessage): void {
  if (!METHODS.has(request.method ?? "")) request.method = "PATCH";
  if (request.url === "*") request.url = "/";
  const { headers } = request;
  // The app has no Server Actions; Next.js would look for one and log its name as it came.
  delete headers["next-action"];
  const state = headers[ROUTER_STATE_HEADER];
  // Without one, the whole page is rendered.
  if (state !== undefined && !isRouterState(String(state))) delete headers[ROUTER_STATE_HEADER];
}

function guard(server: Server): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!isTarget(request.url ?? "")) return answerUnreadable(response);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

function answerUnreadable(response: ServerResponse): void {
  const requestId = newRequestId();
  logRefusal("request.unreadable", { requestId });
  const body = JSON.stringify({ message: "BAD_REQUEST", requestId });
  response.writeHead(400, {
    ...NO_STORE,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    [REQUEST_ID_HEADER]: requestId,
  });
  response.end(body);
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
