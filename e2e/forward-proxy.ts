// An HTTP proxy between a browser and everything else: it can keep cookies from passing, as a browser
// that blocks them would, and lose an answer on its way back.
import { once } from "node:events";
import { createServer, request } from "node:http";
import { listenAnywhere } from "#scripts/processes/ports";

export type ForwardProxy = {
  /** For the `proxy` option of a browser context. */
  server: string;
  /** No cookie of this host passes any more, in either direction. */
  blockCookiesOf: (host: string) => void;
  /** Requests for this path arrive, and their answers do not, until `heal`. */
  loseAnswers: (path: string) => void;
  heal: () => void;
  /** "GET http://localhost/…" of all that passed. */
  passed: string[];
  close: () => Promise<void>;
};

export async function startForwardProxy(): Promise<ForwardProxy> {
  const passed: string[] = [];
  const blocked = new Set<string>();
  let losing: string | null = null;
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? "");
    passed.push(`${asked.method} ${url.href}`);
    const isLost = url.pathname === losing;
    const headers = { ...asked.headers };
    if (blocked.has(url.host)) delete headers.cookie;
    const sent = request(url, { method: asked.method, headers, agent: false }, (came) => {
      if (isLost) return came.resume().on("end", () => answer.destroy());
      if (blocked.has(url.host)) delete came.headers["set-cookie"];
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    sent.on("error", () => answer.destroy());
    asked.pipe(sent);
  });
  const port = await listenAnywhere(server);
  return {
    server: `http://127.0.0.1:${port}`,
    blockCookiesOf: (host) => blocked.add(host),
    loseAnswers: (path) => {
      losing = path;
    },
    heal: () => {
      losing = null;
    },
    passed,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
