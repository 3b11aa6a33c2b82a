// What an app sends and what it must not: headers that are no tokens, bodies that are no small flat
// object, pages of other sites, other methods. Kakao hears of none of it.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  exchange,
  expectRefusal,
  kakaoTokenOf,
  postJson,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { send } from "./visitor";

const post = (headers: Record<string, string>, body?: string) =>
  send(`${baseUrl()}/api/token`, { method: "POST", headers, ...(body !== undefined && { body }) });

const noTokens: Array<[name: string, authorization: string | null]> = [
  ["no header", null],
  ["an empty one", ""],
  ["Bearer alone", "Bearer"],
  ["Bearer and a space", "Bearer "],
  ["a percent sign", "Bearer %"],
  ["a percent code", "Bearer %E0%A4%A%E0%A4%A%E0%A4%A"],
  ["fifteen letters", `Bearer ${"a".repeat(15)}`],
  ["2049 letters", `Bearer ${"a".repeat(2049)}`],
  ["ten kilobytes", `Bearer ${"a".repeat(10_240)}`],
  ["a space inside", `Bearer ${"a".repeat(20)} ${"b".repeat(20)}`],
  ["two tokens", `Bearer ${"a".repeat(20)},Bearer ${"b".repeat(20)}`],
  ["a list", '["aaaaaaaaaaaaaaaaaaaa"]'],
  ["an object", '{"token":"aaaaaaaaaaaaaaaaaaaa"}'],
  ["quotes", `Bearer "${"a".repeat(20)}"`],
  ["a tab", `Bearer\t${"a".repeat(20)}`],
  ["another scheme", `Basic ${"a".repeat(20)}`],
  ["an admin key", `KakaoAK ${"a".repeat(32)}`],
  ["a semicolon", `Bearer ${"a".repeat(20)};`],
  ["a letter beyond ASCII", `Bearer ${"\u00e9".repeat(20)}`],
];

for (const [name, authorization] of noTokens)
  test(`${name} is no token, and Kakao hears nothing (NX-6)`, async ({ kakao }) => {
    const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
    expectRefusal(
      await post(authorization === null ? {} : { authorization }),
      400,
      "INVALID_TOKEN",
    );
    const asked = await kakao.readLedger({ since });
    if (authorization)
      expect(asked.filter(({ headers }) => headers.authorization === authorization)).toEqual([]);
  });

test("prototype names are tokens like any other: unknown ones (NX-6)", async () => {
  for (const name of ["__proto____proto__", "constructorconstructor", "hasOwnProperty.toString"])
    expectRefusal(await exchange(name), 404, "NOT_FOUND_IN_KAKAO");
});

const bodies: Array<[name: string, status: number, type: string, body: string]> = [
  ["a list", 400, "application/json", "[]"],
  ["nothing but null", 400, "application/json", "null"],
  ["text", 400, "application/json", '"x"'],
  ["an object in an object", 400, "application/json", '{"a":{"b":1}}'],
  ["__proto__", 400, "application/json", '{"__proto__":{"admin":true}}'],
  ["constructor", 400, "application/json", '{"constructor":1}'],
  ["a name twice", 400, "application/json", '{"a":1,"a":2}'],
  ["deep nesting", 400, "application/json", "[".repeat(4000)],
  ["half of one", 400, "application/json", '{"a":'],
  ["an id_token as well", 400, "application/json", '{"id_token":"a.b.c","nonce":"x"}'],
  ["a form", 415, "application/x-www-form-urlencoded", "a=1"],
  ["plain text", 415, "text/plain", '{"a":1}'],
  ["above 8 KB", 413, "application/json", `{"a":"${"x".repeat(8192)}"}`],
  ["ten megabytes", 413, "application/json", `{"a":"${"x".repeat(10_000_000)}"}`],
];
const codeOf = new Map([
  [400, "INVALID_TOKEN"],
  [413, "PAYLOAD_TOO_LARGE"],
  [415, "UNSUPPORTED_MEDIA_TYPE"],
]);

for (const [name, status, type, body] of bodies)
  test(`a good token beside a body of ${name} is ${status}, and Kakao hears nothing (NX-6, IN-1, IN-2)`, async ({
    kakao,
    person,
  }) => {
    const token = await kakaoTokenOf(kakao, person);
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const answer = await post(headers, body).catch((error: NodeJS.ErrnoException) => error.code);
    // Whoever is told in mid-body may find the line cut while still sending.
    if (typeof answer === "string") expect([status, answer]).toEqual([413, expect.any(String)]);
    else if (answer) expectRefusal(answer, status, codeOf.get(status) ?? "");
    expect(await kakao.readLedger({ personId: person.id })).toEqual([]);
  });

for (const [name, headers] of [
  ["of another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }],
  ["of another site, old browser", { origin: "https://evil.test" }],
  ["of a sandboxed frame", { origin: "null" }],
  ["of another site that hides its origin", { "sec-fetch-site": "cross-site" }],
  ["of a sister site", { "sec-fetch-site": "same-site" }],
] as const)
  test(`a page ${name} exchanges, refreshes and ends nothing (NX-8, WB-3, WB-5)`, async ({
    kakao,
    person,
  }) => {
    const token = await kakaoTokenOf(kakao, person);
    const answer = await exchange(token, { headers });
    expectRefusal(answer, 403, "FORBIDDEN_ORIGIN");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(await kakao.readLedger({ personId: person.id })).toEqual([]);
    const { refresh_token } = await signInNatively(kakao, person);
    for (const path of ["/api/token/refresh", "/api/token/revoke"])
      expectRefusal(await postJson(path, { refresh_token }, { headers }), 403, "FORBIDDEN_ORIGIN");
    tokensIn(await postJson("/api/token/refresh", { refresh_token }));
  });

for (const path of ["/api/token", "/api/token/refresh", "/api/token/revoke"])
  test(`${path} answers other methods with 405 and Allow: POST (IN-4)`, async () => {
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
      const answer = await send(`${baseUrl()}${path}`, { method });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow, method).toBe("POST");
    }
  });
