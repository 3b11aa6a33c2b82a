// Kakao lets us down, in every way it could: a clear answer in time, nothing half-done, and the
// next try works.
import { once } from "node:events";
import { createServer } from "node:http";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { expectServerError } from "./server-log";
import {
  expectSignedOut,
  readCsrfToken,
  readMe,
  readTokenRequests,
  refusalOf,
  signIn,
  trySignIn,
} from "./sign-in-steps";
import { countUsersOf, countUsersWithoutId } from "./user-rows";
import { Visitor } from "./visitor";

/** Our deadline for all of Kakao's answers together is five seconds. */
const MAX_MS = 6000;
const html = { "content-type": "text/html" };

type Row = [id: string, name: string, code: string, fault: Omit<FaultInput, "endpoint">];

const anywhere: Row[] = [
  ["K1", "a cut connection", "kakao_unavailable", { drop: true }],
  [
    "K3",
    "500 with HTML",
    "kakao_unavailable",
    { status: 500, body: "<h1>500</h1>", headers: html },
  ],
  ["K3", "502 with JSON", "kakao_unavailable", { status: 502, body: '{"error":"bad"}' }],
  ["K3", "503 without a body", "kakao_unavailable", { status: 503, body: "" }],
  ["K3", "504 without a body", "kakao_unavailable", { status: 504, body: "" }],
  ["K4", "429", "rate_limited", { status: 429, body: "" }],
  ["K9", "200 with HTML", "kakao_unavailable", { body: "<h1>점검 중</h1>", headers: html }],
  ["K9", "200 without a body", "kakao_unavailable", { body: "" }],
  ["K9", "200 with {}", "kakao_unavailable", { body: "{}" }],
  ["K9", "200 with null", "kakao_unavailable", { body: "null" }],
  ["K9", "200 with a list", "kakao_unavailable", { body: "[]" }],
  [
    "K9",
    "JSON behind a byte order mark",
    "kakao_unavailable",
    { body: '\ufeff{"id":1,"access_token":"a","token_type":"bearer"}' },
  ],
  ["K9", "half an answer", "kakao_unavailable", { truncateBodyTo: 20 }],
  ["K13", "200 MB", "kakao_unavailable", { hugeBodyBytes: 200 * 1024 * 1024 }],
  ["K13", "a gzip bomb", "kakao_unavailable", { gzipBomb: true }],
];

const atToken: Row[] = [
  ["K5", "KOE003", "kakao_unavailable", { kakaoCode: "KOE003" }],
  ["K4", "KOE237", "rate_limited", { kakaoCode: "KOE237" }],
  ["K7", "KOE320", "kakao_rejected", { kakaoCode: "KOE320" }],
  ["K8", "KOE010", "misconfigured", { kakaoCode: "KOE010" }],
  ["K8", "KOE101", "misconfigured", { kakaoCode: "KOE101" }],
  ["K8", "KOE127", "misconfigured", { kakaoCode: "KOE127" }],
  ["K8", "KOE303", "misconfigured", { kakaoCode: "KOE303" }],
  [
    "TV-13",
    "a token type of another kind",
    "kakao_unavailable",
    { setFields: { token_type: "mac" } },
  ],
  ["TV-13", "a token that is a number", "kakao_unavailable", { setFields: { access_token: 1 } }],
  ["TV-13", "no token", "kakao_unavailable", { removeFields: ["access_token"] }],
  [
    "TV-13",
    "JSON that is called text",
    "kakao_unavailable",
    { headers: { "content-type": "text/plain" } },
  ],
  [
    "TV-13",
    "a token with a line end",
    "kakao_unavailable",
    { setFields: { access_token: "a\r\nb" } },
  ],
];

const atUserMe: Row[] = [
  ["K5", "-1 with status 400", "kakao_unavailable", { kakaoCode: -1 }],
  ["K5", "-7", "kakao_unavailable", { status: 400, body: '{"msg":"","code":-7}' }],
  ["K5", "-9798", "kakao_unavailable", { status: 503, body: '{"msg":"점검","code":-9798}' }],
  ["K4", "-10 with status 400", "rate_limited", { status: 400, body: '{"msg":"","code":-10}' }],
  ["K6", "-401", "kakao_rejected", { kakaoCode: -401 }],
  ["K25", "-406", "under_14", { kakaoCode: -406 }],
  ["K25", "-4", "kakao_rejected", { kakaoCode: -4 }],
  ["K25", "-101", "kakao_rejected", { status: 400, body: '{"msg":"","code":-101}' }],
  ["K8", "-3", "misconfigured", { status: 403, body: '{"msg":"","code":-3}' }],
  [
    "TV-14",
    "an error text with status 200",
    "kakao_unavailable",
    { body: '{"msg":"x","code":-1}' },
  ],
  ["TV-14", "no id", "kakao_unavailable", { removeFields: ["id"] }],
  ["K21", "another person's id", "kakao_rejected", { setRawFields: { id: "3956953872" } }],
];

const uselessIds = [
  '"3956953872"',
  "null",
  "0",
  "-1",
  "1.5",
  "true",
  "[]",
  "{}",
  '""',
  '"x"',
  '"undefined"',
  "1e400",
];
const noIds = [...uselessIds, "99999999999999999999"];
const withoutId: Row[] = noIds.map((id) => [
  "TV-14, K10",
  `the id ${id}`,
  "kakao_unavailable",
  { setRawFields: { id } },
]);

const rows = [
  ...anywhere.map((row) => ["token", ...row] as const),
  ...atToken.map((row) => ["token", ...row] as const),
  ...anywhere.map(([id, ...row]) => ["user_me", `${id}, K20`, ...row] as const),
  ...atUserMe.map((row) => ["user_me", ...row] as const),
  ...withoutId.map((row) => ["user_me", ...row] as const),
];

for (const [endpoint, id, name, code, fault] of rows)
  test(`${name} from ${endpoint} reads as ${code} and leaves nothing behind (${id})`, async ({
    kakao,
    person,
    setFault,
  }) => {
    const clear = await setFault({ endpoint, ...fault });
    const { answer, callback, visitor, tookMs } = await trySignIn(person);
    if (code === "misconfigured")
      expectServerError(answer.location?.searchParams.get("ref") ?? "no reference");
    expect(refusalOf(answer)).toBe(code);
    expect(tookMs).toBeLessThan(MAX_MS);
    await expectSignedOut(visitor);
    expect(String(answer.location)).not.toContain(callback.searchParams.get("code"));
    expect(await readTokenRequests(kakao, callback), "a code is tried once (K3)").toHaveLength(1);
    expect(await countUsersOf(person.id), "nobody was taken in").toBe(0);
    expect(await countUsersWithoutId(), "nor somebody without an id").toBe(0);
    await clear();
    const again = await trySignIn(person);
    expect(await readMe(again.visitor)).not.toBeNull();
  });

const silences: Array<Omit<FaultInput, "endpoint">> = [
  { hang: true },
  { hangAfterHeaders: true },
  { dripBytesPerSecond: 1 },
];

test("silence, headers and then silence, and a byte a second end in time, and signing out does not wait for them (K2, TV-16, K20)", async ({
  kakao,
  createPerson,
  setFault,
}) => {
  const guest = new Visitor();
  await signIn(guest, await createPerson());
  const csrfToken = await readCsrfToken(guest);
  const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
  const waiting = (["token", "user_me"] as const).flatMap((endpoint) =>
    silences.map(async (fault) => {
      const person = await createPerson();
      const clear = await setFault({ endpoint, personId: person.id, ...fault });
      const { answer, visitor, tookMs } = await trySignIn(person);
      expect(refusalOf(answer)).toBe("kakao_unavailable");
      expect(tookMs).toBeLessThan(MAX_MS);
      await expectSignedOut(visitor);
      expect(await countUsersOf(person.id)).toBe(0);
      await clear();
      const again = await trySignIn(person);
      expect(await readMe(again.visitor)).not.toBeNull();
    }),
  );
  const struck = async () => (await kakao.readLedger({ since })).filter(({ faulty }) => faulty);
  await expect.poll(async () => (await struck()).length).toBeGreaterThanOrEqual(waiting.length);
  const startedAt = Date.now();
  const signedOut = await guest.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
  expect(signedOut.status).toBe(303);
  expect(Date.now() - startedAt).toBeLessThan(1500);
  expect(await readMe(guest)).toBeNull();
  await Promise.all(waiting);
});

for (const [endpoint, status] of [
  ["token", 302],
  ["token", 307],
  ["user_me", 302],
  ["user_me", 308],
] as const)
  test(`a ${status} from ${endpoint} to another host is not followed (K14, TV-16)`, async ({
    person,
    setFault,
  }) => {
    const hits: string[] = [];
    const evil = createServer((request, response) => {
      hits.push(request.url ?? "");
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(evil, "listening");
    const address = evil.address();
    const redirectTo = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
    await setFault({ endpoint, status, redirectTo });
    const { answer, visitor } = await trySignIn(person);
    expect(refusalOf(answer)).toBe("kakao_unavailable");
    await expectSignedOut(visitor);
    expect(hits).toEqual([]);
    evil.close();
  });

const harmless: Row[] = [
  ["TV-13", "a token type in capitals", "", { setFields: { token_type: "BEARER" } }],
  ["TV-13", "no expires_in", "", { removeFields: ["expires_in"] }],
  ["K10", "expires_in as text", "", { setFields: { expires_in: "21599" } }],
  ["K27", "a field nobody knows", "", { setFields: { something_new: [1] } }],
];

for (const [id, name, , fault] of harmless)
  test(`${name} from token signs in (${id})`, async ({ person, setFault }) => {
    await setFault({ endpoint: "token", ...fault });
    const { visitor } = await trySignIn(person);
    expect(await readMe(visitor)).not.toBeNull();
  });

const incomplete: Row[] = [
  ["K10", "kakao_account: null", "", { setFields: { kakao_account: null } }],
  ["K10", "kakao_account: []", "", { setFields: { kakao_account: [] } }],
  ["K11", "no kakao_account", "", { removeFields: ["kakao_account"] }],
  [
    "K10",
    "a nickname that is a number",
    "",
    { setFields: { "kakao_account.profile.nickname": 7 } },
  ],
  ["K11", "no profile", "", { removeFields: ["kakao_account.profile"] }],
  [
    "K12",
    "a nickname not agreed to yet",
    "",
    {
      removeFields: ["kakao_account.profile.nickname"],
      setFields: {
        "kakao_account.profile_nickname_needs_agreement": true,
        "kakao_account.email_needs_agreement": true,
      },
    },
  ],
];

for (const [id, name, , fault] of incomplete)
  test(`${name} signs in somebody without a nickname (${id})`, async ({ person, setFault }) => {
    await setFault({ endpoint: "user_me", ...fault });
    const { visitor } = await trySignIn(person);
    expect(await readMe(visitor)).toMatchObject({ nickname: null });
  });
