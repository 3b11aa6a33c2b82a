// A client that does not keep to HTTP's manners: endless bodies, half a header, methods of its own.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { newAddress } from "./visitor";

export type RawAnswer = {
  /** 0 when the connection ended without an answer. */
  status: number;
  /** As it came. */
  head: string;
  /** By their names in lower case; of several with one name the last. */
  headers: Record<string, string>;
  body: string;
  tookMs: number;
};

/** What nobody has refused by then is not refused at all. */
const PATIENCE_MS = 20_000;

export async function openConnection(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** The request line and headers, without the empty line that ends them. */
export function headOf(method: string, address: string, headers: Record<string, string> = {}) {
  const [, origin = "", path = ""] = /^(https?:\/\/[^/]+)(.*)$/s.exec(address) ?? [];
  const { host } = new URL(origin);
  const all = { host, "x-forwarded-for": newAddress(), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path || "/"} HTTP/1.1`, ...lines, ""].join("\r\n");
}

/** Reads until the answer is there as far as its length says, or the connection ends. */
export async function readAnswer(socket: Socket, startedAt = Date.now()): Promise<RawAnswer> {
  let text = "";
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
  const isWhole = () => {
    const [head = "", body] = text.split("\r\n\r\n", 2);
    const length = /^content-length: (\d+)/im.exec(head)?.[1];
    if (body === undefined) return false;
    return length === undefined ? body.endsWith("0") : Buffer.byteLength(body) >= Number(length);
  };
  await new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.on("data", (chunk) => {
      text += chunk;
      if (isWhole()) resolve();
    });
  });
  clearTimeout(timer);
  return parseAnswer(text, startedAt);
}

function parseAnswer(text: string, startedAt: number): RawAnswer {
  const [head = "", ...body] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    head,
    headers: Object.fromEntries(pairs),
    body: body.join("\r\n\r\n"),
    tookMs: Date.now() - startedAt,
  };
}

/** A whole request, byte by byte; its answer is what comes until the server ends the line. */
export async function sendText(at: string, text: string): Promise<RawAnswer> {
  const startedAt = Date.now();
  const socket = await openConnection(at);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.write(text);
  await once(socket, "close");
  return parseAnswer(answer, startedAt);
}

/** One request as it stands. */
export async function sendRaw(
  method: string,
  address: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const socket = await openConnection(address);
  const answer = readAnswer(socket);
  socket.write(`${headOf(method, address, { connection: "close", ...headers })}\r\n`);
  return answer.finally(() => socket.destroy());
}

/** A chunked body that goes on until somebody ends it. */
export async function sendEndless(
  address: string,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const socket = await openConnection(address);
  const answer = readAnswer(socket);
  socket.write(`${headOf("POST", address, { ...headers, "transfer-encoding": "chunked" })}\r\n`);
  const piece = `1000\r\n${"a".repeat(0x1000)}\r\n`;
  const sendMore = () => {
    if (!socket.destroyed) socket.write(piece, () => setImmediate(sendMore));
  };
  sendMore();
  return answer.finally(() => socket.destroy());
}
