// The line to Kakao. Called by http.ts. Not fetch, for that cannot say how long connecting may take,
// and to a host that swallows every packet a person would wait out the whole deadline (TV-16).
import "server-only";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { pipeline, type Readable } from "node:stream";
import { TLSSocket } from "node:tls";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { startFairTimeout } from "../fair-timeout";

const CONNECT_TIMEOUT_MS = 2000;

export type KakaoRequest = {
  method?: "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Ends the request, its answer's body included. */
  signal: AbortSignal;
};

/** @returns the answer once its headers are there; redirects are not followed */
export function openRequest(
  url: URL,
  { body, ...options }: KakaoRequest,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "http:" ? httpRequest : httpsRequest)(url, options);
    request.once("socket", (socket) => limitConnecting(request, socket));
    request.once("response", resolve);
    // The signal may end the request again and again, and nobody listens by then.
    request.on("error", reject);
    request.end(body);
  });
}

function limitConnecting(request: ClientRequest, socket: Socket): void {
  // A line that is open already is used again.
  if (!socket.connecting) return;
  const giveUp = () => request.destroy(new Error("no connection in time"));
  const stop = startFairTimeout(giveUp, CONNECT_TIMEOUT_MS);
  socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", stop).once("close", stop);
}

const DECODERS = new Map([
  ["gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/**
 * The body as it was before it was compressed. Kakao is not asked to compress; it may all the same.
 *
 * @param signal once more: the request lets go of it when the last byte of its own was sent
 */
export function readDecoded(answer: IncomingMessage, signal: AbortSignal): Readable {
  const encoding = answer.headers["content-encoding"] ?? "identity";
  const createDecoder = DECODERS.get(encoding.toLowerCase());
  const decoded = createDecoder ? pipeline(answer, createDecoder(), () => {}) : answer;
  const end = () => decoded.destroy(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  decoded.once("close", () => signal.removeEventListener("abort", end));
  return decoded;
}
