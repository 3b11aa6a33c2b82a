// A host that answers no packet of those who want to connect, as behind a firewall that swallows them.
// On Linux a listener whose line is full, and which lets nobody in, is such a host.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = `
const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  require("node:fs").writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;
const MOST_WAITING = 8;

export type SilentHost = { origin: string; stop: () => void };

/** @returns null where this machine lets everybody in all the same */
export async function startSilentHost(): Promise<SilentHost | null> {
  const child = spawn(process.execPath, ["-e", PROGRAM], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  const waiting: Socket[] = [];
  const stop = () => stopAll(child, waiting);
  while (waiting.length < MOST_WAITING) {
    const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
    waiting.push(socket);
    await Promise.race([once(socket, "connect"), sleep(200)]);
    if (socket.connecting) return { origin: `http://127.0.0.1:${port}`, stop };
  }
  stop();
  return null;
}

function stopAll(child: ChildProcess, sockets: Socket[]): void {
  for (const socket of sockets) socket.destroy();
  child.kill("SIGKILL");
}
