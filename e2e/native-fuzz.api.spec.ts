// Ten thousand requests that no app sends: every one is answered, none with a 5xx, none signs
// anybody in (NX-6, ST-9, IN-4).
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { signInNatively } from "./native-steps";
import { newAddress } from "./visitor";

const REQUESTS = 10_000;
/** Few: other tests run beside this one, and some of them look at the clock. */
const AT_ONCE = 4;

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

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const random = createRandom(seed);
const pick = <Value>(values: readonly Value[]): Value =>
  values[Math.floor(random() * values.length)] as Value;
const chance = (probability: number) => random() < probability;

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

const garble = (most: number) =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(pieces)).join("");

function mutate(token: string): string {
  const at = Math.floor(random() * token.length);
  const cut = token.slice(0, at);
  return pick([cut, `${cut}${pick(pieces)}${token.slice(at + 1)}`, token + pick(pieces), token]);
}

function makeBody(tokens: string[]): string {
  if (chance(0.1)) return garble(20);
  if (chance(0.05)) return pick(["[", "{", '{"a":']).repeat(1500);
  const value = () => (chance(0.4) ? JSON.stringify(mutate(pick(tokens))) : pick(values));
  const fields = Array.from(
    { length: Math.floor(random() * 4) },
    () => `${pick(names)}:${value()}`,
  );
  const text = `{${fields.join(",")}}`;
  return chance(0.1) ? mutate(text) : text;
}

/** Node refuses to send these at all; a raw client cannot get them past Node's parser either. */
const sendable = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");

function makeHeaders(tokens: string[]): Record<string, string> {
  const headers: Record<string, string> = { "x-forwarded-for": newAddress() };
  if (chance(0.6))
    headers.authorization = pick([
      garble(6),
      `Bearer ${garble(4)}`,
      `Bearer ${mutate(pick(tokens))}`,
    ]);
  if (chance(0.9)) headers["content-type"] = pick(types);
  if (chance(0.1)) headers.cookie = `session=${mutate(pick(tokens))}; ${garble(3)}`;
  if (chance(0.05)) headers.origin = pick(["null", "https://evil.test", baseUrl(), garble(2)]);
  if (chance(0.05))
    headers["sec-fetch-site"] = pick(["cross-site", "same-origin", "none", garble(1)]);
  if (chance(0.05)) headers["x-forwarded-for"] = garble(5);
  if (chance(0.05)) headers["user-agent"] = garble(10);
  if (chance(0.03)) headers.expect = pick(["100-continue", "200-ok"]);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, sendable(value)]),
  );
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
type Sent = { method: string; path: string; headers: Record<string, string>; body: string };
type Outcome = { status: number; headers: IncomingHttpHeaders; body: string };

/** Null when the server ended the line in mid-body, as it may with one that is too large. */
function send({ method, path, headers, body }: Sent): Promise<Outcome | null> {
  const { hostname, port } = new URL(chance(0.5) ? baseUrl() : secondUrl());
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const options = { hostname, port, path, method, headers: { ...headers, ...length }, agent };
    const sent = request(options);
    sent.setTimeout(20_000, () => sent.destroy(new Error("no answer")));
    sent.once("error", (error: NodeJS.ErrnoException) =>
      ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? resolve(null) : reject(error),
    );
    sent.once("response", async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString("utf8");
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.end(body);
  });
}

test("ten thousand odd requests are each refused in words (NX-6, ST-9, IN-4)", async ({
  kakao,
  person,
}) => {
  test.setTimeout(300_000);
  const session = await signInNatively(kakao, person);
  const ours = [session.access_token, session.refresh_token];
  const other = await signInNatively(kakao, person);
  const junk = [other.access_token.slice(0, -4), `${other.refresh_token}x`, "x".repeat(64)];
  const counts = new Map<number, number>();
  let cutOff = 0;
  const work = async () => {
    for (let times = 0; times < REQUESTS / AT_ONCE; times += 1) {
      const sent = {
        method: pick(methods),
        path: `${pick(routes)}${chance(0.1) ? `?access_token=${encodeURIComponent(garble(3))}` : ""}`,
        headers: makeHeaders(junk),
        body: makeBody(junk),
      };
      const answer = await send(sent);
      if (answer === null) {
        cutOff += 1;
        continue;
      }
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      const told = `FUZZ_SEED=${seed}: ${JSON.stringify(sent)} → ${answer.status} ${answer.body}`;
      expect(answer.status, told).toBeGreaterThanOrEqual(200);
      expect(answer.status, told).toBeLessThan(500);
      expect(answer.headers["set-cookie"]?.join("") ?? "", told).not.toMatch(/session=[^;]/);
      if (answer.status === 200)
        expect(JSON.parse(answer.body), told).toEqual({ message: "SUCCESS" });
      else if (answer.status !== 417 && sent.method !== "HEAD" && answer.body !== "")
        expect(JSON.parse(answer.body).message, told).toMatch(/^[A-Z_]+$/);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  const total = [...counts.values()].reduce((sum, count) => sum + count, cutOff);
  expect(total).toBe(REQUESTS);
  for (const status of [400, 401, 404, 405, 413, 415])
    expect(
      counts.get(status) ?? 0,
      `some were ${status}: ${JSON.stringify([...counts])}`,
    ).toBeGreaterThan(0);
  expect(cutOff).toBeLessThan(REQUESTS / 100);
  const me = await fetch(`${baseUrl()}/api/me`, {
    headers: { authorization: `Bearer ${ours[0]}` },
  });
  expect(me.status, "the session that nobody guessed lives on").toBe(200);
});
