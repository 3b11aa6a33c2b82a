// Sends so many requests a second for so long, whatever becomes of them, and says in the end what
// became of them. A thread of its own, so that it holds up no clock of the test that measures
// beside it. Started by webhook-flood.full.spec.ts.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const { origin, kinds, addresses, perSecond, seconds } = workerData;
const { hostname, port } = new URL(origin);
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const statuses = {};
const times = [];

function send(n) {
  const { method, path, headers, body } = kinds[n % kinds.length];
  const from = { "x-forwarded-for": addresses[n % addresses.length] };
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const note = (status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      times.push(performance.now() - startedAt);
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
const under = [];
for (let n = 0; n < perSecond * seconds; n += 1) {
  const dueInMs = (n * 1000) / perSecond - (performance.now() - startedAt);
  if (dueInMs > 1) await sleep(dueInMs);
  under.push(send(n));
}
await Promise.all(under);
const tookMs = performance.now() - startedAt;
agent.destroy();
parentPort.postMessage({ statuses, times, tookMs });
