// GET /api/openapi.json: published, valid, and true. Every answer that it describes is provoked and
// compared with it, but for 500, which nobody can bring about.

import { Validator } from "@seriousme/openapi-schema-validator";
import { startDatabaseProxy } from "#scripts/test/database-proxy";
import { baseUrl, databaseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { strangerApp } from "./kakao-emulator/defaults";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import {
  exchange,
  idTokenOf,
  junkToken,
  kakaoTokenOf,
  meWith,
  postJson,
  refresh,
  revoke,
  signInNatively,
} from "./native-steps";
import { type ApiDocument, expectDescribed, listDocumented } from "./openapi-answers";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { signIn } from "./sign-in-steps";
import { type Answer, send, Visitor } from "./visitor";

const address = () => `${baseUrl()}/api/openapi.json`;

async function readDocument(): Promise<ApiDocument> {
  return JSON.parse((await send(address())).body);
}

test("the document is for everybody, briefly kept, and of the canonical address", async () => {
  const answer = await send(address());
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  expect(answer.headers["cache-control"]).toBe("public, max-age=300");
  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  expect(answer.setCookies).toEqual([]);
  const document: ApiDocument = JSON.parse(answer.body);
  expect(document.servers).toEqual([{ url: baseUrl() }]);
  const other = await send(`${secondUrl()}/api/openapi.json`);
  expect(JSON.parse(other.body), "whatever address it is asked at").toEqual(document);
});

test("a public validator accepts what is served", async () => {
  const result = await new Validator().validate(await readDocument());
  expect(result).toMatchObject({ valid: true });
});

test("other methods are 405 with Allow: GET (IN-4)", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
    const answer = await send(address(), { method });
    expect([answer.status, answer.headers.allow], method).toEqual([405, "GET"]);
  }
});

type World = {
  kakao: KakaoEmulatorClient;
  person: { id: string; loginId: string };
  setFault: (fault: FaultInput) => Promise<() => Promise<unknown>>;
};
type Row = [described: string, provoke: (world: World) => Promise<Answer>];

const elsewhere = { origin: "https://evil.test", "sec-fetch-site": "cross-site" };
const url = (path: string) => `${baseUrl()}${path}`;
const post = (path: string, type: string, body: string) =>
  send(url(path), { method: "POST", headers: { "content-type": type }, body });

/** So often that the limit is reached; the last answer. */
async function again(times: number, ask: () => Promise<Answer>): Promise<Answer> {
  for (let n = 0; n < times; n += 1) await ask();
  return ask();
}

const nativeRows: Row[] = ["/api/token", "/api/token/refresh", "/api/token/revoke"].flatMap(
  (path): Row[] => [
    [`POST ${path} 400 INVALID_TOKEN`, () => postJson(path, {})],
    [`POST ${path} 403 FORBIDDEN_ORIGIN`, () => postJson(path, {}, { headers: elsewhere })],
    [`POST ${path} 405 METHOD_NOT_ALLOWED`, () => send(url(path))],
    [
      `POST ${path} 413 PAYLOAD_TOO_LARGE`,
      () => postJson(path, { refresh_token: "x".repeat(9000) }),
    ],
    [`POST ${path} 415 UNSUPPORTED_MEDIA_TYPE`, () => post(path, "text/plain", "{}")],
  ],
);

const exchangeRows: Row[] = [
  ["POST /api/token 200", async ({ kakao, person }) => exchange(await kakaoTokenOf(kakao, person))],
  [
    "POST /api/token 200",
    async ({ kakao, person }) =>
      postJson("/api/token", { id_token: await idTokenOf(kakao, person, "n"), nonce: "n" }),
  ],
  [
    "POST /api/token 400 KEY_ERROR",
    async ({ kakao, person, setFault }) => {
      const token = await kakaoTokenOf(kakao, person);
      await setFault({ endpoint: "user_me", setRawFields: { id: "null" } });
      return exchange(token);
    },
  ],
  [
    "POST /api/token 401 WRONG_APP",
    async ({ kakao, person }) => {
      const app = { clientId: strangerApp.restApiKey };
      return exchange((await kakao.issueTokens(person.id, app)).access_token);
    },
  ],
  [
    "POST /api/token 401 INVALID_ID_TOKEN",
    () => postJson("/api/token", { id_token: "a.b.c", nonce: "n" }),
  ],
  [
    "POST /api/token 403 UNDER_14",
    async ({ kakao, person, setFault }) => {
      const token = await kakaoTokenOf(kakao, person);
      await setFault({ endpoint: "user_me", kakaoCode: -406 });
      return exchange(token);
    },
  ],
  ["POST /api/token 404 NOT_FOUND_IN_KAKAO", () => exchange(junkToken())],
  [
    "POST /api/token 429 RATE_LIMITED",
    async ({ kakao, person }) => {
      const token = await kakaoTokenOf(kakao, person);
      return again(10, () => exchange(token));
    },
  ],
  [
    "POST /api/token 503 KAKAO_UNAVAILABLE",
    async ({ kakao, person, setFault }) => {
      const token = await kakaoTokenOf(kakao, person);
      await setFault({ endpoint: "user_me", status: 503, body: "" });
      return exchange(token);
    },
  ],
];

const sessionRows: Row[] = [
  [
    "POST /api/token/refresh 200",
    async ({ kakao, person }) => refresh((await signInNatively(kakao, person)).refresh_token),
  ],
  ["POST /api/token/refresh 401 INVALID_TOKEN", () => refresh("nobody-knows-this-one")],
  [
    "POST /api/token/refresh 429 RATE_LIMITED",
    async ({ kakao, person }) => {
      const { refresh_token } = await signInNatively(kakao, person);
      return again(30, () => refresh(refresh_token));
    },
  ],
  [
    "POST /api/token/revoke 200",
    async ({ kakao, person }) => revoke((await signInNatively(kakao, person)).refresh_token),
  ],
  ["POST /api/token/revoke 401 INVALID_TOKEN", () => revoke("nobody-knows-this-one")],
  [
    "POST /api/token/revoke 429 RATE_LIMITED",
    async ({ kakao, person }) => {
      const { refresh_token } = await signInNatively(kakao, person);
      return again(30, () => revoke(refresh_token));
    },
  ],
  [
    "GET /api/me 200",
    async ({ kakao, person }) => {
      const { access_token } = await signInNatively(kakao, person);
      return meWith(`Bearer ${access_token}`);
    },
  ],
  [
    "GET /api/me 200",
    async ({ person }) => {
      const visitor = new Visitor();
      await signIn(visitor, person);
      return visitor.send(url("/api/me"));
    },
  ],
  ["GET /api/me 401 UNAUTHENTICATED", () => send(url("/api/me"))],
  ["GET /api/me 401 UNAUTHENTICATED", () => meWith("Bearer nobody.knows.it")],
  ["GET /api/me 405 METHOD_NOT_ALLOWED", () => postJson("/api/me", {})],
  ["GET /api/health/live 200", () => send(url("/api/health/live"))],
  ["GET /api/health/live 405 METHOD_NOT_ALLOWED", () => postJson("/api/health/live", {})],
  ["GET /api/health/ready 200", () => send(url("/api/health/ready"))],
  ["GET /api/health/ready 405 METHOD_NOT_ALLOWED", () => postJson("/api/health/ready", {})],
];

const withoutDatabase = [
  "POST /api/token 503 UNAVAILABLE",
  "POST /api/token/refresh 503 UNAVAILABLE",
  "POST /api/token/revoke 503 UNAVAILABLE",
  "GET /api/me 503 UNAVAILABLE",
  "GET /api/health/ready 503",
];
const rows = [...nativeRows, ...exchangeRows, ...sessionRows];

test("every answer that is described is provoked below", async () => {
  const provoked = [...rows.map(([described]) => described), ...withoutDatabase];
  const documented = listDocumented(await readDocument());
  expect([...new Set(provoked)].sort()).toEqual(documented.sort());
});

function expectRow(document: ApiDocument, described: string, answer: Answer): void {
  const [method, path, status, code] = described.split(" ");
  expect(answer.status, answer.body).toBe(Number(status));
  if (code !== undefined) expect(JSON.parse(answer.body).message).toBe(code);
  expectDescribed(document, `${method} ${path}`, answer);
}

for (const [at, [described, provoke]] of rows.entries())
  test(`${described} is as described (row ${at + 1})`, async ({ kakao, person, setFault }) => {
    const answer = await provoke({ kakao, person, setFault });
    expectRow(await readDocument(), described, answer);
  });

test("without a database the answers are as described, too", async ({ kakao, person }) => {
  const line = await startDatabaseProxy(databaseUrl());
  const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
  const { url: at } = app;
  const session = await signInNatively(kakao, person, { at });
  const token = await kakaoTokenOf(kakao, person);
  line.cut();
  const answers = [
    await exchange(token, { at }),
    await refresh(session.refresh_token, { at }),
    await revoke(session.refresh_token, { at }),
    await meWith(`Bearer ${session.access_token}`, { at }),
    await send(`${at}/api/health/ready`),
  ];
  const document = await readDocument();
  for (const [n, answer] of answers.entries())
    expectRow(document, withoutDatabase[n] ?? "", answer);
  await app.stop();
  await line.close();
});

test("the measure finds a field too many, a missing header and an unknown status", async () => {
  const document = await readDocument();
  const answer = await send(url("/api/me"));
  const call = "GET /api/me";
  expectDescribed(document, call, answer);
  const body = JSON.stringify({ ...JSON.parse(answer.body), token: "x" });
  expect(() => expectDescribed(document, call, { ...answer, body })).toThrow();
  const { "x-request-id": _, ...headers } = answer.headers;
  expect(() => expectDescribed(document, call, { ...answer, headers })).toThrow();
  expect(() => expectDescribed(document, call, { ...answer, status: 418 })).toThrow();
});
