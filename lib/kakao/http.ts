// One request to Kakao, bounded in time and size. Called by the other files of lib/kakao.
import "server-only";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { recorder, startWatch } from "../telemetry/recorder";
import { type KakaoRequest, openRequest, readDecoded } from "./connection";
import { AlarmingKakaoError, KakaoError } from "./errors";

/** More than any answer of Kakao's needs; a larger one is an accident or an attack (TV-16). */
const MAX_BODY_BYTES = 256 * 1024;

/** kauth was once seen to answer 406 (KOE001) to the headers that Node's fetch sends by itself. */
const PLAIN_HEADERS = {
  accept: "application/json",
  "accept-language": "ko",
  "user-agent": "node",
};

export type KakaoAnswer = {
  status: number;
  isJson: boolean;
  body: string;
  /** When to come back, if Kakao says so. */
  retryAfterSeconds: number | null;
};

/**
 * One deadline serves a whole sign-in: `request.signal`.
 *
 * @throws KakaoError "unavailable" when there is no complete answer; AlarmingKakaoError when it is
 *   not Kakao that answers
 */
export async function fetchKakao(url: string | URL, request: KakaoRequest): Promise<KakaoAnswer> {
  const seconds = startWatch();
  const record = (outcome: string) =>
    recorder()?.kakaoCall({ endpoint: endpointOf(url), outcome, seconds: seconds() });
  try {
    const answer = await ask(url, request);
    record(String(answer.status));
    return answer;
  } catch (error) {
    record(error instanceof KakaoError ? error.code : "failed");
    throw error;
  }
}

/** For the metrics: Kakao's paths hold no ids, and one that looks as if it did is not named. */
function endpointOf(url: string | URL): string {
  const pathname = URL.canParse(url) ? new URL(url).pathname : "no address";
  return /^[a-z_./-]*(v\d[a-z_./-]*)?$/.test(pathname) ? pathname : "other";
}

async function ask(url: string | URL, request: KakaoRequest): Promise<KakaoAnswer> {
  const { signal } = request;
  try {
    const headers = { ...PLAIN_HEADERS, ...request.headers };
    const answer = await openRequest(new URL(url), { ...request, headers });
    const status = answer.statusCode ?? 0;
    if (status >= 300 && status < 400) throw refuseRedirect(answer);
    const isJson = /^application\/json\s*(;|$)/i.test(answer.headers["content-type"] ?? "");
    const retryAfterSeconds = readRetryAfter(answer.headers["retry-after"]);
    const body = await readBody(readDecoded(answer, signal));
    return { status, isJson, body, retryAfterSeconds };
  } catch (error) {
    if (error instanceof KakaoError) throw error;
    if (isAboutCertificate(error))
      throw new AlarmingKakaoError("unavailable", "not Kakao's certificate", { cause: error });
    const reason = signal.aborted ? "no answer in time" : "no complete answer";
    throw new KakaoError("unavailable", reason, { cause: error });
  }
}

/** No call of Kakao's API is redirected; to follow would carry a secret to whatever host is named. */
function refuseRedirect(answer: IncomingMessage): KakaoError {
  answer.destroy();
  return new KakaoError("unavailable", `a redirect (status ${answer.statusCode})`);
}

/** Node.js's names for a certificate that is over, a stranger's, or of another host (K26). */
const CERTIFICATE_PROBLEM = /^(ERR_TLS_)?CERT_|^UNABLE_TO_(GET|VERIFY)_|SELF_SIGNED|^INVALID_CA$/;

function isAboutCertificate(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return CERTIFICATE_PROBLEM.test(code);
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after seconds, or a date */
function readRetryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d{1,9}$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

async function readBody(chunks: Readable): Promise<string> {
  // A byte order mark stays, and makes the JSON unreadable: Kakao sends none (K9).
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    // Counted after decompression, so a small archive cannot unfold into a large one.
    if (size > MAX_BODY_BYTES) throw new KakaoError("unavailable", "the answer was too large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
