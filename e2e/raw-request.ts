// One request byte by byte, also such that no HTTP library would send, and the answer's head.
import { once } from "node:events";
import { connect } from "node:net";

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

const TIMEOUT_MS = 10_000;

/** Waits until the server closes the connection. An answer without a status is status 0. */
export async function sendRaw(at: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(at);
  const socket = connect(Number(port), hostname, () => socket.write(text));
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => {});
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
  await once(socket, "close");
  const [head = "", ...body] = answer.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  return { status, headers: Object.fromEntries(pairs), body: body.join("\r\n\r\n") };
}
