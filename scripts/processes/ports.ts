// Loopback ports: which are free, and whether a chosen one is. Called by dev and by the tests.
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";

const LOOPBACKS = ["127.0.0.1", "::1"];

/** Lets the system choose. @returns the port, once the server takes connections */
export async function listenAnywhere(server: Server, host = "127.0.0.1"): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** Asks the system for a port that nothing uses right now on IPv4 loopback. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenAnywhere(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has no ::1 to collide on.
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRNOTAVAIL"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True once something accepts a connection on the port. */
export function isAnswering(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.setTimeout(1000, () => finish(false));
  });
}

/**
 * Whether a server of ours could have the port. Listening is not proof enough everywhere: macOS
 * lets 127.0.0.1 share a port with a server on all addresses, so a connection is tried as well.
 */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of LOOPBACKS) {
    if (!(await canListen(port, host))) return false;
    if (await isAnswering(port, host)) return false;
  }
  return true;
}
