// Starts an emulator. Called by cli.ts, and by tests of any project that want one of their own:
//   const kakao = await createKakaoEmulator(); … await kakao.close();
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { KakaoEmulatorClient } from "./client";
import { controlPrefix } from "./control/control";
import { respondToControl } from "./control/control-server";
import { BodyTooLargeError, readIncoming } from "./http/incoming";
import { isAllowedHost, mayControl, type Reach } from "./http/reach";
import { respond } from "./http/respond";
import { stylePath } from "./pages/style";
import { respondToPanel } from "./panel/panel-server";
import { isPanelPath } from "./panel/routes";
import { startWebhooks } from "./webhooks/sender";
import { EmulatorState } from "./world/emulator-state";
import { defaultSeed, type Seed } from "./world/seed";

export type EmulatorOptions = Partial<Reach> & {
  /** 0, and by default, a free port. */
  port?: number;
  seed?: Seed;
  /** A fixed issuer; without one, the issuer is the origin a caller reached the emulator by. */
  issuer?: string;
  /** Serves https: PEM texts. */
  tls?: { key: string; cert: string };
};

export type KakaoEmulator = {
  /** The address to give an app for both of Kakao's hosts. */
  origin: string;
  port: number;
  /** People, apps, faults, clock, ledger: the control API, typed. */
  client: KakaoEmulatorClient;
  /** What it knows, for tests in the same process. */
  state: EmulatorState;
  close: () => Promise<void>;
};

const loopback = "127.0.0.1";

/** @throws the error of `listen`, such as EADDRINUSE */
export async function createKakaoEmulator(options: EmulatorOptions = {}): Promise<KakaoEmulator> {
  const { seed = defaultSeed, issuer = null, tls } = options;
  const reach = readReach(options);
  const state = await EmulatorState.create({ seed, issuer });
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    void answer({ state, reach, scheme: tls ? "https" : "http" }, request, response);
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  await listen(server, options.port ?? 0, reach.host);
  const { port } = server.address() as AddressInfo;
  const origin =
    reach.publicOrigin ?? `${tls ? "https" : "http"}://${nameHost(reach.host)}:${port}`;
  state.origin = origin;
  const stopWebhooks = startWebhooks(state);
  const close = async () => {
    await Promise.all([closeServer(server), stopWebhooks()]);
  };
  const client = new KakaoEmulatorClient(origin, { controlToken: reach.controlToken });
  return { origin, port, client, state, close };
}

function readReach(options: EmulatorOptions): Reach {
  const { host = loopback, allowedHosts = [], publicOrigin = null, controlToken = null } = options;
  return { host, allowedHosts, publicOrigin, controlToken };
}

/** By which name this machine itself reaches what listens there. */
function nameHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return loopback;
  return host.includes(":") ? `[${host}]` : host;
}

type Listening = { state: EmulatorState; reach: Reach; scheme: "http" | "https" };

async function answer(
  { state, reach, scheme }: Listening,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isAllowedHost(reach, request.headers.host)) return refuseHost(response);
    const { host = "localhost" } = request.headers;
    const incoming = await readIncoming(request, reach.publicOrigin ?? `${scheme}://${host}`);
    const respondTo = chooseResponder(incoming.path);
    // The front page shows the first app's secrets, as the panel does.
    const isInside = respondTo !== respond || incoming.path === "/";
    if (isInside && incoming.path !== stylePath && !mayControl(reach, request))
      return refuseControl(response);
    await respondTo(state, incoming, response);
  } catch (error) {
    fail(request, response, error);
  }
}

/** Kakao's own addresses and pages go to the ledger; the control API and the panel do not. */
function chooseResponder(path: string): typeof respond {
  if (path.startsWith(`${controlPrefix}/`)) return respondToControl;
  return isPanelPath(path) ? respondToPanel : respond;
}

function refuseHost(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "text/plain;charset=UTF-8" });
  response.end("The emulator answers only to localhost, 127.0.0.1 and the names it was given.\n");
}

function refuseControl(response: ServerResponse): void {
  response.writeHead(401, {
    "content-type": "application/json;charset=UTF-8",
    "www-authenticate": 'Basic realm="Kakao emulator", charset="UTF-8"',
  });
  const message =
    "beyond this machine, the control API and the panel need KAKAO_EMULATOR_CONTROL_TOKEN";
  response.end(JSON.stringify({ error: "refused", field: "authorization", message }));
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (request.destroyed && !(error instanceof BodyTooLargeError)) return;
  const isTooLarge = error instanceof BodyTooLargeError;
  if (!isTooLarge) console.error(error);
  if (response.headersSent) return void response.destroy();
  response.writeHead(isTooLarge ? 413 : 500, { connection: "close" });
  response.end();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Ends at once: hanging and dripping answers are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
