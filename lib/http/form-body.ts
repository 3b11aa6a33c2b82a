// A plain HTML form's fields, read with a limit. Called by handlers of posted forms.
import "server-only";
import { HttpError } from "./errors";
import { readLimited } from "./limited-body";

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
  const bytes = await readLimited(request.body, {
    headers: request.headers,
    maxBytes: MAX_FORM_BYTES,
  });
  return new URLSearchParams(bytes.toString("utf8"));
}
