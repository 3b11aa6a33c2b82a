// Starts an emulator. Called by cli.ts, and by tests that want one of their own.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { controlPrefix } from "./control/control";
import { respondToControl } from "./control/control-server";
import { BodyTooLargeError, readIncoming } from "./http/incoming";
import { respond } from "./http/respond";
import { EmulatorState } from "./world/emulator-state";
import { defaultSeed, type Seed } from "./world/seed";

export type EmulatorOptions = {
  /** 0 takes a free port. */
  port?: number;
  seed?: Seed;
  /** A fixed issuer; without one, the issuer is the origin a caller reached the emulator by. */
  issuer?: string;
};

export type KakaoEmulator = {
  origin: string;
  port: number;
  state: EmulatorState;
  close: () => Promise<void>;
};

/** The emulator is for one machine: it never listens anywhere else. */
const host = "127.0.0.1";

export async function createKakaoEmulator(options: EmulatorOptions = {}): Promise<KakaoEmulator> {
  const seed = options.seed ?? defaultSeed;
  const state = await EmulatorState.create({ seed, issuer: options.issuer ?? null });
  const server = createServer((request, response) => void answer(state, request, response));
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://${host}:${port}`, port, state, close: () => close(server) };
}

async function answer(
  state: EmulatorState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isLoopbackHost(request.headers.host)) return refuseHost(response);
    const incoming = await readIncoming(request);
    const isControl = incoming.path.startsWith(`${controlPrefix}/`);
    await (isControl ? respondToControl : respond)(state, incoming, response);
  } catch (error) {
    fail(request, response, error);
  }
}

/** A name that a stranger's DNS points at this machine (DNS rebinding) is not loopback. */
export function isLoopbackHost(hostHeader: string | undefined): boolean {
  const name = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(hostHeader ?? "")?.[1]?.toLowerCase();
  return (
    name === "localhost" ||
    name === "127.0.0.1" ||
    name === "[::1]" ||
    /\.localhost$/.test(name ?? "")
  );
}

function refuseHost(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "text/plain;charset=UTF-8" });
  response.end("The emulator answers only to localhost and 127.0.0.1.\n");
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (request.destroyed && !(error instanceof BodyTooLargeError)) return;
  const isTooLarge = error instanceof BodyTooLargeError;
  if (!isTooLarge) console.error(error);
  if (response.headersSent) return void response.destroy();
  response.writeHead(isTooLarge ? 413 : 500, { connection: "close" });
  response.end();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Ends at once: hanging and dripping answers are cut. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
