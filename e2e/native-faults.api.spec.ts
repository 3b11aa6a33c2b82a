// Kakao lets an exchange down, in every way it could: the code decides what the app hears, sessions
// live on, and the next try works.
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import {
  exchange,
  expectRefusal,
  kakaoTokenOf,
  meWith,
  refresh,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { expectServerError } from "./server-log";

/** Our deadline for both answers together is five seconds. */
const MAX_MS = 6000;
const html = { "content-type": "text/html" };
const kakaoError = (status: number, code: number) => ({
  status,
  body: `{"msg":"x","code":${code}}`,
});

type Row = [id: string, name: string, fault: Omit<FaultInput, "endpoint">];

const temporary: Row[] = [
  ["K1", "a cut connection", { drop: true }],
  ["K3", "500 with HTML", { status: 500, body: "<h1>500</h1>", headers: html }],
  ["K3", "502 with JSON", { status: 502, body: '{"error":"bad"}' }],
  ["K3", "503 without a body", { status: 503, body: "" }],
  ["K4", "429", { status: 429, body: "" }],
  ["K4, NX-5", "-10 with status 400", kakaoError(400, -10)],
  ["K5, NX-5", "-1 with status 400", kakaoError(400, -1)],
  ["K5, NX-5", "-7 with status 400", kakaoError(400, -7)],
  ["K5, NX-5", "-603 with status 400", kakaoError(400, -603)],
  ["K5, NX-5", "-9798 with status 503", kakaoError(503, -9798)],
  ["K9", "200 with HTML", { body: "<h1>점검 중</h1>", headers: html }],
  ["K9", "200 without a body", { body: "" }],
  ["K9", "200 with null", { body: "null" }],
  ["K9", "200 with a list", { body: "[]" }],
  ["K9", "half an answer", { truncateBodyTo: 20 }],
  ["K13", "200 MB", { hugeBodyBytes: 200 * 1024 * 1024 }],
  ["K13", "a gzip bomb", { gzipBomb: true }],
];

const final: Array<[...Row, status: number, code: string]> = [
  ["NX-5, K6", "-401", { kakaoCode: -401 }, 404, "NOT_FOUND_IN_KAKAO"],
  ["NX-5, K25", "-101 with status 400", kakaoError(400, -101), 404, "NOT_FOUND_IN_KAKAO"],
  ["NX-5, K25", "-103 with status 400", kakaoError(400, -103), 404, "NOT_FOUND_IN_KAKAO"],
  ["NX-5, K25", "-4", { kakaoCode: -4 }, 404, "NOT_FOUND_IN_KAKAO"],
  ["NX-5, K25", "-406", { kakaoCode: -406 }, 403, "UNDER_14"],
  ["K8", "-3 with status 403", kakaoError(403, -3), 503, "KAKAO_UNAVAILABLE"],
];

for (const endpoint of ["access_token_info", "user_me"] as const) {
  for (const [id, name, fault] of temporary)
    test(`${name} from ${endpoint} is KAKAO_UNAVAILABLE, and a session lives on (${id})`, async ({
      kakao,
      person,
      setFault,
    }) => {
      const session = await signInNatively(kakao, person);
      const token = await kakaoTokenOf(kakao, person);
      const clear = await setFault({ endpoint, ...fault });
      const startedAt = Date.now();
      const answer = await exchange(token);
      expect(Date.now() - startedAt).toBeLessThan(MAX_MS);
      expectRefusal(answer, 503, "KAKAO_UNAVAILABLE");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      const next = tokensIn(await refresh(session.refresh_token));
      expect((await meWith(`Bearer ${next.access_token}`)).status).toBe(200);
      await clear();
      expect(tokensIn(await exchange(token)).user.id, "the same token, no minute's wait").toBe(
        session.user.id,
      );
    });

  for (const [id, name, fault, status, code] of final)
    test(`${name} from ${endpoint} is ${code} (${id})`, async ({ kakao, person, setFault }) => {
      const token = await kakaoTokenOf(kakao, person);
      const clear = await setFault({ endpoint, ...fault });
      const answer = await exchange(token);
      if (id === "K8") expectServerError(String(answer.headers["x-request-id"]));
      expectRefusal(answer, status, code);
      await clear();
      await signInNatively(kakao, person);
    });

  test(`a 307 from ${endpoint} to another host is not followed (K14, TV-16)`, async ({
    kakao,
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
    const port = typeof address === "object" && address ? address.port : 0;
    const token = await kakaoTokenOf(kakao, person);
    await setFault({ endpoint, status: 307, redirectTo: `http://127.0.0.1:${port}/` });
    expectRefusal(await exchange(token), 503, "KAKAO_UNAVAILABLE");
    expect(hits).toEqual([]);
    evil.close();
  });
}

const silences: Array<Omit<FaultInput, "endpoint">> = [
  { hang: true },
  { hangAfterHeaders: true },
  { dripBytesPerSecond: 1 },
];

test("silence, headers and then silence, and a byte a second end in time, and sessions live on (K2, TV-16)", async ({
  kakao,
  createPerson,
  setFault,
}) => {
  const session = await signInNatively(kakao, await createPerson());
  const waiting = (["access_token_info", "user_me"] as const).flatMap((endpoint) =>
    silences.map(async (fault) => {
      const person = await createPerson();
      const token = await kakaoTokenOf(kakao, person);
      const clear = await setFault({ endpoint, personId: person.id, ...fault });
      const startedAt = Date.now();
      expectRefusal(await exchange(token), 503, "KAKAO_UNAVAILABLE");
      expect(Date.now() - startedAt).toBeLessThan(MAX_MS);
      await clear();
      tokensIn(await exchange(token));
    }),
  );
  const next = tokensIn(await refresh(session.refresh_token));
  expect((await meWith(`Bearer ${next.access_token}`)).status).toBe(200);
  await Promise.all(waiting);
});

test("without KAKAO_APP_ID no token can be told from a stranger's: none is taken (NX-1)", async ({
  kakao,
  person,
}) => {
  const app = await startApp({ ...firstInstanceEnvironment(), KAKAO_APP_ID: undefined });
  const answer = await exchange(await kakaoTokenOf(kakao, person), { at: app.url });
  expectRefusal(answer, 503, "KAKAO_UNAVAILABLE");
  expect(await kakao.readLedger({ personId: person.id })).toEqual([]);
  expect(app.output()).toContain('"exchange.misconfigured"');
  await app.stop();
});

test("a child's own token says UNDER_14 (K25)", async ({ kakao, createPerson }) => {
  const child = await createPerson({ under14: true });
  expectRefusal(await exchange(await kakaoTokenOf(kakao, child)), 403, "UNDER_14");
});

for (const [id, name, fault] of [
  ["K10", "kakao_account: null", { setFields: { kakao_account: null } }],
  ["K10", "kakao_account: []", { setFields: { kakao_account: [] } }],
  ["K11", "no profile", { removeFields: ["kakao_account.profile"] }],
  ["K10", "expires_in as text", { setFields: { expires_in: "7199" } }],
  ["K27", "a field nobody knows", { setFields: { something_new: [1] } }],
] as Row[])
  test(`${name} signs in all the same (${id})`, async ({ kakao, person, setFault }) => {
    const endpoint = name.startsWith("expires") ? "access_token_info" : "user_me";
    await setFault({ endpoint, ...fault });
    await signInNatively(kakao, person);
  });
