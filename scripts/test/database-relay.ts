// A relay in front of a database that can fall silent, be cut and heal. Called by integration tests.
import { connect, createServer, type Server, type Socket } from "node:net";

/** Passes bytes on to the database, until it is told to swallow those of the open connections. */
export class DatabaseRelay {
  private readonly sockets = new Set<Socket>();
  private isSilent = false;
  private readonly server: Server = createServer((client) => {
    const { hostname, port } = new URL(this.databaseUrl);
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.sockets.delete(socket));
    }
    if (this.isSilent) return;
    client.pipe(upstream);
    upstream.pipe(client);
  });

  constructor(private readonly databaseUrl: string) {}

  /** @returns the address of the database through this relay */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const url = new URL(this.databaseUrl);
    url.port = String((this.server.address() as { port: number }).port);
    return url.href;
  }

  /** From now on not a byte comes through, and no connection is closed either. */
  fallSilent() {
    this.isSilent = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** New connections work; those that fell silent stay so for ever. */
  heal() {
    this.isSilent = false;
  }

  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
