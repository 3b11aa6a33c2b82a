// Sends so many requests a second for so long, on so many connections, and says in the end what
// became of them. A thread of its own, so that it holds up no clock of whoever measures beside it.
// Started by flood.ts.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const { origin, kinds, addresses, perSecond, connections, seconds } = workerData;
const { hostname, port } = new URL(origin);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const statuses = {};

function send(n) {
  const { method, path, headers, body } = kinds[n % kinds.length];
  const from = { "x-forwarded-for": addresses[n % addresses.length] };
  return new Promise((resolve) => {
    const note = (status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      resolve();
    };
    const all = { ...headers, ...from, "content-length": body.length };
    const sent = request({ hostname, port, method, path, headers: all, agent }, (response) => {
      response.resume().once("end", () => note(response.statusCode));
    });
    sent.once("error", (error) => note(error.code ?? "error"));
    sent.end(body);
  });
}

const startedAt = performance.now();
const past = () => performance.now() - startedAt;
let next = 0;
/** One connection: who is behind its time sends at once. */
async function keepSending() {
  while (past() < seconds * 1000) {
    const n = next;
    next += 1;
    const dueInMs = (n * 1000) / perSecond - past();
    if (dueInMs > 0) await sleep(dueInMs);
    await send(n);
  }
}
await Promise.all(Array.from({ length: connections }, keepSending));
const tookMs = past();
agent.destroy();
parentPort.postMessage({ statuses, tookMs });
