// Requests that no page or handler is made for: odd methods, targets and heads, too much of
// something. Node.js and Next.js answer some of them alone, and those answers count as well.
import { readFileSync } from "node:fs";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { sendText } from "./raw-connection";
import { expectSecurityHeaders } from "./security-headers";
import { readMe, signIn } from "./sign-in-steps";
import { newAddress, ownForm, send, Visitor } from "./visitor";

const request = (line: string, headers: string[] = []) =>
  `${[`${line} HTTP/1.1`, "Host: localhost", ...headers, "Connection: close"].join("\r\n")}\r\n\r\n`;

type Odd = [name: string, status: number, text: string, allow?: string];

const pageMethods = "GET, HEAD";
const odd: Odd[] = [
  ["TRACE on a page", 405, request("TRACE /"), pageMethods],
  ["TRACE on an API", 405, request("TRACE /api/me"), "GET"],
  ["TRACE on a form's address", 405, request("TRACE /api/auth/signout"), "POST"],
  ["a method of WebDAV on a page", 405, request("PROPFIND /"), pageMethods],
  ["a method of WebDAV on an API", 405, request("MKCOL /api/token"), "POST"],
  ["a method of a cache", 405, request("PURGE /account"), pageMethods],
  ["OPTIONS on a page", 405, request("OPTIONS /sign-in"), pageMethods],
  ["OPTIONS on the whole server", 405, request("OPTIONS *"), pageMethods],
  ["PUT on a page", 405, request("PUT /", ["Content-Length: 0"]), pageMethods],
  ["POST on a page", 405, request("POST /account", ["Content-Length: 0"]), pageMethods],
  ["a method nobody knows", 400, request("BREW /")],
  ["an upgrade to another protocol", 200, request("GET /sign-in", ["Upgrade: websocket"])],
  ["no host", 400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ["no HTTP at all", 400, "hello\r\n\r\n"],
  ["a header of 17 KB", 431, request("GET /", [`X-A: ${"a".repeat(17_000)}`])],
  ["an address of 17 KB", 431, request(`GET /${"a".repeat(17_000)}`)],
  ["an expectation nobody meets", 417, request("GET /", ["Expect: wonders"])],
  [
    "two lengths",
    400,
    request("POST /api/token", ["Transfer-Encoding: chunked", "Content-Length: 3"]),
  ],
  ["percent signs that mean nothing", 400, request("GET /%E0%A4%A")],
  ["a doubled slash", 308, request("GET //account")],
  ["a slash at the end", 308, request("GET /account/")],
  ["a picture to be made smaller", 404, request("GET /_next/image?url=%2Ficon-192.png&w=64&q=75")],
  [
    "another server's picture",
    404,
    request("GET /_next/image?url=http%3A%2F%2F127.0.0.1&w=64&q=1"),
  ],
  ["the bookmark's icon", 200, request("GET /favicon.ico")],
  ["the head of a page", 200, request("HEAD /sign-in")],
  ["the address of the framework's own crash page", 404, request("GET /_global-error")],
];

for (const [name, status, text, allow] of odd)
  test(`${name} is ${status} with every security header (WB-8)`, async () => {
    const answer = await sendText(baseUrl(), text);
    expect(answer.status, answer.body).toBe(status);
    expectSecurityHeaders(answer.headers);
    expect(answer.headers.allow).toBe(allow);
    if (answer.headers["content-type"]?.includes("html"))
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  });

test("bodies that are too large, limits, and refusals have every security header (WB-8)", async () => {
  const at = (path: string) => `${baseUrl()}${path}`;
  const kakaoToken = { authorization: `Bearer ${"x".repeat(60)}` };
  const tooLarge = { method: "POST", body: `a=${"x".repeat(70_000)}` };
  const form = { ...ownForm(), "content-type": "application/x-www-form-urlencoded" };
  const address = newAddress();
  const statuses: number[] = [];
  for (const [path, options] of [
    ["/api/auth/signin/kakao", { ...tooLarge, headers: form }],
    ["/api/auth/signout", { ...tooLarge, headers: form }],
    ["/language", { ...tooLarge, headers: form }],
    ["/api/token/refresh", { ...tooLarge, headers: { "content-type": "application/json" } }],
    ["/api/auth/signin/kakao", { form: {} }],
    ["/api/auth/signin/kakao", { method: "POST", body: "{}", headers: ownForm() }],
    ["/api/token", { method: "POST", headers: { ...kakaoToken, origin: "https://evil.test" } }],
  ] as const) {
    const answer = await send(at(path), options);
    expectSecurityHeaders(answer.headers, `${path}: ${answer.status}`);
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([413, 413, 413, 413, 403, 415, 403]);
  const headers = {
    ...ownForm(),
    "x-forwarded-for": address,
    "content-type": "application/csp-report",
  };
  const limited = await Promise.all(
    Array.from({ length: 25 }, () =>
      send(at("/api/csp-report"), { method: "POST", body: "{}", headers }),
    ),
  );
  const refused = limited.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  for (const answer of refused) {
    expectSecurityHeaders(answer.headers);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  }
});

test("the build has no Server Action, and nothing answers to one (WB-4, ST-11)", async ({
  person,
}) => {
  const manifest = new URL("../.next/server/server-reference-manifest.json", import.meta.url);
  expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({ node: {}, edge: {} });
  const visitor = new Visitor();
  await signIn(visitor, person);
  const origins: Array<Record<string, string>> = [
    { origin: baseUrl(), "sec-fetch-site": "same-origin" },
    { origin: "https://evil.test" },
    { origin: "https://evil.test", "x-forwarded-host": "evil.test" },
    { origin: "https://evil.test", "x-forwarded-host": "evil.test", "sec-fetch-site": "same-site" },
    { origin: "null" },
    {},
  ];
  const field = 'Content-Disposition: form-data; name="$ACTION_ID_40';
  const multipart = `--b\r\n${field}${"a".repeat(40)}"\r\n\r\n\r\n--b--\r\n`;
  for (const origin of origins)
    for (const path of ["/", "/sign-in", "/account", "/nowhere", "/language", "/api/auth/signout"])
      for (const [type, body] of [
        ["text/plain;charset=UTF-8", "[]"],
        ["multipart/form-data; boundary=b", multipart],
      ] as const) {
        const headers = { "next-action": `40${"a".repeat(40)}`, "content-type": type, ...origin };
        const answer = await visitor.send(`${baseUrl()}${path}`, { method: "POST", headers, body });
        expect([403, 405, 415], `${path} ${JSON.stringify(headers)}`).toContain(answer.status);
        expect(answer.setCookies).toEqual([]);
        expect(answer.body).not.toContain(person.nickname);
      }
  expect(await readMe(visitor)).not.toBeNull();
});
