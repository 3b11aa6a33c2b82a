// The session from outside: what counts as one, what does not, and how it is answered.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { decode } from "./forge";
import { readCsrfToken, readMe, signIn, startSignIn } from "./sign-in-steps";
import { ownForm, send, Visitor } from "./visitor";

const meUrl = () => `${baseUrl()}/api/me`;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function signInNew(person: { id: string; loginId: string }) {
  const visitor = new Visitor();
  await signIn(visitor, person);
  return { visitor, token: visitor.cookies().get("session") ?? "" };
}

const askWith = (cookie: string, headers = {}) =>
  send(meUrl(), { headers: { cookie, ...headers } });

test("/api/me says who is signed in, and 401 to everybody else", async ({ person }) => {
  const stranger = await send(meUrl());
  expect(stranger.status).toBe(401);
  expect(JSON.parse(stranger.body)).toEqual({
    message: "UNAUTHENTICATED",
    requestId: stranger.headers["x-request-id"],
  });
  expect(stranger.setCookies).toEqual([]);
  const { visitor } = await signInNew(person);
  const answer = await visitor.send(meUrl());
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect(JSON.parse(answer.body)).toEqual({
    user: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nickname: person.nickname,
      image: null,
      email: null,
    },
  });
});

test("/api/auth/session and csrf have the shapes that Auth.js's clients expect", async ({
  person,
}) => {
  const stranger = new Visitor();
  expect((await stranger.send(`${baseUrl()}/api/auth/session`)).body).toBe("null");
  expect(await readCsrfToken(stranger)).toBe("");
  const { visitor } = await signInNew(person);
  const session = JSON.parse((await visitor.send(`${baseUrl()}/api/auth/session`)).body);
  expect(session.user.name).toBe(person.nickname);
  const daysLeft = (Date.parse(session.expires) - Date.now()) / 86_400_000;
  expect(daysLeft).toBeGreaterThan(29.9);
  expect(daysLeft).toBeLessThanOrEqual(30);
  expect(await readCsrfToken(visitor)).toMatch(/^[\w-]+\.[\w-]{43}$/);
});

test("the cookie is HttpOnly and Lax, and holds ids and times only (WB-1, ST-8)", async ({
  person,
}) => {
  const visitor = new Visitor();
  const answer = await signIn(visitor, person);
  const line = answer.setCookies.find((cookie) => cookie.startsWith("session=")) ?? "";
  expect(line.split("; ").slice(1).sort()).toEqual(
    ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"].sort(),
  );
  expect(line.length).toBeLessThan(4096);
  const [header, payload] = (visitor.cookies().get("session") ?? "").split(".");
  expect(decode(header)).toEqual({ alg: "HS256", typ: "session+jwt", kid: expect.any(String) });
  const claims = decode(payload);
  expect(Object.keys(claims).sort()).toEqual(["aud", "exp", "iat", "iss", "sid", "sub"]);
  expect(claims.exp - claims.iat).toBe(30 * 86_400);
  expect(JSON.stringify(claims)).not.toContain(person.id);
});

test("no single changed letter of the cookie is accepted (ST-9)", async ({ person }) => {
  const { token } = await signInNew(person);
  for (let at = 0; at < token.length; at += 3) {
    const other = token[at] === "A" ? "B" : "A";
    const answer = await askWith(`session=${token.slice(0, at)}${other}${token.slice(at + 1)}`);
    expect(answer.status, `letter ${at}`).toBe(401);
    expect(answer.setCookies[0], "and is taken back").toMatch(/^session=; .*Max-Age=0/);
  }
  expect((await askWith(`session=${token}`)).status).toBe(200);
});

const forgeries: Array<[string, string, (parts: [string, string, string]) => string]> = [
  ["ST-9", "two parts", ([header, payload]) => `${header}.${payload}`],
  ["ST-9", "an empty signature", ([header, payload]) => `${header}.${payload}.`],
  ["ST-9", "four parts", (parts) => [...parts, parts[2]].join(".")],
  ["ST-9", "five parts", (parts) => [...parts, ...parts].slice(0, 5).join(".")],
  ["ST-9", "twelve kilobytes", (parts) => `${parts.join(".")}${"A".repeat(12_000)}`],
  ["ST-9", "quotes around it", (parts) => `"${parts.join(".")}"`],
  ["ST-9", "percent signs", () => "%E0%A4%A"],
  ["ST-9", "nothing", () => ""],
  ["ST-9", "JSON", () => "{}"],
  [
    "ST-9",
    "an encrypted token's form",
    ([header, payload, mac]) =>
      `${encode({ ...decode(header), alg: "dir", enc: "A256GCM" })}..${payload}.${payload}.${mac}`,
  ],
  [
    "ST-1",
    "alg none",
    ([, payload]) => `${encode({ alg: "none", typ: "session+jwt" })}.${payload}.`,
  ],
  [
    "ST-1",
    "alg HS512 in its header",
    ([header, payload, mac]) => `${encode({ ...decode(header), alg: "HS512" })}.${payload}.${mac}`,
  ],
  [
    "ST-4",
    "a key that nobody has",
    ([header, payload, mac]) =>
      `${encode({ ...decode(header), kid: "AAAAAAAA" })}.${payload}.${mac}`,
  ],
  [
    "ST-2",
    "a later end",
    ([header, payload, mac]) => {
      const claims = decode(payload);
      return `${header}.${encode({ ...claims, exp: claims.exp + 60 })}.${mac}`;
    },
  ],
  [
    "ST-2",
    "duplicate claims",
    ([header, payload, mac]) => {
      const text = Buffer.from(payload, "base64url").toString().replace("{", '{"sub":"x",');
      return `${header}.${Buffer.from(text).toString("base64url")}.${mac}`;
    },
  ],
];

for (const [id, name, forge] of forgeries)
  test(`a session cookie with ${name} is 401, never 5xx (${id})`, async ({ person }) => {
    const { token } = await signInNew(person);
    const forged = forge(token.split(".") as [string, string, string]);
    for (const path of ["/api/me", "/account"]) {
      const headers = { cookie: `session=${forged}` };
      const answer = await send(`${baseUrl()}${path}`, { headers });
      expect(answer.status).toBeGreaterThanOrEqual(300);
      expect(answer.status).toBeLessThan(500);
      if (path === "/api/me") expect([401, 431]).toContain(answer.status);
      expect(answer.body).not.toContain(person.nickname);
    }
  });

test("two session cookies are nobody's; a neighbour's similar name is ignored (ST-9)", async ({
  person,
}) => {
  const { token } = await signInNew(person);
  for (const cookie of [`session=${token}; session=x`, `session=x; session=${token}`])
    expect((await askWith(cookie)).status).toBe(401);
  const strays = ["session.0=x", "session-old=x", "sessionx=x", "__Host-session=x", "Session=x"];
  expect((await askWith(`${strays.join("; ")}; session=${token}`)).status).toBe(200);
  for (const name of [
    "session.0",
    "Session",
    "__Host-session",
    "__Secure-session",
    "authjs.session-token",
  ])
    expect((await askWith(`${name}=${token}`)).status, name).toBe(401);
});

test("a token counts in no other place than the cookie (ST-12, ST-5)", async ({ person }) => {
  const { token, visitor } = await signInNew(person);
  for (const query of [`?access_token=${token}`, `?session=${token}`, `?token=${token}`])
    expect((await send(`${meUrl()}${query}`)).status).toBe(401);
  const odd = [
    "Bearer",
    "Bearer ",
    "Bearer %",
    `Bearer ${token}`,
    token,
    "Basic eDp5",
    "KakaoAK x",
  ];
  for (const authorization of odd) {
    expect((await send(meUrl(), { headers: { authorization } })).status, authorization).toBe(401);
    const both = await askWith(`session=${token}`, { authorization });
    expect(both.status, `${authorization} beside a good cookie`).toBe(401);
    expect(both.setCookies, "the cookie is left alone").toEqual([]);
  }
  expect(await readMe(visitor)).not.toBeNull();
});

test("a flow cookie or a form token is no session, and a session is no flow (ST-5)", async ({
  person,
}) => {
  const { token, visitor } = await signInNew(person);
  const other = new Visitor();
  const url = await startSignIn(other);
  const [[flowName = "", flow = ""] = []] = other.cookies();
  for (const value of [flow, await readCsrfToken(visitor), url.searchParams.get("state")])
    expect((await askWith(`session=${value}`)).status).toBe(401);
  other.setCookie(flowName, token);
  const query = new URLSearchParams({ code: "x", state: url.searchParams.get("state") ?? "" });
  const answer = await other.send(`${baseUrl()}/api/auth/callback/kakao?${query}`);
  expect(answer.location?.searchParams.get("error")).toBe("expired");
});

for (const path of [
  "signin",
  "signin/google",
  "callback/google",
  "callback",
  "providers",
  "error",
  "verify-request",
  "signout/all",
  "webauthn-options/kakao",
  "_log",
  "x/y/z",
])
  test(`/api/auth/${path} is not there`, async () => {
    for (const method of ["GET", "POST"]) {
      const headers = ownForm();
      const answer = await send(`${baseUrl()}/api/auth/${path}`, { method, headers });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.body).message).toBe("NOT_FOUND");
      expect(answer.setCookies).toEqual([]);
    }
  });

for (const [path, allowed] of [
  ["/api/auth/session", "GET"],
  ["/api/auth/csrf", "GET"],
  ["/api/auth/signout", "POST"],
  ["/api/me", "GET"],
  ["/account/devices", "POST"],
  ["/language", "POST"],
] as const)
  test(`${path} answers other methods with 405 and Allow: ${allowed} (LO-1)`, async () => {
    const others = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];
    for (const method of others.filter((other) => other !== allowed)) {
      const answer = await send(`${baseUrl()}${path}`, { method, headers: ownForm() });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow, method).toBe(allowed);
    }
  });
