// One request to Kakao, bounded in time and size. Called by the other files of lib/kakao.
import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { AlarmingKakaoError, KakaoError } from "./errors";

/** More than any answer of Kakao's needs; a larger one is an accident or an attack (TV-16). */
const MAX_BODY_BYTES = 256 * 1024;

export type KakaoAnswer = {
  status: number;
  isJson: boolean;
  body: string;
  /** When to come back, if Kakao says so. */
  retryAfterSeconds: number | null;
};

/**
 * @param signal ends the request, its body included; one deadline serves a whole sign-in
 * @throws KakaoError "unavailable" when there is no complete answer; AlarmingKakaoError when it is
 *   not Kakao that answers
 */
export async function fetchKakao(
  url: string | URL,
  init: RequestInit & { signal: AbortSignal },
): Promise<KakaoAnswer> {
  try {
    const response = await fetch(url, {
      ...init,
      // A redirect would carry a secret to whatever host it names.
      redirect: "error",
      cache: "no-store",
      headers: withPlainHeaders(init.headers),
    });
    const { status, headers } = response;
    const isJson = /^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "");
    const retryAfterSeconds = readRetryAfter(headers.get("retry-after"));
    return { status, isJson, body: await readBody(response, init.signal), retryAfterSeconds };
  } catch (error) {
    if (error instanceof KakaoError) throw error;
    if (isAboutCertificate(error))
      throw new AlarmingKakaoError("unavailable", "not Kakao's certificate", { cause: error });
    const reason = init.signal.aborted ? "no answer in time" : "no complete answer";
    throw new KakaoError("unavailable", reason, { cause: error });
  }
}

/** Node.js's names for a certificate that is over, a stranger's, or of another host (K26). */
const CERTIFICATE_PROBLEM = /^(ERR_TLS_)?CERT_|^UNABLE_TO_(GET|VERIFY)_|SELF_SIGNED|^INVALID_CA$/;

function isAboutCertificate(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return CERTIFICATE_PROBLEM.test(code);
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after seconds, or a date */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d{1,9}$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/** kauth was once seen to answer 406 (KOE001) to the headers that Node's fetch sends by itself. */
function withPlainHeaders(given: HeadersInit | undefined): Headers {
  const headers = new Headers(given);
  headers.set("accept", "application/json");
  headers.set("accept-language", "ko");
  return headers;
}

/**
 * Takes the signal once more: fetch follows it through a weak reference, and a garbage collection
 * while a slow body drips in would leave the request without a deadline (K2).
 */
async function readBody({ body }: Response, signal: AbortSignal): Promise<string> {
  // A byte order mark stays, and makes the JSON unreadable: Kakao sends none (K9).
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let size = 0;
  const chunks =
    body === null ? [] : Readable.fromWeb(body as ReadableStream<Uint8Array>, { signal });
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    // Counted after decompression, so a small archive cannot unfold into a large one.
    if (size > MAX_BODY_BYTES) throw new KakaoError("unavailable", "the answer was too large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
