// Requests that are too large or in no form that a route knows: each is refused at once, in words,
// and none as an error of ours.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { junkToken } from "./native-steps";
import { sendEndless, sendRaw } from "./raw-connection";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { ownForm, send, Visitor } from "./visitor";

/** Refused while it comes in, not after a wait. */
const QUICKLY_MS = 3000;

const forms = ["/api/auth/signin/kakao", "/api/auth/signout", "/account/devices", "/language"];
const calls = ["/api/token", "/api/token/refresh", "/api/token/revoke"];

const formHeaders = () => ({
  ...ownForm(),
  "content-type": "application/x-www-form-urlencoded",
});
const callHeaders = (token: string) => ({
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
});

for (const path of [...forms, ...calls])
  test(`${path} ends an endless body, and one that says it is large (IN-1)`, async ({ kakao }) => {
    const token = junkToken();
    const headers = forms.includes(path) ? formHeaders() : callHeaders(token);
    const address = `${baseUrl()}${path}`;
    const endless = await sendEndless(address, headers);
    const announced = await sendRaw("POST", address, { ...headers, "content-length": "70000" });
    for (const answer of [endless, announced]) {
      expect(answer.status, answer.head).toBe(413);
      expect(answer.tookMs).toBeLessThan(QUICKLY_MS);
      expect(answer.body).toContain('"PAYLOAD_TOO_LARGE"');
      expect(answer.head).not.toMatch(/^set-cookie:/im);
    }
    const asked = await kakao.readLedger();
    expect(asked.filter((entry) => JSON.stringify(entry).includes(token))).toEqual([]);
  });

test("a form of 64 KB is read, and one of a byte more is not (IN-1)", async () => {
  const limit = 64 * 1024;
  const post = (size: number) =>
    send(`${baseUrl()}/language`, {
      method: "POST",
      headers: formHeaders(),
      body: `locale=ko&x=${"a".repeat(size - 12)}`,
    });
  expect((await post(limit)).status).toBe(303);
  expect((await post(limit + 1)).status).toBe(413);
});

for (const path of ["/", "/sign-in", "/nowhere", "/account", "/api/me", "/api/auth/session"])
  test(`${path} refuses a long address and many cookies (IN-1)`, async () => {
    const address = `${baseUrl()}${path}`;
    const html = { accept: "text/html" };
    for (const [status, size, answer] of [
      [
        414,
        "an address of 9 KB",
        await send(`${address}?x=${"a".repeat(9000)}`, { headers: html }),
      ],
      [
        431,
        "9 KB of cookies",
        await send(address, { headers: { ...html, cookie: `a=${"b".repeat(9000)}` } }),
      ],
    ] as const) {
      expect(answer.status, size).toBe(status);
      expect(answer.headers["cache-control"]).toBe("private, no-store");
      expect(answer.body, "a person reads a sentence").toContain(
        "문제가 생겼어요. 다시 시도해 주세요.",
      );
      expect(answer.body).toContain(String(answer.headers["x-request-id"]));
      expect(answer.setCookies).toEqual([]);
    }
    const api = await send(address, { headers: { cookie: `a=${"b".repeat(9000)}` } });
    expect(JSON.parse(api.body)).toEqual({
      message: "PAYLOAD_TOO_LARGE",
      requestId: api.headers["x-request-id"],
    });
    const headers = { "x-more": "a".repeat(17_000) };
    expect((await sendRaw("GET", address, headers)).status, "17 KB of headers").toBe(431);
  });

test("8 KB of address and cookies together disturb nobody (IN-1, B14)", async ({ person }) => {
  const visitor = new Visitor();
  for (const n of [1, 2]) visitor.setCookie(`neighbour-${n}`, "x".repeat(3000));
  await finishSignIn(visitor, await reachCallback(visitor, person));
  expect(await readMe(visitor)).not.toBeNull();
});

const only: Array<[path: string, allowed: string]> = [
  ...[...forms, ...calls].map((path): [string, string] => [path, "POST"]),
  ...[
    "/api/auth/callback/kakao",
    "/api/auth/session",
    "/api/auth/csrf",
    "/api/me",
    "/api/health/live",
    "/api/health/ready",
    "/api/openapi.json",
  ].map((path): [string, string] => [path, "GET"]),
];

for (const [path, allowed] of only)
  test(`${path} answers ${allowed}, and every other method with 405 (IN-4)`, async () => {
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
    for (const method of others.filter((one) => one !== allowed)) {
      const answer = await sendRaw(method, `${baseUrl()}${path}`, { "content-length": "0" });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.head).toMatch(new RegExp(`^allow: ${allowed}\\r?$`, "im"));
    }
  });

for (const path of ["/", "/sign-in", "/account", "/developers", "/unavailable"])
  test(`${path} is a page: every method but GET and HEAD is 405 (IN-4)`, async () => {
    for (const method of ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "POST"]) {
      const headers = { "content-length": "0", cookie: "session=canary" };
      const answer = await sendRaw(method, `${baseUrl()}${path}`, headers);
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.head).toMatch(/^allow: GET, HEAD\r?$/im);
      expect(`${answer.head}${answer.body}`).not.toContain("canary");
    }
  });

for (const path of ["/", "/sign-in", "/account", "/api/me", "/api/auth", "/api/token", "/language"])
  test(`a percent sign that means nothing behind ${path} is 400 (IN-4)`, async () => {
    for (const odd of ["/%", "/%zz", "/%c3%28", "/%e0%a4%a", "%ff"]) {
      const answer = await sendRaw("GET", `${baseUrl()}${path}${odd}`);
      expect([odd, answer.status]).toEqual([odd, 400]);
      expect(JSON.parse(answer.body).requestId).toMatch(/^[0-9a-f-]{13}$/);
    }
    for (const odd of ["/%00", "/..%2f..%2fetc%2fpasswd", "?x=%zz&%", "/%0d%0aSet-Cookie:%20a=b"]) {
      const answer = await sendRaw("GET", `${baseUrl()}${path}${odd}`);
      expect([odd, answer.status < 500 && answer.status > 0]).toEqual([odd, true]);
      expect(answer.head).not.toMatch(/^set-cookie: a=b/im);
    }
  });

for (const path of forms)
  test(`${path} takes a form and no other type (IN-4)`, async () => {
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x", "x"]) {
      const headers = { ...ownForm(), "content-type": type };
      const answer = await send(`${baseUrl()}${path}`, { method: "POST", headers, body: "a=b" });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });
