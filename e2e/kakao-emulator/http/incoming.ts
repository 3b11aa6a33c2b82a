// A request, read once: path, query, form, cookies, language. Called by the server for every
// request; handlers never touch node:http themselves.
import type { IncomingMessage } from "node:http";

export type Language = "ko" | "en";

export type Incoming = {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Fields of a form-encoded body; empty for any other content type, which Kakao does not read. */
  form: URLSearchParams;
  contentType: string;
  bodyText: string;
  headers: IncomingMessage["headers"];
  cookies: Map<string, string>;
  language: Language;
  /** Inside KakaoTalk's own browser, which says so in its user agent. */
  isInTalk: boolean;
  /** The caller's address; no header is trusted. */
  callerIp: string;
  /** The origin we are reached by: the issuer, unless one is configured. */
  origin: string;
};

const maxBodyBytes = 1024 * 1024;
const formType = "application/x-www-form-urlencoded";

export class BodyTooLargeError extends Error {}

/** @throws BodyTooLargeError beyond a megabyte */
export async function readIncoming(request: IncomingMessage, origin: string): Promise<Incoming> {
  const url = splitUrl(request.url ?? "/");
  const contentType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const bodyText = await readBody(request);
  return {
    method: request.method ?? "GET",
    path: url.path,
    query: new URLSearchParams(url.query),
    form: new URLSearchParams(contentType === formType ? bodyText : ""),
    contentType: contentType ?? "",
    bodyText,
    headers: request.headers,
    cookies: parseCookies(request.headers.cookie ?? ""),
    language: chooseLanguage(request.headers["accept-language"] ?? ""),
    isInTalk: (request.headers["user-agent"] ?? "").includes("KAKAOTALK"),
    callerIp: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    origin,
  };
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf("?");
  return mark < 0
    ? { path: url, query: "" }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const mark = part.indexOf("=");
    if (mark > 0) cookies.set(part.slice(0, mark).trim(), part.slice(mark + 1).trim());
  }
  return cookies;
}

/** Korean unless the browser names English first: Kakao's own pages are Korean by default. */
export function chooseLanguage(acceptLanguage: string): Language {
  for (const part of acceptLanguage.toLowerCase().split(",")) {
    if (part.trim().startsWith("ko")) return "ko";
    if (part.trim().startsWith("en")) return "en";
  }
  return "ko";
}

/** The one value of a parameter; `null` when absent or empty (Kakao reads `scope=` as absent). */
export function readParameter(params: URLSearchParams, name: string): string | null {
  const value = params.get(name);
  return value === null || value === "" ? null : value;
}

/** The first of these parameters that is sent more than once, or `null`. */
export function findRepeated(params: URLSearchParams, names: readonly string[]): string | null {
  return names.find((name) => params.getAll(name).length > 1) ?? null;
}

/** Splits a list on commas and white space: Kakao's documents use one, its SDKs the other. */
export function splitList(text: string | null): string[] {
  return (text ?? "").split(/[\s,]+/).filter((part) => part !== "");
}
