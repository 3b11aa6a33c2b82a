// A cache that many people share, as one in front of the app would be: it keeps what RFC 9111 lets
// it keep and not one thing less, so that a missing header shows.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { listenAnywhere } from "#scripts/processes/ports";

type Kept = { status: number; headers: IncomingHttpHeaders; body: Buffer; vary: string[] };
type Stored = Kept & { asked: IncomingHttpHeaders };

export type SharedCache = {
  url: string;
  /** Addresses of the answers it holds now. */
  kept: () => string[];
  close: () => Promise<void>;
};

/** Without an age of its own an answer with one of these statuses may be kept, too. */
const HEURISTIC = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);

/** @see https://www.rfc-editor.org/rfc/rfc9111#section-3 */
function mayKeep(method: string, asked: IncomingHttpHeaders, answer: Kept): boolean {
  const control = String(answer.headers["cache-control"] ?? "").toLowerCase();
  if (method !== "GET" || answer.vary.includes("*")) return false;
  if (/no-store|private|no-cache|max-age=0\b/.test(control)) return false;
  const isPublic = /public|s-maxage|must-revalidate/.test(control);
  if (asked.authorization && !isPublic) return false;
  return HEURISTIC.has(answer.status) || /max-age|public/.test(control);
}

export async function startSharedCache(target: string): Promise<SharedCache> {
  const entries = new Map<string, Stored[]>();
  const server = createServer(async (asked, answer) => {
    const key = asked.url ?? "";
    const matching = (entries.get(key) ?? []).find((entry) =>
      entry.vary.every((name) => entry.asked[name] === asked.headers[name]),
    );
    const isReading = asked.method === "GET" || asked.method === "HEAD";
    const found = isReading && matching ? matching : await pass(target, asked);
    if (found !== matching && mayKeep(asked.method ?? "", asked.headers, found))
      entries.set(key, [...(entries.get(key) ?? []), { ...found, asked: asked.headers }]);
    const { "transfer-encoding": _, ...headers } = found.headers;
    answer.writeHead(found.status, headers).end(found.body);
  });
  const port = await listenAnywhere(server, "localhost");
  return {
    url: `http://localhost:${port}`,
    kept: () => [...entries.keys()],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function pass(target: string, asked: NodeJS.ReadableStream & AskedParts): Promise<Kept> {
  const { hostname, port } = new URL(target);
  const { method, headers, url: path } = asked;
  const sent = request({ hostname, port, path, method, headers, agent: false });
  asked.pipe(sent);
  const [answer] = await once(sent, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const vary = String(answer.headers.vary ?? "").toLowerCase();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.concat(chunks),
    vary: vary
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  };
}

type AskedParts = { method?: string; headers: IncomingHttpHeaders; url?: string };
