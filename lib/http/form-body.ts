// A plain HTML form's fields, read with a limit. Called by handlers of posted forms.
import "server-only";
import { HttpError } from "./errors";

const MAX_FORM_BYTES = 64 * 1024;

/**
 * @throws HttpError 415 for another content type, 413 above 64 KB, counted while it streams in
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  const isForm = type.trim().toLowerCase() === "application/x-www-form-urlencoded";
  if (request.body === null || request.headers.get("content-length") === "0")
    return new URLSearchParams();
  if (!isForm) throw new HttpError(415, "UNSUPPORTED_MEDIA_TYPE");
  return new URLSearchParams(await readLimited(request.body));
}

async function readLimited(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_FORM_BYTES) throw new HttpError(413, "PAYLOAD_TOO_LARGE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
