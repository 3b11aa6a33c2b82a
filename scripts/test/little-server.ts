// A small real HTTP server on a free port of this machine: a test says what it answers and reads
// what it was asked. Called by tests that need somebody at the other end of a request.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Hit = { method: string; url: URL; headers: IncomingMessage["headers"]; body: string };
export type Answer = (response: ServerResponse, hit: Hit) => void;

export type LittleServer = {
  origin: string;
  /** Every request since the last call of `answer`, oldest first. */
  hits: Hit[];
  /** From now on, this is what every request gets. */
  answer: (next: Answer) => void;
  stop: () => Promise<void>;
};

export async function startLittleServer(): Promise<LittleServer> {
  const hits: Hit[] = [];
  let current: Answer = (response) => response.writeHead(500).end();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const hit = {
      method: request.method ?? "",
      url: new URL(request.url ?? "/", "http://little.test"),
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    hits.push(hit);
    current(response, hit);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    answer: (next) => {
      hits.length = 0;
      current = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer of the given status; text goes out as it is, anything else as JSON. */
export function answering(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => {
    response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers });
    response.end(text);
  };
}
