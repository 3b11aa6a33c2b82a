// Requests that no app sends, made at random from a seed: odd methods, headers and bodies, and tokens
// changed in one place. Called by the fuzz tests, in the process and over HTTP.
import { randomBytes } from "node:crypto";

export type OddRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
};

/** Small, seeded and good enough: a failing run can be repeated (mulberry32). */
function createRandom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const routes = ["/api/token", "/api/token/refresh", "/api/token/revoke", "/api/me"];
const methods = ["POST", "POST", "POST", "POST", "GET", "PUT", "PATCH", "DELETE", "OPTIONS"];
const types = [
  "application/json",
  "application/json",
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=latin1",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "text/plain",
  "application/secevent+jwt",
  "",
  "/",
  ";;;",
];
const pieces = [
  "Bearer",
  " ",
  "%",
  "%00",
  "%E0%A4%A",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "[object Object]",
  '"',
  "'",
  "' OR 1=1 --",
  "\\",
  "{}",
  "[]",
  "../../etc/passwd",
  "<script>",
  "#{7*7}",
  "a".repeat(16),
  "A".repeat(2048),
  "=",
  "~+/=",
  "\u00e9",
  "\u0080",
  "\t",
  ".",
  "..",
  "eyJhbGciOiJub25lIn0",
  "0",
  "-1",
  "1e400",
];
const values = [
  "null",
  "true",
  "0",
  "-0",
  "1e999",
  "9007199254740993",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  "[]",
  "{}",
  '{"a":{"b":[]}}',
  `"${"x".repeat(3000)}"`,
  `"${"y".repeat(9000)}"`,
  "NaN",
  "'x'",
  "",
];
const names = [
  '"refresh_token"',
  '"id_token"',
  '"nonce"',
  '"access_token"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"\\u0069d_token"',
  "id_token",
];

/** Fuzz tests print their seed, so that a failing run can be repeated with FUZZ_SEED. */
export const fuzzSeed = () => Number(process.env.FUZZ_SEED ?? 20261125);

/** Node refuses to send these at all; a raw client cannot get them past Node's parser either. */
const sendable = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");

export class OddRequests {
  private readonly random: () => number;

  /**
   * @param tokens to be changed; unchanged, they must not be worth anything
   * @param origin our own, which some of the requests name
   */
  constructor(
    seed: number,
    private readonly tokens: string[],
    private readonly origin: string,
  ) {
    this.random = createRandom(seed);
  }

  next(): OddRequest {
    const query = encodeURIComponent(this.garble(3));
    return {
      method: this.pick(methods),
      path: `${this.pick(routes)}${this.chance(0.1) ? `?access_token=${query}` : ""}`,
      headers: this.makeHeaders(),
      body: this.makeBody(),
    };
  }

  private pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.random() * values.length)] as Value;
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private garble(most: number): string {
    const count = 1 + Math.floor(this.random() * most);
    return Array.from({ length: count }, () => this.pick(pieces)).join("");
  }

  private mutatedToken(): string {
    return this.mutate(this.pick(this.tokens));
  }

  private mutate(text: string): string {
    const at = Math.floor(this.random() * text.length);
    const cut = text.slice(0, at);
    const piece = this.pick(pieces);
    return this.pick([cut, `${cut}${piece}${text.slice(at + 1)}`, text + piece, text]);
  }

  private makeBody(): string {
    if (this.chance(0.1)) return this.garble(20);
    if (this.chance(0.05)) return this.pick(["[", "{", '{"a":']).repeat(1500);
    const value = () =>
      this.chance(0.4) ? JSON.stringify(this.mutatedToken()) : this.pick(values);
    const count = Math.floor(this.random() * 4);
    const fields = Array.from({ length: count }, () => `${this.pick(names)}:${value()}`);
    const text = `{${fields.join(",")}}`;
    return this.chance(0.1) ? this.mutate(text) : text;
  }

  /** Each from an address of its own: what is limited is soon refused without a look. */
  private makeHeaders(): Record<string, string> {
    const [a = "", b = ""] = randomBytes(4).toString("hex").match(/.{4}/g) ?? [];
    const bearer = `Bearer ${this.garble(4)}`;
    const odd: Array<[number, string, () => string]> = [
      [
        0.6,
        "authorization",
        () => this.pick([this.garble(6), bearer, `Bearer ${this.mutatedToken()}`]),
      ],
      [0.9, "content-type", () => this.pick(types)],
      [0.1, "cookie", () => `session=${this.mutatedToken()}; ${this.garble(3)}`],
      [0.05, "origin", () => this.pick(["null", "https://evil.test", this.origin, this.garble(2)])],
      [0.05, "sec-fetch-site", () => this.pick(["cross-site", "same-origin", this.garble(1)])],
      [0.05, "x-forwarded-for", () => this.garble(5)],
      [0.05, "user-agent", () => this.garble(10)],
      [0.03, "expect", () => this.pick(["100-continue", "200-ok"])],
    ];
    const headers: Record<string, string> = { "x-forwarded-for": `2001:db8:${a}:${b}::1` };
    for (const [probability, name, make] of odd)
      if (this.chance(probability)) headers[name] = sendable(make());
    return headers;
  }
}
