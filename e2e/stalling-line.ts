// A line to PostgreSQL that stops at a chosen statement: before the database hears of it, or after
// it has done it and before the answer is back. For tests that kill the app right there.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listenAnywhere } from "#scripts/processes/ports";

type Side = "before" | "after";

export type StallingLine = {
  /** The database's address, through this line. */
  url: string;
  /** Resolves when the n-th statement from now has come and the line stands still. */
  stallAt: (statement: number, side: Side) => Promise<void>;
  close: () => Promise<void>;
};

export async function startStallingLine(databaseUrl: string): Promise<StallingLine> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let side: Side = "before";
  let tellStalled = () => {};
  const isStalled = () => left <= 0;
  const server = createServer((client) => {
    const database = connect({ host: hostname, port: Number(port) });
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    client.on("close", () => database.destroy());
    database.on("close", () => client.destroy());
    // The driver sends a statement in one piece.
    client.on("data", (piece) => {
      if (isStalled()) return;
      left -= 1;
      if (!isStalled() || side === "after") database.write(piece);
      if (isStalled() && side === "before") tellStalled();
    });
    database.on("data", (piece) => {
      if (!isStalled()) client.write(piece);
      else tellStalled();
    });
  });
  const through = new URL(databaseUrl);
  through.port = String(await listenAnywhere(server));
  through.hostname = "127.0.0.1";
  return {
    url: through.href,
    stallAt: (statement, where) => {
      left = statement;
      side = where;
      return new Promise((resolve) => {
        tellStalled = resolve;
      });
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
