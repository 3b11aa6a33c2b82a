// A real HTTP server around a client that wants node:http's request and response. It ends with the
// test that started it. Called by the tests of such clients.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/**
 * @param makeListener gets the origin, which most clients want in their settings; it may reject
 * @returns the origin
 */
export async function startAppServer(
  makeListener: (origin: string) => RequestListener | Promise<RequestListener>,
): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on("request", await makeListener(origin));
  return origin;
}
