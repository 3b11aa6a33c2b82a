// How long a client may take to send a request, and how much of a body is ever taken in. Node.js
// alone would wait for minutes, and Next.js reads a body to its end before a handler sees any of
// it: both are looked after while the bytes come in, before Next.js.
// Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Measured from the connection, or from the end of the answer before (IN-3). */
const HEADER_TIMEOUT_MS = 10_000;
const BODY_TIMEOUT_MS = 15_000;
/** The largest body that any route takes; readForm and readJson say 413 to a byte more (IN-1). */
const MAX_BODY_BYTES = 64 * 1024;

/** For the answer to reach a client that is still sending; then the connection ends. */
const LINGER_MS = 500;

type Connection = Socket & { server?: Server };
type Started = {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Connection;
  server: Server;
};

const shared = globalThis as typeof globalThis & { humblebugHeaderTimers?: HeaderTimers };
type HeaderTimers = WeakMap<Socket, NodeJS.Timeout>;

/** Safe to call twice. */
export function limitSlowClients(): void {
  if (shared.humblebugHeaderTimers) return;
  const timers: HeaderTimers = new WeakMap();
  shared.humblebugHeaderTimers = timers;
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: Connection };
    awaitHeader(timers, socket, HEADER_TIMEOUT_MS);
    socket.once("close", () => clearTimeout(timers.get(socket)));
  });
  subscribe("http.server.request.start", (message) => {
    const { request, response, socket, server } = message as Started;
    clearTimeout(timers.get(socket));
    // A load balancer may keep its connections as long as it was told that it may.
    const nextHeaderMs = server.keepAliveTimeout + HEADER_TIMEOUT_MS;
    response.once("close", () => awaitHeader(timers, socket, nextHeaderMs));
    if (hasBody(request)) limitBody(request, response, socket);
  });
}

function awaitHeader(timers: HeaderTimers, socket: Connection, timeoutMs: number): void {
  clearTimeout(timers.get(socket));
  if (!socket.destroyed) timers.set(socket, setTimeout(() => turnAway(socket), timeoutMs).unref());
}

/** As Node.js would after its own, longer time: every-answer.ts answers 408. */
function turnAway(socket: Connection): void {
  const error = Object.assign(new Error("too slow"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
  if (!socket.server?.emit("clientError", error, socket)) socket.destroy();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/**
 * Ends a body that is too large one piece after the limit: its reader counts more than it takes and
 * refuses it. What follows is thrown away, until the client has had time to read the answer.
 */
function limitBody(request: IncomingMessage, response: ServerResponse, socket: Connection): void {
  const timer = setTimeout(() => turnAway(socket), BODY_TIMEOUT_MS).unref();
  request.once("close", () => clearTimeout(timer));
  const push = request.push.bind(request);
  let size = 0;
  let hasEnded = false;
  const endEarly = () => {
    hasEnded = true;
    // Otherwise Node.js ends the connection before the answer.
    request.complete = true;
    response.once("finish", () => setTimeout(() => socket.destroy(), LINGER_MS).unref());
    push(null);
  };
  // What the parser calls for each piece, and at the end with null.
  const pushLimited = (chunk: Buffer | null) => {
    if (hasEnded) return true;
    size += chunk?.length ?? 0;
    hasEnded = chunk === null;
    const wantsMore = push(chunk);
    if (size > MAX_BODY_BYTES) endEarly();
    return wantsMore;
  };
  // Next.js puts a copy's methods in the place of the request's, while pieces still come in.
  Object.defineProperty(request, "push", { get: () => pushLimited, set: () => {} });
  if (Number(request.headers["content-length"]) > MAX_BODY_BYTES) endEarly();
}
