// Puts an answer on the wire, and does to it whatever a fault asks: slowly, broken, huge, or not
// at all. The only file that writes to a response.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";
import type { FaultEffects } from "../faults/fault-schema";
import type { Answer } from "./answer";
import { writeJson } from "./raw-json";

const defaultGzipBombBytes = 200 * 1024 * 1024;

/** Sends an answer; ends without an error when the other side has gone away. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  fault: FaultEffects,
): Promise<void> {
  if (fault.drop === true) return void response.socket?.destroy();
  if (fault.hang === true) return;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(toHeaders(answer))) response.setHeader(name, value);
  await sendBody(response, toBody(answer), fault).catch((error: NodeJS.ErrnoException) => {
    // A client that gives up on a slow or endless answer is what such a fault is for.
    if (!response.destroyed) throw error;
  });
}

/** Where a redirect leads; the query the address already has is kept as it is. */
export function readLocation(answer: Answer): string | null {
  const { content } = answer;
  if (content.kind !== "callback") return answer.headers?.location ?? null;
  const pairs = Object.entries(content.params).map(
    ([name, value]) => `${encodeText(name)}=${encodeText(value)}`,
  );
  if (pairs.length === 0) return content.redirectUri;
  const mark = content.redirectUri.includes("?") ? "&" : "?";
  return `${content.redirectUri}${mark}${pairs.join("&")}`;
}

/** Half a character, as a fault may set one, cannot be encoded. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function toHeaders(answer: Answer): Record<string, string> {
  const location = readLocation(answer);
  const headers: Record<string, string> = {
    "cache-control": "no-store",
    ...(location !== null && { location }),
    ...contentHeaders(answer),
  };
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** No `form-action` on pages: Chromium applies it to every hop on the way back to the app. */
function contentHeaders({ content }: Answer): Record<string, string> {
  if (content.kind === "json") return { "content-type": "application/json;charset=UTF-8" };
  if (content.kind !== "text") return {};
  return {
    "content-type": content.contentType,
    "content-security-policy":
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}

function toBody({ content }: Answer): Buffer {
  if (content.kind === "json") return Buffer.from(writeJson(content.value));
  return Buffer.from(content.kind === "text" ? content.text : "");
}

async function sendBody(
  response: ServerResponse,
  body: Buffer,
  fault: FaultEffects,
): Promise<void> {
  if (fault.hangAfterHeaders === true) return response.flushHeaders();
  const bombBytes = fault.gzipBombBytes ?? (fault.gzipBomb ? defaultGzipBombBytes : undefined);
  if (bombBytes !== undefined) {
    response.setHeader("content-encoding", "gzip");
    return pipeline(Readable.from(padded(body, bombBytes)), createGzip(), response);
  }
  if (fault.hugeBodyBytes !== undefined) {
    return pipeline(Readable.from(padded(body, fault.hugeBodyBytes)), response);
  }
  if (fault.truncateBodyTo !== undefined) return truncate(response, body, fault.truncateBodyTo);
  response.setHeader("content-length", body.length);
  if (fault.dripBytesPerSecond === undefined) return void response.end(body);
  return pipeline(Readable.from(dripped(body, fault.dripBytesPerSecond)), response);
}

/** Promises the whole body, sends a part of it, and hangs up. */
async function truncate(response: ServerResponse, body: Buffer, length: number): Promise<void> {
  response.setHeader("content-length", body.length);
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, length), () => resolve());
  });
  response.socket?.destroySoon();
}

/** White space after JSON is still JSON: only a limit on size can refuse this body. */
function* padded(body: Buffer, bytes: number): Generator<Buffer> {
  yield body;
  const spaces = Buffer.alloc(64 * 1024, " ");
  for (let left = bytes - body.length; left > 0; left -= spaces.length) {
    yield spaces.subarray(0, Math.min(left, spaces.length));
  }
}

async function* dripped(body: Buffer, bytesPerSecond: number): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let start = 0; start < body.length; start += size) {
    yield body.subarray(start, start + size);
    await sleep((size / bytesPerSecond) * 1000, undefined, { ref: false });
  }
}
