// The address at the other end of the connection, for handlers. Next.js does not show it to them, so
// it is put into a header as soon as Node.js has read a request, before Next.js sees it.
// Called by instrumentation.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { SOCKET_ADDRESS_HEADER } from "./client-address";

const shared = globalThis as typeof globalThis & { humblebugReadsSockets?: boolean };

/** Safe to call twice. A client's own header of this name never gets through. */
export function passOnSocketAddresses(): void {
  if (shared.humblebugReadsSockets) return;
  shared.humblebugReadsSockets = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[SOCKET_ADDRESS_HEADER] = request.socket.remoteAddress ?? "";
  });
}
