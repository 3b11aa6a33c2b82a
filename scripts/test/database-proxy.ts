// A line to PostgreSQL that can be cut, fall silent, slow down, or lose one reply. Called by tests
// in which the database fails; nobody but they stand behind it.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listenAnywhere } from "../processes/ports";

export type DatabaseProxy = {
  /** The database's address, through this proxy. */
  url: string;
  /** Everything passes again. What was swallowed stays dead, as after a real outage. */
  heal: () => void;
  /** Connections end at once, old and new: the database is down. */
  cut: () => void;
  /** Open connections end; new ones work. */
  dropAll: () => void;
  /** Packets vanish without an answer, old connections' and new ones': a broken network. */
  swallow: () => void;
  /** Every statement takes so much longer. */
  slow: (delayMs: number) => void;
  /** The next statement with this text is done, and its connection dies before the reply (D12). */
  loseReplyTo: (text: string) => void;
  close: () => Promise<void>;
};

type Weather = {
  mode: "open" | "cut" | "swallow";
  delayMs: number;
  lostReplyTo: string | null;
};

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const through = new URL(databaseUrl);
  const connections = new Set<Connection>();
  const weather: Weather = { mode: "open", delayMs: 0, lostReplyTo: null };
  const server = createServer((client) => {
    client.on("error", () => {});
    if (weather.mode === "cut") return client.destroy();
    const connection = new Connection(client, weather);
    connections.add(connection);
    client.once("close", () => connections.delete(connection));
    if (weather.mode === "open") connection.open(databaseUrl);
  });
  through.port = String(await listenAnywhere(server));
  through.hostname = "127.0.0.1";
  const dropAll = () => {
    for (const connection of connections) connection.end();
  };
  return {
    url: through.href,
    heal: () => Object.assign(weather, { mode: "open", delayMs: 0, lostReplyTo: null }),
    cut: () => {
      weather.mode = "cut";
      dropAll();
    },
    dropAll,
    swallow: () => {
      weather.mode = "swallow";
      for (const connection of connections) connection.isSilent = true;
    },
    slow: (delayMs) => {
      weather.delayMs = delayMs;
    },
    loseReplyTo: (text) => {
      weather.lostReplyTo = text;
    },
    close: async () => {
      dropAll();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}

/** Parse and Query, the messages that bring a statement. @see PostgreSQL's protocol-message-formats */
const STATEMENT = new Set(["P".charCodeAt(0), "Q".charCodeAt(0)]);
/** ReadyForQuery: whatever was asked is done, and committed unless a transaction is open. */
const READY_BYTES = 6;
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

class Connection {
  isSilent = false;
  private losesReply = false;
  private database: Socket | null = null;
  private asked: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: Socket,
    private readonly weather: Weather,
  ) {}

  open(databaseUrl: string): void {
    const { hostname, port } = new URL(databaseUrl);
    const database = connect({ host: hostname, port: Number(port) });
    this.database = database;
    database.on("error", () => this.end());
    database.on("close", () => this.end());
    database.on("data", (chunk) => this.answer(chunk));
    this.client.on("close", () => this.end());
    this.client.on("data", (chunk) => {
      this.asked = this.asked.then(() => this.ask(chunk));
    });
  }

  end(): void {
    this.client.destroy();
    this.database?.destroy();
  }

  private async ask(chunk: Buffer): Promise<void> {
    const { delayMs, lostReplyTo } = this.weather;
    if (delayMs > 0 && STATEMENT.has(chunk[0] ?? 0)) await sleep(delayMs);
    if (lostReplyTo !== null && chunk.includes(lostReplyTo)) {
      this.weather.lostReplyTo = null;
      this.losesReply = true;
    }
    if (!this.isSilent) this.database?.write(chunk);
  }

  private answer(chunk: Buffer): void {
    if (this.isSilent) return;
    if (!this.losesReply) this.client.write(chunk);
    else if (chunk.subarray(-READY_BYTES, -1).equals(READY)) this.end();
  }
}
