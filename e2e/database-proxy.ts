// A TCP proxy in front of PostgreSQL that can refuse, cut, or swallow what passes (D2, D3, D11).
// Only database.api.spec.ts stands in front of a database, and only of its own instance's.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type DatabaseProxy = {
  /** The database's address, through this proxy. */
  url: string;
  /** Everything passes again. Swallowed connections stay dead, as after a real outage. */
  heal: () => void;
  /** Connections end at once, old and new: the database is down. */
  cut: () => void;
  /** Packets vanish without an answer, old connections' and new ones': a broken network. */
  swallow: () => void;
  close: () => Promise<void>;
};

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const through = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let mode: "open" | "cut" | "swallow" = "open";
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {});
    if (mode === "cut") return client.destroy();
    if (mode === "swallow") return client.pause();
    const database = connect({ host: target.hostname, port: Number(target.port) });
    sockets.add(database);
    database.on("error", () => client.destroy());
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      from.on("data", (chunk) => mode === "open" && to.write(chunk));
      from.on("close", () => to.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  through.host = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: through.href,
    heal: () => {
      mode = "open";
    },
    cut: () => {
      mode = "cut";
      dropAll();
    },
    swallow: () => {
      mode = "swallow";
    },
    close: async () => {
      dropAll();
      server.close();
      await once(server, "close");
    },
  };
}
