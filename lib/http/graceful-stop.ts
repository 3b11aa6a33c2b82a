// A deployment ends a server while people are being served: on SIGTERM it first says that it is not
// ready, so that the load balancer looks elsewhere, then takes no new connection, finishes what is
// under way, and ends. Called by instrumentation.ts, once; readiness asks whether it has begun.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { flushMeasures } from "../telemetry/flush";
import { logEvent } from "./log";

/** The load balancer's time to notice; whoever still comes is served. */
const NOTICE_MS = 2000;
/** All together. The longest request, a sign-in at a silent Kakao, takes less than the rest. */
const LONGEST_STOP_MS = 10_000;
const CHECK_EVERY_MS = 50;
/** For the last metrics and events: whatever is left of the time, within these. */
const SHORTEST_FLUSH_MS = 500;
const LONGEST_FLUSH_MS = 2000;

type Running = { isStopping: boolean; servers: Set<Server>; answers: Set<ServerResponse> };

// Handlers are bundled apart from instrumentation.ts.
const shared = globalThis as typeof globalThis & { humblebugRunning?: Running };

export function isStopping(): boolean {
  return shared.humblebugRunning?.isStopping ?? false;
}

/** Takes the place of Next.js's own way to stop. Where there is none (Vercel), nothing is done. */
export function stopGracefully(): void {
  if (shared.humblebugRunning || process.listenerCount("SIGTERM") === 0) return;
  const running: Running = { isStopping: false, servers: new Set(), answers: new Set() };
  shared.humblebugRunning = running;
  subscribe("http.server.request.start", (message) => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    running.servers.add(server);
    running.answers.add(response);
    response.once("close", () => running.answers.delete(response));
    if (running.isStopping) endConnectionWith(response);
  });
  process.removeAllListeners("SIGTERM");
  process.on("SIGTERM", () => {
    if (!running.isStopping) stop(running);
  });
}

async function stop(running: Running): Promise<void> {
  running.isStopping = true;
  const deadline = Date.now() + LONGEST_STOP_MS;
  logEvent("server.stopping", { underWay: running.answers.size });
  running.answers.forEach(endConnectionWith);
  await sleep(NOTICE_MS);
  for (const server of running.servers) server.close();
  while (running.answers.size > 0 && Date.now() < deadline) await sleep(CHECK_EVERY_MS);
  logEvent("server.stopped", { cut: running.answers.size });
  const msLeft = deadline - Date.now();
  await flushMeasures(Math.min(Math.max(msLeft, SHORTEST_FLUSH_MS), LONGEST_FLUSH_MS));
  process.exit(0);
}

/** So that the client's next request goes to a server that stays. */
function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("connection", "close");
}
