// Addresses whose percent signs mean nothing. Next.js answers some of them with 500 and writes them
// into the log as they came, so they are refused before it sees them (IN-4).
// Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { NO_STORE } from "./errors";
import { logRefusal } from "./log";
import { newRequestId, REQUEST_ID_HEADER } from "./request-id";

const guarded = new WeakSet<Server>();

/** To be called once. */
export function refuseMalformedRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (!guarded.has(server)) guard(server);
  });
}

/** In time for the very request that made the server known: it is handed on after this. */
function guard(server: Server): void {
  guarded.add(server);
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!isDecodable(request.url ?? "")) return answerMalformed(response);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split("?")[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function answerMalformed(response: ServerResponse): void {
  const requestId = newRequestId();
  logRefusal("request.malformed", { requestId });
  const body = JSON.stringify({ message: "BAD_REQUEST", requestId });
  response.writeHead(400, {
    ...NO_STORE,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    [REQUEST_ID_HEADER]: requestId,
  });
  response.end(body);
}
