// Somebody else's site, on another host than ours: it serves whatever page a test writes for it.
import { once } from "node:events";
import { createServer } from "node:http";
import { listenAnywhere } from "#scripts/processes/ports";

export type EvilSite = { url: string; serve: (html: string) => void; close: () => Promise<void> };

export async function startEvilSite(): Promise<EvilSite> {
  let page = "";
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
  });
  const port = await listenAnywhere(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    serve: (html) => {
      page = `<!doctype html><link rel="icon" href="data:,"><title>evil</title>${html}`;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
