// What the callback does with the code: once, at Kakao only, and without leaving a trace of it.
import { baseUrl, callbackPath, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { expectServerError, readAppLog } from "./server-log";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readMe,
  readTokenRequests,
  refusalOf,
} from "./sign-in-steps";
import { Visitor } from "./visitor";

test("the token request has the secret and the proof key in its body and nowhere else (CB-15, AR-3)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  await finishSignIn(visitor, callback);
  const [request] = await readTokenRequests(kakao, callback);
  expect(request?.method).toBe("POST");
  expect(request?.query).toEqual({});
  expect(request?.headers).not.toHaveProperty("authorization");
  expect(Object.keys(request?.body ?? {}).sort()).toEqual(
    ["client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri"].sort(),
  );
  expect(request?.body.redirect_uri).toBe(`${baseUrl()}${callbackPath}`);
  const verifier = String(request?.body.code_verifier);
  expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
  const elsewhere = await kakao.readLedger({ path: "/oauth/authorize" });
  expect(JSON.stringify(elsewhere)).not.toContain(verifier);
  expect(readAppLog().join("\n")).not.toContain(verifier);
});

test("user/me is asked with the token in a header (CB-15)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  await finishSignIn(visitor, await reachCallback(visitor, person));
  const [request] = await kakao.readLedger({ path: "/v2/user/me", personId: person.id });
  expect(request?.headers.authorization).toMatch(/^Bearer \S+$/);
  expect(request?.query).toEqual({ secure_resource: "true" });
});

for (const second of ["the same", "the other"])
  test(`the same callback twice at once, at ${second} instance: one token request, two sessions (CB-12, B1)`, async ({
    kakao,
    person,
    setFault,
  }) => {
    // Long enough that the second arrives while the first waits, on a slow machine too.
    await setFault({ endpoint: "token", delayMs: 1500 });
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const twin = new Visitor();
    twin.restoreCookies(visitor.cookies());
    const at = second === "the same" ? baseUrl() : secondUrl();
    const answers = await Promise.all([
      finishSignIn(visitor, callback),
      finishSignIn(twin, callback, { at }),
    ]);
    expect(answers.map(({ location }) => location?.href)).toEqual([
      `${baseUrl()}/`,
      `${baseUrl()}/`,
    ]);
    expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
    expect(await readMe(visitor)).toEqual(await readMe(twin));
    const again = await finishSignIn(visitor, callback);
    expect(again.location?.href, "a reload ends at home").toBe(`${baseUrl()}/`);
    expect(await readMe(visitor)).not.toBeNull();
    expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
  });

test("a double callback that Kakao refuses ends with the same refusal twice (CB-12)", async ({
  kakao,
  person,
  setFault,
}) => {
  await setFault({ endpoint: "token", delayMs: 1500, kakaoCode: "KOE320" });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const answers = await Promise.all([
    finishSignIn(visitor, callback),
    finishSignIn(visitor, callback),
  ]);
  expect(answers.map(refusalOf)).toEqual(["kakao_rejected", "kakao_rejected"]);
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
});

for (const method of ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
  test(`${method} on the callback does not use up the code (CB-13, B13)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const answer = await finishSignIn(visitor, callback, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("GET");
    expect(answer.setCookies).toEqual([]);
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
    await finishSignIn(visitor, callback);
    expect(await readMe(visitor)).not.toBeNull();
  });

for (const purpose of ["prefetch", "prefetch;prerender"])
  test(`a browser's ${purpose} of the callback does not use up the code (CB-13, B13)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const headers = { "sec-purpose": purpose };
    const answer = await finishSignIn(visitor, callback, { headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.setCookies).toEqual([]);
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
    await finishSignIn(visitor, callback);
    expect(await readMe(visitor)).not.toBeNull();
  });

const oddities: Array<[string, (callback: URL) => string]> = [
  ["a query of 9 KB", ({ search }) => `${search}&more=${"x".repeat(9000)}`],
  ["a state of 5 KB", ({ search }) => search.replace(/state=/, `state=${"x".repeat(5000)}`)],
  ["a code of 3 KB", ({ search }) => search.replace(/code=/, `code=${"x".repeat(3000)}`)],
  ["a NUL", ({ search }) => search.replace(/code=/, "code=%00")],
  ["a line end", ({ search }) => search.replace(/state=/, "state=%0d%0aLocation:%20evil")],
  ["an emoji", ({ search }) => search.replace(/code=/, "code=%F0%9F%90%9E")],
  ["an odd parameter name", ({ search }) => `${search}&%07=1`],
  ["broken UTF-8", ({ search }) => search.replace(/code=/, "code=%ff")],
];

for (const [name, spoil] of oddities)
  test(`${name} on the callback gets 400 before Kakao is asked (CB-14)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const answer = await visitor.send(`${baseUrl()}${callbackPath}${spoil(callback)}`);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.body).toContain("문제가 생겼어요. 다시 시도해 주세요.");
    expect(answer.headers.refresh).toMatch(/^0; url=\/sign-in\?error=unknown&ref=[0-9a-f-]{13}$/);
    expect(answer.body).not.toContain(callback.searchParams.get("code"));
    await expectSignedOut(visitor);
    const asked = await kakao.readLedger({ path: "/oauth/token", personId: person.id });
    expect(asked).toEqual([]);
  });

test("neither code nor state nor token is in an address, a page or the log (CB-11)", async ({
  kakao,
  person,
  setFault,
}) => {
  const clear = await setFault({ endpoint: "user_me", status: 500, body: '{"msg":"x"}' });
  const visitor = new Visitor();
  const failed = await reachCallback(visitor, person);
  const refused = await finishSignIn(visitor, failed);
  expect(refusalOf(refused)).toBe("kakao_unavailable");
  await clear();
  const callback = await reachCallback(visitor, person);
  const arrived = await finishSignIn(visitor, callback);
  expect(arrived.location?.href).toBe(`${baseUrl()}/`);
  for (const { status, headers } of [refused, arrived]) {
    expect(status).toBe(303);
    expect(headers["cache-control"]).toBe("private, no-store");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  }

  const tokens = await kakao.readLedger({ path: "/oauth/token", personId: person.id });
  const issued = tokens.flatMap(({ answer }) => Object.values(JSON.parse(answer ?? "{}")));
  const secrets = [failed, callback]
    .flatMap(({ searchParams }) => [...searchParams.values()])
    .concat(issued.filter((value): value is string => String(value).length > 20))
    .concat([visitor.cookies().get("session") ?? "", person.nickname ?? "", person.email ?? ""]);
  expect(secrets.length).toBeGreaterThan(6);

  // The line of the last step is there, so the lines before it are, too.
  const reference = refused.location?.searchParams.get("ref") ?? "no reference";
  await expect.poll(() => readAppLog().join("\n")).toContain(reference);
  const user = await readMe(visitor);
  await expect.poll(() => readAppLog().join("\n")).toContain(user?.id ?? "nobody");
  const seen = [refused, arrived].map(({ headers, body }) => JSON.stringify(headers) + body);
  // Their own session cookie is the one thing that may go to the browser.
  const served = seen.join("\n").replaceAll(visitor.cookies().get("session") ?? "", "");
  for (const secret of secrets) {
    expect(served).not.toContain(secret);
    expect(readAppLog().join("\n")).not.toContain(secret);
  }
});

const kakaoErrors: Array<[string, string, string]> = [
  ["access_denied", "cancelled", ""],
  ["access_denied", "under_14", "Not allowed under age 14"],
  ["server_error", "kakao_unavailable", ""],
  ["temporarily_unavailable", "kakao_unavailable", ""],
  ["invalid_request", "misconfigured", ""],
  ["unauthorized_client", "misconfigured", ""],
  ["unsupported_response_type", "misconfigured", ""],
  ["invalid_scope", "misconfigured", ""],
  ["login_required", "kakao_rejected", ""],
  ["interaction_required", "kakao_rejected", ""],
  ["consent_required", "kakao_rejected", ""],
  ["KOE006", "kakao_rejected", ""],
  ["KOE101", "kakao_rejected", ""],
  ["KOE205", "kakao_rejected", ""],
  ["under_14", "kakao_rejected", "Not allowed under age 14"],
  ["<script>alert(1)</script>", "kakao_rejected", "<img src=x>"],
  ["access_denied", "cancelled", "canary ".repeat(700)],
];

for (const [error, code, description] of kakaoErrors)
  test(`error=${error} with ${description.length} characters of text reads as ${code} (CB-6)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const state = callback.searchParams.get("state") ?? "";
    const query = new URLSearchParams({
      error,
      state,
      error_description: description,
      error_uri: "https://evil.test",
    });
    const answer = await finishSignIn(visitor, new URL(`?${query}`, callback));
    const reference = answer.location?.searchParams.get("ref") ?? "";
    if (code === "misconfigured") expectServerError(reference);
    expect(refusalOf(answer)).toBe(code);
    expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toEqual([]);
    expect([...(answer.location?.searchParams.keys() ?? [])]).toEqual(["error", "ref"]);
    const page = await visitor.send(String(answer.location));
    expect(page.body).not.toMatch(/evil\.test|canary|alert\(1\)|img src=x/);
    await expectSignedOut(visitor);
  });

test("an error with a state of nobody's gets the general page (CB-6)", async () => {
  const query = new URLSearchParams({ error: "access_denied", state: "x".repeat(43) });
  const answer = await new Visitor().send(`${baseUrl()}${callbackPath}?${query}`);
  expect(refusalOf(answer)).toBe("unknown");
});

test("a flow started at one instance finishes at the other (MI-1)", async ({ person }) => {
  const visitor = new Visitor();
  await finishSignIn(visitor, await reachCallback(visitor, person), { at: secondUrl() });
  expect(await readMe(visitor, baseUrl())).not.toBeNull();
  expect(await readMe(visitor, secondUrl())).not.toBeNull();
});
