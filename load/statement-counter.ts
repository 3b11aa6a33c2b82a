// A line to PostgreSQL that counts the statements passing through (L6). It reads the client's side of
// the protocol: a message is a type, a length and that much; Query and Execute run a statement.
// @see https://www.postgresql.org/docs/current/protocol-message-formats.html
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listenAnywhere } from "#scripts/processes/ports";

const QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);

export type StatementCounter = {
  /** The database's address, through this line. */
  url: string;
  /** How many statements have passed so far. */
  count: () => number;
  close: () => Promise<void>;
};

/** Of one connection: takes what the client sends, in whatever pieces. */
export function createStatementReader(onStatement: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  // The first message has no type; TLS is not asked for on this line.
  let isStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return;
      if (isStarted && (rest[0] === QUERY || rest[0] === EXECUTE)) onStatement();
      isStarted = true;
      rest = rest.subarray(end);
    }
  };
}

export async function startStatementCounter(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  const through = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const database = connect({ host: target.hostname, port: Number(target.port) });
    const read = createStatementReader(() => {
      count += 1;
    });
    for (const socket of [client, database]) sockets.add(socket.on("error", () => {}));
    client.on("data", read).on("close", () => database.destroy());
    database.on("close", () => client.destroy());
    client.pipe(database).pipe(client);
  });
  through.port = String(await listenAnywhere(server));
  through.hostname = "127.0.0.1";
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return { url: through.href, count: () => count, close };
}
