// The security headers of every answer, also of those that Next.js and Node.js give before any code
// of ours: redirects of odd paths, crashes of the framework, requests that nobody can read (WB-8).
// Called by instrumentation.ts, once. next.config.js sets the same headers where a platform has a
// server of its own.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { env } from "../env";
import securityHeaders from "./security-headers.json";

/** What Node.js answers by itself; everything else that it cannot read is 400. */
const STATUSES: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const shared = globalThis as typeof globalThis & { humblebugSecuresAnswers?: boolean };

/** Safe to call twice. */
export function secureEveryAnswer(): void {
  if (shared.humblebugSecuresAnswers) return;
  shared.humblebugSecuresAnswers = true;
  const latestAnswers = new WeakMap<Socket, ServerResponse>();
  const servers = new WeakSet<Server>();

  subscribe("http.server.request.start", (message) => {
    const { response, socket } = message as Started;
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    latestAnswers.set(socket, response);
  });

  // A connection is the first that is heard of a server which somebody else has made.
  subscribe("net.server.socket", (message) => {
    const { server } = (message as { socket: Socket & { server?: Server } }).socket;
    if (!server || servers.has(server)) return;
    servers.add(server);
    // Without a listener Node.js takes an upgrade for an ordinary request. Next.js listens for its
    // development server's sake and leaves all other connections open, for ever.
    if (env().appEnv !== "development") server.removeAllListeners("upgrade");
    server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
      answerUnreadable(error, socket, latestAnswers.get(socket));
    });
  });
}

type Started = { response: ServerResponse; socket: Socket };

/** Node.js's own answer with headers, unless it would land in the middle of another answer. */
function answerUnreadable(
  { code = "" }: NodeJS.ErrnoException,
  socket: Socket,
  latest: ServerResponse | undefined,
): void {
  const isBusy = latest?.headersSent && !latest.writableFinished;
  if (socket.writable && !isBusy) {
    const status = STATUSES[code] ?? 400;
    const headers = Object.entries({
      ...securityHeaders,
      Connection: "close",
      "Content-Length": 0,
    });
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n`);
  }
  socket.destroySoon();
}
