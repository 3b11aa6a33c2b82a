// A request's body, counted while it streams in. Called by form-body.ts and json-body.ts.
import "server-only";
import { HttpError } from "./errors";

/**
 * Next.js buffers a body without limit, so that none may be left to it (IN-1).
 *
 * @throws HttpError 413 as soon as more than `maxBytes` have come
 */
export async function readLimited(
  body: ReadableStream<Uint8Array>,
  { headers, maxBytes }: { headers: Headers; maxBytes: number },
): Promise<Buffer> {
  // Said beforehand, so that nothing needs to come.
  if (Number(headers.get("content-length")) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): HttpError {
  return new HttpError(413, "PAYLOAD_TOO_LARGE");
}
