// A browser in miniature for tests over HTTP: a cookie jar, forms, and full control of headers and
// paths, which fetch would tidy up. Follows no redirect.
import { randomBytes } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { baseUrl } from "./addresses";

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  setCookies: string[];
  body: string;
  /** Absolute; null without a Location header. */
  location: URL | null;
};

export type Options = {
  method?: string;
  headers?: Record<string, string | string[]>;
  form?: Record<string, string> | URLSearchParams;
  body?: string;
};

const TIMEOUT_MS = 30_000;

/** What a browser says when it posts a form on one of our pages. */
export const ownForm = () => ({ origin: baseUrl(), "sec-fetch-site": "same-origin" });

/** An address that nobody else has, as the proxy in front would name it (TRUSTED_PROXY_HOPS=1). */
export function newAddress(): string {
  return `2001:db8:${randomBytes(4)
    .toString("hex")
    .replace(/(.{4})/, "$1:")}::1`;
}

/** One request as it stands: the path is sent as written, without cookies of its own. */
export function send(address: string, options: Options = {}): Promise<Answer> {
  const [, origin = "", path = ""] = /^(https?:\/\/[^/]+)(.*)$/s.exec(address) ?? [];
  const { hostname, port } = new URL(origin);
  const body = options.form ? new URLSearchParams(options.form).toString() : options.body;
  const headers: Record<string, string | string[]> = {
    connection: "close",
    "x-forwarded-for": newAddress(),
    ...options.headers,
  };
  if (options.form) headers["content-type"] = "application/x-www-form-urlencoded";
  if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const method = options.method ?? (body === undefined ? "GET" : "POST");
    const sent = request({ hostname, port, path: path || "/", method, headers, agent: false });
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`no answer from ${address}`)));
    sent.once("error", reject);
    sent.once("response", async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        return reject(error);
      }
      const { location, "set-cookie": setCookies = [] } = response.headers;
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        setCookies,
        body: Buffer.concat(chunks).toString("utf8"),
        location: location === undefined ? null : new URL(location, origin),
      });
    });
    sent.end(body);
  });
}

export class Visitor {
  /** @param address where the visitor is: two behind one carrier's address share it */
  constructor(readonly address = newAddress()) {}

  /** By host name, as in browsers: cookies do not tell ports apart. */
  private jars = new Map<string, Map<string, string>>();

  async send(address: string | URL, options: Options = {}): Promise<Answer> {
    const url = String(address);
    const jar = this.jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      "x-forwarded-for": this.address,
      ...(cookie && { cookie }),
      ...options.headers,
    };
    const answer = await send(url, { ...options, headers });
    for (const line of answer.setCookies) keep(jar, line);
    return answer;
  }

  /** Posts a form of our own pages. */
  post(address: string, form: Options["form"] = {}, headers: Options["headers"] = {}) {
    return this.send(address, { method: "POST", form, headers: { ...ownForm(), ...headers } });
  }

  cookies(address = baseUrl()): Map<string, string> {
    return new Map(this.jarOf(address));
  }

  setCookie(name: string, value: string, address = baseUrl()): void {
    this.jarOf(address).set(name, value);
  }

  /** Puts the jar back into an earlier state. */
  restoreCookies(cookies: Map<string, string>, address = baseUrl()): void {
    this.jars.set(new URL(address).hostname, new Map(cookies));
  }

  private jarOf(address: string): Map<string, string> {
    const { hostname } = new URL(/^https?:\/\/[^/]+/.exec(address)?.[0] ?? address);
    const jar = this.jars.get(hostname) ?? new Map<string, string>();
    this.jars.set(hostname, jar);
    return jar;
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  // Always last: a browser shows a cookie's newest value at the end, too.
  jar.delete(name);
  if (!attributes.includes("Max-Age=0")) jar.set(name, pair.slice(at + 1));
}
