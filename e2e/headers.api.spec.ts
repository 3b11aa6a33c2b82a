// The headers of every kind of answer, and the scripts of every page.
import { baseUrl, callbackPath } from "./addresses";
import { expect, test } from "./fixtures";
import { expectSecurityHeaders } from "./security-headers";
import { signIn } from "./sign-in-steps";
import { type Answer, ownForm, send, Visitor } from "./visitor";

type Kind = [name: string, status: number, method: string, path: string];

const answers: Kind[] = [
  ["home", 200, "GET", "/"],
  ["the sign-in page", 200, "GET", "/sign-in?error=expired"],
  ["a page for the signed-in", 307, "GET", "/account"],
  ["a page that is not there", 404, "GET", "/nowhere"],
  ["a page below a page", 404, "GET", "/account/x.css"],
  ["the page for outages", 503, "GET", "/unavailable"],
  ["the start of a sign-in", 303, "POST", "/api/auth/signin/kakao"],
  ["a refused callback", 303, "GET", `${callbackPath}?code=x&state=x`],
  ["a malformed callback", 400, "GET", `${callbackPath}?code=%00&state=x`],
  ["an action that is not there", 404, "GET", "/api/auth/providers"],
  ["the wrong method", 405, "DELETE", "/api/me"],
  ["nobody", 401, "GET", "/api/me"],
  ["no API", 404, "GET", "/api/nowhere"],
  ["the session", 200, "GET", "/api/auth/session"],
  ["liveness", 200, "GET", "/api/health/live"],
  ["readiness", 200, "GET", "/api/health/ready"],
  ["the manifest", 200, "GET", "/manifest.webmanifest"],
  ["an icon", 200, "GET", "/icon.svg"],
  ["an image", 200, "GET", "/kakao-symbol.svg"],
  ["a built file that is not there", 404, "GET", "/_next/static/nowhere.js"],
];

for (const [name, status, method, path] of answers)
  test(`${name} (${method} ${path}) is ${status} with every security header (WB-8, WB-10)`, async () => {
    const answer = await send(`${baseUrl()}${path}`, { method, headers: ownForm() });
    expect(answer.status).toBe(status);
    expectSecurityHeaders(answer.headers);
    const isFile = /\.(svg|webmanifest|js)$/.test(path);
    if (!isFile) expect(answer.headers["cache-control"]).toContain("no-store");
    if (path.startsWith("/api/auth") || path.startsWith("/sign-in"))
      expect(answer.headers["referrer-policy"]).toBe("no-referrer");
    // Files that the build made are the same for everybody, and no request of anybody's.
    if (!/^\/(_next\/static|icon\.svg|manifest\.webmanifest)/.test(path))
      expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{13}$/);
  });

const pages = ["/", "/sign-in", "/sign-in?error=cancelled", "/nowhere", "/unavailable", "/account"];

function readPolicy({ headers }: Answer): Record<string, string[]> {
  const policy = String(headers["content-security-policy"] ?? "");
  const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = "", ...sources]) => [name, sources]));
}

for (const path of pages)
  test(`${path} runs no script that its policy does not name (WB-6, WB-7)`, async ({ person }) => {
    const visitor = new Visitor();
    if (path === "/account") await signIn(visitor, person);
    const [answer, again] = [
      await visitor.send(`${baseUrl()}${path}`),
      await visitor.send(`${baseUrl()}${path}`),
    ];
    const policy = readPolicy(answer);
    expect(policy).toMatchObject({
      "default-src": ["'none'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
      "img-src": ["'self'", "https://*.kakaocdn.net"],
      "connect-src": ["'self'"],
    });
    expect(policy["form-action"]).toContain("'self'");
    const scripts = policy["script-src"] ?? [];
    expect(scripts.join(" ")).not.toMatch(/unsafe|\*|https?:|data:/);
    const nonce = /'nonce-([^']{22,})'/.exec(scripts.join(" "))?.[1] ?? "no nonce";
    const tags = answer.body.match(/<(script|style)\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
    expect(answer.body).not.toMatch(/<[^>]+\son[a-z]+=|javascript:/i);
    expect(readPolicy(again)["script-src"], "a new nonce each time").not.toEqual(scripts);
    expect(answer.body).not.toContain('"unsafe-');
  });

test("a visitor cannot choose the nonce, the request id or the page's own path", async () => {
  const headers = {
    "x-nonce": "mine",
    "x-request-id": "mine",
    "x-pathname": "//evil.test",
    "content-security-policy": "script-src 'nonce-mine'",
  };
  const answer = await send(`${baseUrl()}/sign-in`, { headers });
  expect(answer.body).not.toMatch(/nonce="mine"|evil\.test/);
  expect(answer.headers["x-request-id"]).not.toBe("mine");
  expect(String(answer.headers["content-security-policy"])).not.toContain("mine");
});

test("pages load nothing from other origins (CB-11)", async () => {
  for (const path of ["/", "/sign-in?error=expired", "/nowhere"]) {
    const { body } = await send(`${baseUrl()}${path}`);
    const addresses = [...body.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(
      ([, url]) => url ?? "",
    );
    expect(addresses.filter((url) => !url.startsWith("/"))).toEqual([]);
  }
});

test("built files may be cached, and only they", async () => {
  const { body } = await send(`${baseUrl()}/`);
  const script = /src="(\/_next\/static\/[^"]+)"/.exec(body)?.[1] ?? "no script";
  const answer = await send(`${baseUrl()}${script}`);
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toContain("immutable");
  expectSecurityHeaders(answer.headers);
  expect(answer.body).not.toContain("sourceMappingURL");
});
