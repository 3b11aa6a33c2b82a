// Real boots of the production server: a wrong environment stops it, a missing Kakao does not, and
// nothing of the emulator or of a secret is in what was built.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "./fixtures";
import {
  type Changes,
  firstInstanceEnvironment,
  launchApp,
  newSecret,
  productionEnvironment,
  productionOrigin,
  startApp,
} from "./own-app";
import { readMe, signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

/** A wrong environment is told within this (EV-1). */
const MAX_MS = 5000;

const shared = newSecret();
const short = randomBytes(12).toString("base64");
const override = {
  KAKAO_AUTH_URL: "http://127.0.0.1:4100",
  KAKAO_API_URL: "http://127.0.0.1:4100",
};
const overridden = ["KAKAO_AUTH_URL", "KAKAO_API_URL"];

const faulty: Array<[id: string, name: string, changes: Changes, named: string[]]> = [
  [
    "EV-1",
    "no AUTH_SECRET and no database",
    { AUTH_SECRET: undefined, DATABASE_URL: undefined },
    ["AUTH_SECRET", "DATABASE_URL"],
  ],
  ["EV-1", "a short secret", { AUTH_SECRET: short }, ["AUTH_SECRET"]],
  ["EV-1", "a placeholder", { AUTH_SECRET: `changeme-${"x1y2z3".repeat(8)}` }, ["AUTH_SECRET"]],
  ["EV-1", "a short earlier secret", { AUTH_SECRET_2: short }, ["AUTH_SECRET_2"]],
  [
    "EV-1",
    "one secret used twice",
    { AUTH_SECRET: shared, PREVIEW_PROXY_SECRET: shared },
    ["PREVIEW_PROXY_SECRET"],
  ],
  [
    "EV-1",
    "an empty key and a line end",
    { AUTH_KAKAO_ID: "", AUTH_KAKAO_SECRET: "0123456789abcdefABCDEF01\n" },
    ["AUTH_KAKAO_ID", "AUTH_KAKAO_SECRET"],
  ],
  [
    "EV-1",
    "a collector over plain http",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel.humblebug.kr:4318" },
    ["OTEL_EXPORTER_OTLP_ENDPOINT"],
  ],
  ["EV-1", "plain http", { AUTH_URL: "http://humblebug.kr" }, ["AUTH_URL"]],
  [
    "EV-1",
    "an address with a path",
    { AUTH_URL: `${productionOrigin}/api/auth?x=1` },
    ["AUTH_URL"],
  ],
  ["EV-1", "this machine as address", { AUTH_URL: "https://localhost:3000" }, ["AUTH_URL"]],
  ["EV-8", "no address", { AUTH_URL: undefined, AUTH_TRUST_HOST: "true" }, ["AUTH_URL"]],
  [
    "EV-1",
    "another kind of database",
    { DATABASE_URL: "mysql://user:hunter2@127.0.0.1/db" },
    ["DATABASE_URL"],
  ],
  [
    "EV-1",
    "words for numbers",
    { KAKAO_APP_ID: "many", TRUSTED_PROXY_HOPS: "one" },
    ["KAKAO_APP_ID", "TRUSTED_PROXY_HOPS"],
  ],
  ["EV-3, AR-8", "the emulator in production", override, overridden],
  ["EV-2", "the emulator without an APP_ENV", { ...override, APP_ENV: undefined }, overridden],
  ["EV-2", "the emulator in Production", { ...override, APP_ENV: "Production" }, overridden],
  ["EV-2", "the emulator in “test ”", { ...override, APP_ENV: "test " }, overridden],
  [
    "EV-3",
    "the emulator on Vercel's production",
    { ...override, APP_ENV: "test", VERCEL_ENV: "production" },
    overridden,
  ],
  [
    "EV-3, AR-8",
    "an emulator without https in a preview",
    { ...override, APP_ENV: "preview" },
    overridden,
  ],
];

for (const [id, name, changes, named] of faulty)
  test(`${name}: the server refuses to start and names ${named.join(", ")} (${id})`, async () => {
    const environment = { ...productionEnvironment(), ...changes };
    const app = await launchApp(environment);
    const late = setTimeout(() => app.stop(), MAX_MS);
    const exited = once(app.process, "exit");
    let hasAnswered = false;
    while (app.process.exitCode === null && app.process.signalCode === null) {
      hasAnswered ||= (await send(`${app.url}/api/health/live`).catch(() => null)) !== null;
      await sleep(20);
    }
    const [code] = await exited;
    clearTimeout(late);
    expect(hasAnswered, "answers nothing before it stops").toBe(false);
    expect(code, app.output()).toBe(1);
    const lines = app.output();
    for (const variable of named) expect(lines).toMatch(new RegExp(`^  ${variable} `, "m"));
    for (const value of [...Object.values(changes), environment.AUTH_SECRET])
      if (value && value.trim().length > 10) expect(lines).not.toContain(value.trim());
    expect(lines).not.toContain("hunter2");
  });

test("with everything set, production's cookies are pinned to the host over https (AR-6, WB-1)", async () => {
  const app = await startApp(productionEnvironment());
  const headers = { origin: productionOrigin, "sec-fetch-site": "same-origin" };
  const started = await send(`${app.url}/api/auth/signin/kakao`, { form: {}, headers });
  expect(started.status).toBe(303);
  expect(started.location?.origin).toBe("https://kauth.kakao.com");
  expect(started.location?.searchParams.get("redirect_uri")).toBe(
    `${productionOrigin}/api/auth/callback/kakao`,
  );
  expect(started.setCookies).toHaveLength(1);
  expect(started.setCookies[0]).toMatch(
    /^__Host-flow-[0-9a-f]{16}=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/,
  );
  const page = await send(`${app.url}/`);
  expect(String(page.headers["content-security-policy"])).toMatch(
    /form-action 'self' https:\/\/kauth\.kakao\.com https:\/\/accounts\.kakao\.com(;|$)/,
  );
  for (const hint of ["/_emulator/api/health", "/_emulator", "/oauth/authorize", "/v2/user/me"])
    expect((await send(`${app.url}${hint}`)).status, hint).toBe(404);
  await app.stop();
});

test("a session of a test is worth nothing in production, even under the same secret (EV-4)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect(await readMe(visitor)).not.toBeNull();
  const token = visitor.cookies().get("session");
  const app = await startApp({
    ...productionEnvironment(),
    AUTH_SECRET: firstInstanceEnvironment().AUTH_SECRET,
  });
  for (const name of ["__Host-session", "session"]) {
    const headers = { cookie: `${name}=${token}` };
    expect((await send(`${app.url}/api/me`, { headers })).status).toBe(401);
  }
  await app.stop();
});

/** Whatever somebody brings, to an instance that has no Kakao to ask. */
async function expectNobodyIsSignedIn(at: string): Promise<void> {
  const cookies = ["", "__Host-session=x", "__Host-session=null", "session={}"];
  for (const cookie of cookies) {
    const ask = (path: string) => send(`${at}${path}`, { headers: { cookie } });
    expect((await ask("/api/me")).status).toBe(401);
    expect((await ask("/api/auth/session")).body).toBe("null");
    const account = await ask("/account");
    expect(account.location?.pathname).toBe("/sign-in");
    expect(account.body).not.toContain("csrfToken");
  }
}

test("without Kakao's keys the server starts, closed, and says what is missing (ST-10)", async () => {
  const { AUTH_KAKAO_ID: _, AUTH_KAKAO_SECRET: __, ...keyless } = productionEnvironment();
  const app = await startApp(keyless);
  for (const path of ["/", "/sign-in"]) {
    const page = await send(`${app.url}${path}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`${productionOrigin}/api/auth/callback/kakao`);
    for (const name of ["AUTH_KAKAO_ID", "AUTH_KAKAO_SECRET"]) expect(page.body).toContain(name);
    expect(page.body).not.toContain('action="/api/auth/signin/kakao"');
  }
  const headers = { origin: productionOrigin, "sec-fetch-site": "same-origin" };
  const started = await send(`${app.url}/api/auth/signin/kakao`, { form: {}, headers });
  expect(started.location?.href).toMatch(
    /^https:\/\/humblebug\.kr\/sign-in\?error=misconfigured&ref=[0-9a-f-]{13}$/,
  );
  expect(started.setCookies).toEqual([]);
  expect((await send(`${app.url}/api/health/ready`)).status).toBe(503);
  expect((await send(`${app.url}/api/health/live`)).status).toBe(200);
  await expectNobodyIsSignedIn(app.url);
  await app.stop();
});

const buildFolder = fileURLToPath(new URL("../.next", import.meta.url));

/** Everything of the build that a server reads or serves; not the compiler's cache. */
function readBuild(folder: string): Array<[file: string, text: string]> {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => !/\.next\/(cache|dev|diagnostics|types|trace)/.test(file))
    .map((file) => [file, readFileSync(file, "utf8")]);
}

const findIn = (build: Array<[string, string]>, words: string[]) =>
  build.flatMap(([file, text]) =>
    words.filter((word) => text.includes(word)).map((word) => [word, file]),
  );

test("the build knows nothing of the emulator (EV-3)", () => {
  const markers = [
    "_emulator/",
    "kakao_emulator_account",
    "카카오 에뮬레이터",
    "Kakao emulator",
    "E2E_BASE_URL",
  ];
  const build = readBuild(buildFolder);
  expect(build.length).toBeGreaterThan(50);
  expect(
    findIn(build, ["/oauth/authorize"]).length,
    "the search finds what is there",
  ).toBeGreaterThan(0);
  expect(findIn(build, markers)).toEqual([]);
});

test("what browsers get has no secret, no name of one and no source map (EV-7)", async () => {
  const environment = firstInstanceEnvironment();
  const names = ["AUTH_SECRET", "AUTH_KAKAO_SECRET", "KAKAO_ADMIN_KEY", "DATABASE_URL"];
  const values = names.map((name) => environment[name] ?? "missing");
  const files = readBuild(path.join(buildFolder, "static"));
  expect(files.length).toBeGreaterThan(3);
  expect(findIn(files, [...names, ...values, "sourceMappingURL"])).toEqual([]);
  expect(files.filter(([file]) => file.endsWith(".map"))).toEqual([]);
  const pages = await Promise.all(
    [
      "/",
      "/sign-in?error=misconfigured",
      "/nowhere",
      "/unavailable",
      "/api/me",
      "/api/health/ready",
    ].map(
      async (page) =>
        [page, (await send(`${environment.AUTH_URL}${page}`)).body] as [string, string],
    ),
  );
  expect(findIn(pages, [...names, ...values])).toEqual([]);
});
