// Requests that no app and no browser sends, made at random from a seed: odd methods, headers and
// bodies, and tokens changed in one place. Called by the fuzz tests, in the process and over HTTP.
import { randomBytes } from "node:crypto";
import { contentTypes, jsonNames, jsonValues, textPieces } from "./odd-text";

export type OddRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
};

type Choices = {
  seed: number;
  /** To be changed; unchanged, they must not be worth anything. */
  tokens: string[];
  /** Our own, which some of the requests name. */
  origin: string;
  routes?: string[];
  methods?: string[];
};

const nativeRoutes = ["/api/token", "/api/token/refresh", "/api/token/revoke", "/api/me"];
const nativeMethods = ["POST", "POST", "POST", "POST", "GET", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Fuzz tests print their seed, so that a failing run can be repeated with FUZZ_SEED. */
export const fuzzSeed = () => Number(process.env.FUZZ_SEED ?? 20261125);

/** Small, seeded and good enough: a failing run can be repeated (mulberry32). */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.next() * values.length)] as Value;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Up to so many pieces of odd text in a row. */
  garble(most: number): string {
    const count = 1 + Math.floor(this.next() * most);
    return Array.from({ length: count }, () => this.pick(textPieces)).join("");
  }

  /** Cut short, changed in one place, longer by a piece, or as it is. */
  mutate(text: string): string {
    const at = Math.floor(this.next() * text.length);
    const cut = text.slice(0, at);
    const piece = this.pick(textPieces);
    return this.pick([cut, `${cut}${piece}${text.slice(at + 1)}`, text + piece, text]);
  }
}

/** No header holds these: a server's parser refuses them before any of us sees them. */
const sendable = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");

export class OddRequests {
  readonly random: Random;

  constructor(private readonly choices: Choices) {
    this.random = new Random(choices.seed);
  }

  next(): OddRequest {
    const { random } = this;
    const { methods = nativeMethods, routes = nativeRoutes } = this.choices;
    const query = encodeURIComponent(random.garble(3));
    return {
      method: random.pick(methods),
      path: `${random.pick(routes)}${random.chance(0.1) ? `?access_token=${query}` : ""}`,
      headers: this.makeHeaders(),
      body: this.makeBody(),
    };
  }

  mutatedToken(): string {
    return this.random.mutate(this.random.pick(this.choices.tokens));
  }

  private makeBody(): string {
    const { random } = this;
    if (random.chance(0.1)) return random.garble(20);
    if (random.chance(0.05)) return random.pick(["[", "{", '{"a":']).repeat(1500);
    const value = () =>
      random.chance(0.4) ? JSON.stringify(this.mutatedToken()) : random.pick(jsonValues);
    const count = Math.floor(random.next() * 4);
    const fields = Array.from({ length: count }, () => `${random.pick(jsonNames)}:${value()}`);
    const text = `{${fields.join(",")}}`;
    return random.chance(0.1) ? random.mutate(text) : text;
  }

  /** Each from an address of its own: what is limited is soon refused without a look. */
  private makeHeaders(): Record<string, string> {
    const { random } = this;
    const { origin } = this.choices;
    const [a = "", b = ""] = randomBytes(4).toString("hex").match(/.{4}/g) ?? [];
    const bearer = `Bearer ${random.garble(4)}`;
    const authorizations = () => [random.garble(6), bearer, `Bearer ${this.mutatedToken()}`];
    const odd: Array<[number, string, () => string]> = [
      [0.6, "authorization", () => random.pick(authorizations())],
      [0.9, "content-type", () => random.pick(contentTypes)],
      [0.1, "cookie", () => `session=${this.mutatedToken()}; ${random.garble(3)}`],
      [0.05, "origin", () => random.pick(["null", "https://evil.test", origin, random.garble(2)])],
      [0.05, "sec-fetch-site", () => random.pick(["cross-site", "same-origin", random.garble(1)])],
      [0.05, "x-forwarded-for", () => random.garble(5)],
      [0.05, "user-agent", () => random.garble(10)],
      [0.03, "expect", () => random.pick(["100-continue", "200-ok"])],
    ];
    const headers: Record<string, string> = { "x-forwarded-for": `2001:db8:${a}:${b}::1` };
    for (const [probability, name, make] of odd)
      if (random.chance(probability)) headers[name] = sendable(make());
    return headers;
  }
}
