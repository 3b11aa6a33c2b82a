// One webhook request and its answer over HTTP, judged as Kakao judges it. Called by outbox.ts.
// With node:http and not fetch, which refuses much of what a test wants to send.
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { type WebhookKind, webhooks } from "../rules/webhooks";
import type { Delivery, Message } from "./deliveries";

export type Result = Pick<Delivery, "status" | "outcome" | "error" | "answer">;

const maxAnswerLength = 2_048;

/** Never throws: whatever goes wrong is the receiver's, and is written down as the result. */
export async function exchange(message: Message, abandoned: AbortSignal): Promise<Result> {
  const { timeoutMs } = webhooks[message.kind];
  const cut = new AbortController();
  const abandon = () => cut.abort();
  abandoned.addEventListener("abort", abandon);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    cut.abort();
  }, timeoutMs);
  try {
    const response = await send(message, cut.signal);
    const status = response.statusCode ?? 0;
    const answer = await readStart(response);
    return { status, outcome: judge(message.kind, status), error: null, answer };
  } catch (cause) {
    const outcome = isLate ? "timed out" : "unreachable";
    return { status: null, outcome, error: explain(cause, isLate, timeoutMs), answer: null };
  } finally {
    clearTimeout(timer);
    abandoned.removeEventListener("abort", abandon);
  }
}

function send(message: Message, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { url, method, body } = message;
    const headers = { ...measureBody(message), ...message.headers };
    const request = url.startsWith("https:") ? requestHttps : requestHttp;
    // No agent: a connection of its own each time, which nothing keeps open afterwards.
    const sent = request(url, { method, headers, agent: false, signal }, resolve);
    sent.on("error", reject);
    // Some ends are no error to Node, as an answer that wants another protocol (101).
    sent.on("close", () => reject(new Error("the connection ended without an answer")));
    sent.end(body ?? undefined);
  });
}

/** Node frames no body of a DELETE or GET by itself. */
function measureBody({ body, headers }: Message): Record<string, string> {
  if (body === null || "transfer-encoding" in headers) return {};
  return { "content-length": String(Buffer.byteLength(body)) };
}

/** The answer has come with its head; a body that is cut off or endless changes nothing. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxAnswerLength) break;
    }
  } catch {
    // Cut by the receiver or at the time limit; what came until then is shown.
  }
  return Buffer.concat(chunks).toString("utf8").slice(0, maxAnswerLength);
}

function judge(kind: WebhookKind, status: number): Delivery["outcome"] {
  if (status === webhooks[kind].accepts) return "delivered";
  return status >= 300 && status < 400 ? "redirected" : "refused";
}

function explain(cause: unknown, isLate: boolean, timeoutMs: number): string {
  if (isLate) return `no answer within ${timeoutMs} ms`;
  const { name, code, message } = cause as NodeJS.ErrnoException;
  if (name === "AbortError") return "the emulator was reset or closed";
  // An address with several IPs fails with an AggregateError, whose message is empty.
  return [code, message].filter(Boolean).join(": ") || name;
}
