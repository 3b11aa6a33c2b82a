// Odd requests for every route and page of the app: paths written in all the ways that lead to one
// or past it, queries, and what Next.js itself reads from headers. Called by the fuzz tests of e2e.
import { type OddRequest, OddRequests } from "./odd-requests";

const methods = "GET GET GET GET POST POST HEAD PUT PATCH DELETE OPTIONS TRACE PROPFIND".split(" ");

/** Names that some route, or Next.js, or Auth.js looks for. */
const parameters = [
  ...["code", "state", "error", "error_description", "iss", "ref", "returnTo", "callbackUrl"],
  ...["prompt", "login_hint", "scope", "redirect_uri", "csrfToken", "device", "locale", "json"],
  ...["_rsc", "__nextLocale", "nxtPnextauth", "url", "w", "q", "access_token", "__proto__", ""],
];

/** The same place by another name, or a place next to it. */
const detours: Array<(path: string) => string> = [
  (path) => path.toUpperCase(),
  (path) => `/${path}`,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `${path}/../..${path}`,
  (path) => `${path}.`,
  (path) => `${path};x=1`,
  (path) => `${path}%00`,
  (path) => `${path}%2f`,
  (path) => `${path}%`,
  (path) => `${path}%c0%ae`,
  (path) => `${path}%e0%a4%a`,
  (path) => `${path}\\..\\x`,
  (path) => path.replaceAll("/", "%2f"),
  (path) => path.replaceAll("/", "\\"),
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  (path) => `${path}.rsc`,
  (path) => `${path}.json`,
  (path) => `${path}.segments/_tree.segment.rsc`,
  (path) => `/_next/data/build${path}.json`,
  (path) => `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`,
  (path) => `/_next/static${path}`,
  (path) => `http://evil.test${path}`,
  (path) => `${path}\u00e9\u0080`,
  (path) => path + "/x".repeat(300),
  (path) => `${path}#fragment`,
];

const nextHeaders: Array<[string, string[]]> = [
  ["rsc", ["1", "0", "x"]],
  ["next-router-prefetch", ["1", "2", ""]],
  ["next-router-segment-prefetch", ["/_tree", "/account/__PAGE__", "../.."]],
  [
    "next-router-state-tree",
    [
      "%5B%22%22%5D",
      "[",
      "%",
      "x".repeat(5000),
      "%5B%22%22%2C%7B%7D%5D",
      "%5B%22%22%2C%7B%22children%22%3A%5B1%2C%7B%7D%5D%7D%5D",
    ],
  ],
  ["next-action", ["x", "a".repeat(40), "00".repeat(21)]],
  ["next-url", ["/account", "//evil.test"]],
  ["x-middleware-subrequest", ["proxy:proxy:proxy:proxy:proxy", "middleware"]],
  ["x-forwarded-host", ["evil.test", "a, b", "%"]],
  ["x-forwarded-proto", ["https", "javascript"]],
  ["x-request-id", ["x", "\u0085"]],
  ["purpose", ["prefetch"]],
  ["sec-purpose", ["prefetch;prerender"]],
  ["accept", ["text/html", "*/*", "text/x-component", "application/json", "%"]],
  ["accept-language", ["ko", "en;q=0.1,*;q=x", "x".repeat(3000), "-"]],
  ["accept-encoding", ["gzip", "br;q=1e9", "identity;q=0"]],
  ["content-encoding", ["gzip", "br", "x"]],
  ["range", ["bytes=0-0", "bytes=9-1", "x"]],
  ["if-none-match", ["*", '"x"']],
  ["if-modified-since", ["yesterday"]],
];

export class OddVisits extends OddRequests {
  private readonly origin: string;

  constructor(choices: { seed: number; tokens: string[]; origin: string; routes: string[] }) {
    super({ ...choices, methods });
    this.origin = choices.origin;
  }

  override next(): OddRequest {
    const { random } = this;
    const { path, body, ...request } = super.next();
    const detour = random.chance(0.4) ? random.pick(detours) : (straight: string) => straight;
    const headers = { ...request.headers, ...this.pickHeaders() };
    const isForm = random.chance(0.3);
    if (isForm) headers["content-type"] = "application/x-www-form-urlencoded";
    // As if on a page of ours: past the first door.
    if (random.chance(0.3)) Object.assign(headers, { origin: this.origin });
    return {
      ...request,
      path: detour(path.split("?")[0] ?? "/") + (random.chance(0.6) ? this.makeQuery() : ""),
      headers,
      body: isForm ? this.makeQuery().slice(1) : body,
    };
  }

  private pickHeaders(): Record<string, string> {
    const { random } = this;
    const chosen = nextHeaders.filter(() => random.chance(0.08));
    return Object.fromEntries(chosen.map(([name, values]) => [name, random.pick(values)]));
  }

  private makeQuery(): string {
    const { random } = this;
    const pair = () => {
      const value = random.chance(0.2) ? this.mutatedToken() : random.garble(3);
      // A path with a space or a control character is no path: those go as raw lines.
      const written = random.chance(0.7) ? encodeURIComponent(value) : value.replace(/\s/g, "+");
      return `${random.pick(parameters)}=${written}`;
    };
    return `?${Array.from({ length: 1 + Math.floor(random.next() * 4) }, pair).join("&")}`;
  }
}
