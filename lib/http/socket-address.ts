// What Next.js keeps from handlers or changes: the address at the other end of the connection, and
// whether a proxy named a protocol. Both are put into headers as soon as Node.js has read a request.
// Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { SOCKET_ADDRESS_HEADER } from "./client-address";
import { FORWARDED_PROTO_HEADER } from "./plain-http";

const shared = globalThis as typeof globalThis & { humblebugReadsSockets?: boolean };

/** Safe to call twice. A client's own headers of these names never get through. */
export function passOnSocketAddresses(): void {
  if (shared.humblebugReadsSockets) return;
  shared.humblebugReadsSockets = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[SOCKET_ADDRESS_HEADER] = request.socket.remoteAddress ?? "";
    request.headers[FORWARDED_PROTO_HEADER] = String(request.headers["x-forwarded-proto"] ?? "");
  });
}
