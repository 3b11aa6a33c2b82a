// A small JSON object out of a request, with limits. Called by the handlers of native apps.
// JSON.parse is too kind for a body that decides who somebody is: it keeps the last of two equal
// names and makes a property of "__proto__".
import "server-only";
import { parse } from "lossless-json";
import { HttpError } from "./errors";
import { readLimited } from "./limited-body";

const MAX_JSON_BYTES = 8 * 1024;

/** Names to values; every value a scalar. */
export type FlatObject = Readonly<Record<string, string | number | boolean | null>>;

/**
 * @returns null without a body
 * @throws HttpError 415 for another content type, 413 above 8 KB, 400 for anything but one flat
 * object without repeated names (IN-2, NX-6)
 */
export async function readJson(request: Request): Promise<FlatObject | null> {
  if (request.body === null) return null;
  const { body, headers } = request;
  const bytes = await readLimited(body, { headers, maxBytes: MAX_JSON_BYTES });
  if (bytes.length === 0) return null;
  if (!isJson(request.headers)) throw new HttpError(415, "UNSUPPORTED_MEDIA_TYPE");
  const value = parseStrictly(bytes);
  if (!isFlatObject(value)) throw new HttpError(400, "INVALID_TOKEN");
  return value;
}

function isJson(headers: Headers): boolean {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const isUtf8 = parameters.every((one) => /^\s*(charset\s*=\s*"?utf-8"?)?\s*$/.test(one));
  return type.trim() === "application/json" && isUtf8;
}

/** Null for what is no JSON: no answer of ours depends on what is wrong with it. */
function parseStrictly(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const onDuplicateKey = () => {
      throw new SyntaxError("a name stands there twice");
    };
    return parse(text, null, { parseNumber: Number, onDuplicateKey });
  } catch {
    return null;
  }
}

const FORBIDDEN_NAMES = new Set(["__proto__", "constructor", "prototype"]);

function isFlatObject(value: unknown): value is FlatObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  // A parser that assigns "__proto__" leaves no name behind, but another prototype.
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.entries(value).every(
    ([name, one]) => !FORBIDDEN_NAMES.has(name) && (one === null || typeof one !== "object"),
  );
}
