// Whatever comes in, the emulator answers: no crash, no 5xx, and at /oauth/token always in Kakao's
// shape. The random input is the same in every run.
import { connect } from "node:net";
import { expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { Random } from "../testing/random";
import { client, emulator, origin } from "../testing/test-emulator";
import { authorizeQuery, clientId, redirectUri, Visitor } from "../testing/test-visitor";

const rounds = 2_500;
const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
const paths = [
  "/",
  "/oauth/authorize",
  "/oauth/token",
  "/oauth/logout",
  "/oauth/tokeninfo",
  "/oauth/%2e%2e/token",
  "/.well-known/jwks.json",
  "/.well-known/openid-configuration",
  "/_emulator/sign-in",
  "/_emulator/consent",
  "/_emulator/logout",
  "/_emulator/style.css",
  "/_emulator/api/people",
  "/_emulator/api/people/1/unlink",
  "/_emulator/api/apps",
  "/_emulator/api/faults",
  "/_emulator/api/ledger",
  "/nowhere",
];
const names = [
  "client_id",
  "client_secret",
  "redirect_uri",
  "response_type",
  "grant_type",
  "code",
  "code_verifier",
  "code_challenge",
  "code_challenge_method",
  "refresh_token",
  "scope",
  "prompt",
  "state",
  "nonce",
  "login_hint",
  "service_terms",
  "channel_public_id",
  "logout_redirect_uri",
  "id_token",
  "transaction",
  "loginId",
  "personId",
  "decision",
  "item",
  "action",
  "email",
  "notice",
  "__proto__",
];
const goodValues = [clientId, defaultApp.clientSecret, redirectUri, "code", "authorization_code"];

function makeParams(random: Random): string {
  const params = new URLSearchParams();
  for (let left = random.below(8); left > 0; left--) {
    const value = random.next() < 0.4 ? random.pick(goodValues) : random.text();
    params.append(random.pick(names), value);
  }
  return params.toString().replace(/code=code/, () => (random.next() < 0.1 ? "code=%" : "code=c"));
}

function makeRequest(random: Random): { url: string; init: RequestInit } {
  const method = random.pick(methods);
  const url = `${origin}${random.pick(paths)}?${makeParams(random)}`;
  const contentType = random.pick([
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=euc-kr",
    "application/json",
    "multipart/form-data",
    "",
  ]);
  const headers: Record<string, string> = {
    "content-type": contentType,
    cookie: `kakao_emulator_account=${encodeURIComponent(random.text().toWellFormed())}; a; =b; c==;`,
    authorization: random.pick(["", "Bearer %", "Basic", "KakaoAK ", "Bearer a b"]),
    "accept-language": random.pick(["", "ko", "en-US,en;q=0.9", "xx", ",,;q="]),
    "user-agent": random.pick(["KAKAOTALK", ""]),
  };
  const body = random.pick([makeParams(random), "{", '{"a":[[[[]]]]}', "[]", "null", "%", ""]);
  return { url, init: { method, headers, body: method === "GET" ? undefined : body } };
}

test("thousands of malformed requests end without a 5xx, and the emulator lives", async () => {
  const random = new Random(20261124);
  for (let round = 0; round < rounds; round++) {
    const { url, init } = makeRequest(random);
    const response = await fetch(url, { ...init, redirect: "manual" });
    const text = await response.text();
    expect(response.status, `${init.method} ${url} ${init.body}`).toBeLessThan(500);
    if (new URL(url).pathname === "/oauth/token") {
      expect(JSON.parse(text)).toMatchObject({ error_code: expect.stringMatching(/^KOE\d{3}$/) });
    }
  }
  await client.reset();
  expect((await new Visitor(origin).finish("haneul")).searchParams.has("code")).toBe(true);
}, 60_000);

/** What no HTTP library would send. Resolves when the other side has closed or answered. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(emulator.port, "127.0.0.1", () => socket.end(text, "latin1"));
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

test("what is not HTTP is refused or dropped, and the emulator lives", async () => {
  const host = "Host: localhost\r\n";
  for (const text of [
    "\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    `GET /oauth/authorize?${authorizeQuery()}\u0000 HTTP/1.1\r\n${host}\r\n`,
    `POST /oauth/token HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nabc`,
    `POST /oauth/token HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
    `POST /oauth/token HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    `GET http://evil.test/oauth/token HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}Cookie: ${"a=b; ".repeat(10_000)}\r\n\r\n`,
    `CONNECT evil.test:443 HTTP/1.1\r\n${host}\r\n`,
  ]) {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(await sendRaw(text))?.[1] ?? "none";
    expect([text.slice(0, 40), status < "500" || status === "none"]).toEqual([
      text.slice(0, 40),
      true,
    ]);
  }
  expect(await client.health()).toEqual({ status: "ok" });
});
