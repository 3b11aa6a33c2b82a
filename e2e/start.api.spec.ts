// The way to Kakao: what is sent there is ours to decide, and only a form of our own starts it.
import { baseUrl, callbackPath, kakaoUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  agreeAtKakao,
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readMe,
  refusalOf,
  startSignIn,
} from "./sign-in-steps";
import { ownForm, send, Visitor } from "./visitor";

const startUrl = () => `${baseUrl()}/api/auth/signin/kakao`;
const redirectUri = () => `${baseUrl()}${callbackPath}`;

const spoofed: Array<Record<string, string>> = [
  { "x-forwarded-host": "evil.test" },
  { "x-forwarded-host": "evil.test", "x-forwarded-proto": "http" },
  { "x-forwarded-proto": "https" },
  { forwarded: "host=evil.test;proto=https" },
  { host: "evil.test" },
  { "x-forwarded-port": "8443", "x-original-host": "evil.test" },
];

for (const headers of spoofed)
  test(`${JSON.stringify(headers)} does not move the redirect URI (AR-1, WB-13)`, async () => {
    for (const at of [baseUrl(), secondUrl()]) {
      const visitor = new Visitor();
      const url = await startSignIn(visitor, { at, headers });
      expect(url.searchParams.get("redirect_uri")).toBe(redirectUri());
      expect([...visitor.cookies().keys()]).toEqual([expect.stringMatching(/^flow-[0-9a-f]{16}$/)]);
    }
  });

const reserved: Record<string, string> = {
  redirect_uri: "https://evil.test/cb",
  client_id: "evil",
  response_type: "token",
  state: "zz",
  nonce: "n",
  code_challenge: "x",
  code_challenge_method: "plain",
  scope: "talk_message",
  response_mode: "fragment",
  REDIRECT_URI: "https://evil.test/cb",
  CLIENT_ID: "evil",
  unknown: "1",
};

for (const place of ["query", "body", "authorizationParams"])
  test(`reserved parameters in the ${place} are dropped (AR-2)`, async () => {
    const ours = await startSignIn(new Visitor());
    const query = place === "query" ? `?${new URLSearchParams(reserved)}` : "";
    const form =
      place === "body"
        ? reserved
        : { authorizationParams: JSON.stringify(reserved), "authorizationParams[scope]": "x" };
    const answer = await new Visitor().post(`${startUrl()}${query}`, form);
    const sent = answer.location?.searchParams ?? new URLSearchParams();
    expect(answer.location?.origin).toBe(kakaoUrl());
    expect([...sent.keys()].sort()).toEqual([...ours.searchParams.keys()].sort());
    for (const name of [
      "redirect_uri",
      "client_id",
      "response_type",
      "code_challenge_method",
      "scope",
    ])
      expect(sent.get(name), name).toBe(ours.searchParams.get(name));
    for (const name of ["state", "nonce", "code_challenge"])
      expect(sent.get(name)?.length, name).toBeGreaterThanOrEqual(43);
  });

const choices: Array<[string, string, boolean]> = [
  ["prompt", "select_account", true],
  ["prompt", "login", true],
  ["prompt", "consent evil", false],
  ["login_hint", "minji@example.com", true],
  ["login_hint", "<script>", false],
  ["service_terms", "marketing,push", true],
  ["service_terms", "a b", false],
  ["channel_public_id", "_abcdef", true],
  ["channel_public_id", "https://evil.test", false],
];

for (const [name, value, passes] of choices)
  test(`${name}=${value} ${passes ? "goes along" : "is dropped"} (AR-2)`, async () => {
    const url = await startSignIn(new Visitor(), { form: { [name]: value } });
    expect(url.searchParams.get(name)).toBe(passes ? value : null);
  });

test("every trip has a state, a nonce and a proof key of its own (AR-3, AR-4)", async () => {
  const urls = await Promise.all(Array.from({ length: 50 }, () => startSignIn(new Visitor())));
  for (const name of ["state", "nonce", "code_challenge"]) {
    const values = urls.map(({ searchParams }) => searchParams.get(name) ?? "");
    expect(new Set(values).size, name).toBe(50);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_.-]{43,}$/);
  }
  for (const { searchParams } of urls) {
    expect(searchParams.get("code_challenge_method")).toBe("S256");
    expect(searchParams.get("response_type")).toBe("code");
    expect(searchParams.get("scope") ?? "", "no scope of our own").toBe("");
  }
});

/** A typed address, a form's headers, a browser that reads ahead, a picture on somebody's page. */
const wordless = (): Record<string, string>[] => [
  {},
  ownForm(),
  { "sec-purpose": "prefetch" },
  { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors", "sec-fetch-site": "cross-site" },
];

for (const method of ["GET", "HEAD", "PUT", "OPTIONS", "DELETE"])
  test(`${method} starts no sign-in (AR-5)`, async () => {
    for (const headers of wordless()) {
      const answer = await send(startUrl(), { method, headers });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("POST");
      expect(answer.setCookies).toEqual([]);
      expect(answer.location).toBeNull();
    }
  });

test("two tabs finish in either order (AR-6, B2, B4)", async ({ person }) => {
  for (const order of ["first", "second"]) {
    const visitor = new Visitor();
    const one = await startSignIn(visitor);
    const two = await startSignIn(visitor);
    for (const url of order === "first" ? [one, two] : [two, one]) {
      const callback = await agreeAtKakao(visitor, url, person);
      expect((await finishSignIn(visitor, callback)).location?.href).toBe(`${baseUrl()}/`);
      expect(await readMe(visitor)).not.toBeNull();
    }
  }
});

test("of fifty open trips the newest five are kept, in less than 4 KB (AR-6)", async ({
  person,
}) => {
  const visitor = new Visitor();
  const urls: URL[] = [];
  for (let index = 0; index < 50; index += 1) urls.push(await startSignIn(visitor));
  const cookies = [...visitor.cookies()];
  expect(cookies).toHaveLength(5);
  expect(cookies.map(([name, value]) => `${name}=${value}`).join("; ").length).toBeLessThan(4096);
  const oldest = await agreeAtKakao(visitor, urls[0] as URL, person);
  expect(refusalOf(await finishSignIn(visitor, oldest))).toBe("expired");
  const newest = await agreeAtKakao(visitor, urls[49] as URL, person);
  expect((await finishSignIn(visitor, newest)).location?.href).toBe(`${baseUrl()}/`);
});

test("stray and oversized cookies of a neighbour do not disturb a sign-in (B14)", async ({
  person,
}) => {
  const visitor = new Visitor();
  visitor.setCookie("flow-0123456789abcdef", "rubbish");
  visitor.setCookie("flow-", "x".repeat(3000));
  visitor.setCookie("__Secure-next-auth.session-token", "x".repeat(2000));
  visitor.setCookie("state", "x");
  visitor.setCookie("code-verifier", "x");
  await finishSignIn(visitor, await reachCallback(visitor, person));
  expect(await readMe(visitor)).not.toBeNull();
});

test("only a browser that keeps no cookie at all is told about cookies (B7)", async () => {
  const told = "쿠키를 허용하고 다시 시도해 주세요";
  const visitor = new Visitor();
  const refused = await visitor.send(`${baseUrl()}${callbackPath}?code=x&state=${"y".repeat(43)}`);
  expect(refusalOf(refused)).toBe("expired");
  const address = refused.location as URL;
  expect((await visitor.send(address)).body).not.toContain(told);
  expect((await new Visitor().send(address)).body).toContain(told);
  address.searchParams.set("error", "cancelled");
  expect((await new Visitor().send(address)).body).not.toContain(told);
  const typed = await new Visitor().send(`${baseUrl()}/sign-in?error=expired`);
  expect(typed.body, "nobody was refused just now").toContain("로그인 시간이 지났거나");
});

test("the redirect to Kakao is 303, unstored and without referrer; its cookie is sealed off (AR-6, AR-7)", async () => {
  const answer = await new Visitor().post(startUrl());
  expect(answer.status).toBe(303);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect(answer.headers["referrer-policy"]).toBe("no-referrer");
  expect(answer.setCookies).toHaveLength(1);
  const [pair = "", ...attributes] = (answer.setCookies[0] ?? "").split("; ");
  expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax"]);
  const value = pair.split("=")[1] ?? "";
  expect(value.split("."), "encrypted: five parts").toHaveLength(5);
  const shown = answer.location?.searchParams;
  for (const name of ["state", "nonce"]) expect(value).not.toContain(shown?.get(name));
});

/** What other sites, sandboxed frames and scripts say about where a form comes from. */
const strangers: Array<[string, Record<string, string>]> = [
  ["another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }],
  ["another site with our Origin", { origin: "OURS", "sec-fetch-site": "cross-site" }],
  ["a sister site", { origin: "OURS", "sec-fetch-site": "same-site" }],
  ["a typed address", { "sec-fetch-site": "none" }],
  ["another site, old browser", { origin: "https://evil.test" }],
  ["another port, old browser", { origin: "http://localhost:1" }],
  ["a sandboxed frame, old browser", { origin: "null" }],
  ["a name that begins like ours", { origin: "OURS.evil.test" }],
  ["nobody says where", {}],
];

for (const [name, headers] of strangers)
  test(`a form of ${name} starts no sign-in (WB-2, WB-3)`, async () => {
    const said = Object.entries(headers).map(([key, value]) => [
      key,
      value.replace("OURS", baseUrl()),
    ]);
    const forged = Object.fromEntries(said);
    const answer = await send(startUrl(), { form: {}, headers: forged });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toEqual({
      message: "FORBIDDEN_ORIGIN",
      requestId: expect.stringMatching(/^[0-9a-f-]{13}$/),
    });
    expect(answer.setCookies).toEqual([]);
    expect(answer.location).toBeNull();
  });

test("an old browser without Sec-Fetch-Site starts by its Origin (B18)", async ({ person }) => {
  const visitor = new Visitor();
  const answer = await visitor.send(startUrl(), { form: {}, headers: { origin: baseUrl() } });
  const callback = await agreeAtKakao(visitor, answer.location as URL, person);
  await finishSignIn(visitor, callback);
  expect(await readMe(visitor)).not.toBeNull();
});

for (const [status, type, body] of [
  [415, "application/json", "{}"],
  [415, "text/plain", "returnTo=/"],
  [415, "multipart/form-data; boundary=x", "--x--"],
  [413, "application/x-www-form-urlencoded", `a=${"x".repeat(70_000)}`],
] as const)
  test(`a ${type} body of ${body.length} bytes gets ${status} (WB-2)`, async () => {
    const visitor = new Visitor();
    const headers = { ...ownForm(), "content-type": type };
    const answer = await visitor.send(startUrl(), { method: "POST", body, headers });
    expect(answer.status).toBe(status);
    await expectSignedOut(visitor);
  });

for (const path of [
  "/api/auth/signin/kakao",
  callbackPath,
  "/api/auth/session",
  "/api/auth/csrf",
  "/api/me",
  "/sign-in",
])
  test(`${path} shares nothing with other origins (WB-5)`, async () => {
    for (const origin of ["https://evil.test", "null", `${baseUrl()}.evil.test`])
      for (const method of ["GET", "OPTIONS", "POST"]) {
        const headers = { origin, "access-control-request-method": "POST" };
        const answer = await send(`${baseUrl()}${path}`, { method, headers });
        const names = Object.keys(answer.headers).filter((name) =>
          name.startsWith("access-control"),
        );
        expect(names, `${method} from ${origin}`).toEqual([]);
      }
  });
