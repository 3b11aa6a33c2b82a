// The authorization request that goes out, and the code that is exchanged, against a small Kakao.
import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Flow } from "#lib/sign-in/flow";
import { type Answer, answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
const pair = await generateKeyPair("RS256");
const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "one", use: "sig" }] };

let authjs: typeof import("./authjs");

/** The module as it is under these variables. */
async function load(environment: Record<string, string | undefined> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  authjs = await import("./authjs");
}

beforeEach(() => load());
afterEach(() => {
  vi.stubEnv("KAKAO_SCOPES", undefined);
  vi.stubEnv("KAKAO_OIDC", undefined);
});
afterAll(kakao.stop);

const REDIRECT_URI = "http://localhost:3199/api/auth/callback/kakao";
const start = (nonce = "the-nonce", query = "") =>
  authjs.createAuthorization(nonce, new URLSearchParams(query));

describe("the authorization request", () => {
  test("is a code request of this app, to its own address (AR-1, AR-3)", async () => {
    const { url, state, codeVerifier } = await start();
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe(`${kakao.origin}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: "code",
      client_id: "0123456789abcdef0123456789abcdef",
      redirect_uri: REDIRECT_URI,
      state,
      nonce: "the-nonce",
      code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
      code_challenge_method: "S256",
      scope: "",
    });
    expect(url).not.toContain(codeVerifier);
  });

  test("asks Kakao nothing by itself", async () => {
    kakao.answer(answering(200, {}));
    await start();
    expect(kakao.hits).toHaveLength(0);
  });

  test("has a new state, verifier and challenge each time, of 128 bits and more (AR-3)", async () => {
    const seen = { states: new Set(), verifiers: new Set(), challenges: new Set() };
    for (let n = 0; n < 200; n += 1) {
      const { url, state, codeVerifier } = await start();
      seen.states.add(state);
      seen.verifiers.add(codeVerifier);
      seen.challenges.add(new URL(url).searchParams.get("code_challenge"));
      expect(Buffer.from(state, "base64url").length).toBeGreaterThanOrEqual(16);
      expect(codeVerifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
    }
    expect([seen.states.size, seen.verifiers.size, seen.challenges.size]).toEqual([200, 200, 200]);
  });

  test("carries what the visitor may choose (AR-2)", async () => {
    const { url } = await start("n", "prompt=login&login_hint=a%40kakao.test");
    const { searchParams } = new URL(url);
    expect(searchParams.get("prompt")).toBe("login");
    expect(searchParams.get("login_hint")).toBe("a@kakao.test");
    expect(searchParams.get("redirect_uri")).toBe(REDIRECT_URI);
  });

  test.each([
    [{}, ""],
    [{ KAKAO_SCOPES: "profile_nickname,account_email" }, "profile_nickname,account_email"],
    [{ KAKAO_OIDC: "required" }, ""],
    [{ KAKAO_OIDC: "required", KAKAO_SCOPES: "account_email" }, "openid,account_email"],
    [{ KAKAO_OIDC: "required", KAKAO_SCOPES: "account_email,openid" }, "account_email,openid"],
    [{ KAKAO_SCOPES: "openid,account_email" }, "openid,account_email"],
  ])("asks for no more than is configured: %j gives %j (AR-4)", async (environment, scope) => {
    await load(environment);
    expect(new URL((await start()).url).searchParams.get("scope")).toBe(scope);
  });

  test.each([
    [{}, ["gender"], "gender"],
    [{}, ["openid", "gender"], "openid,gender"],
    [{ KAKAO_SCOPES: "openid,account_email,gender" }, ["openid", "gender"], "openid,gender"],
    [{ KAKAO_OIDC: "required" }, ["gender"], "openid,gender"],
    [{ KAKAO_OIDC: "required" }, ["openid", "gender"], "openid,gender"],
  ])("for one more consent asks for that alone: %j, %j gives %j (AR-4)", async (...given) => {
    const [environment, scopes, scope] = given;
    await load(environment);
    const { url } = await authjs.createAuthorization("n", new URLSearchParams(), scopes);
    expect(new URL(url).searchParams.get("scope")).toBe(scope);
  });
});

const FLOW: Flow = {
  id: "f".repeat(64),
  codeVerifier: "v".repeat(43),
  nonce: "the-nonce",
  returnTo: "/",
  intent: "sign-in",
};
const ID = "9007199254740993";
const TOKENS = { token_type: "bearer", access_token: "the-access-token", expires_in: 21_599 };

function kakaoAnswers(answers: { token?: Answer; user?: Answer; keys?: Answer } = {}) {
  const { token = answering(200, TOKENS), user = answering(200, `{"id":${ID}}`) } = answers;
  const keys = answers.keys ?? answering(200, jwks);
  kakao.answer((response, hit) => {
    const found = { "/oauth/token": token, "/v2/user/me": user, "/.well-known/jwks.json": keys };
    (found[hit.url.pathname as keyof typeof found] ?? answering(404, ""))(response, hit);
  });
}

function exchange(flow = FLOW) {
  const answer = { code: "the-code", state: "the-state" };
  return authjs.exchangeCode(answer, flow, AbortSignal.timeout(3000));
}

const paths = () => kakao.hits.map(({ url }) => url.pathname + url.search);

function idToken(claims: Record<string, unknown> = {}) {
  return new SignJWT({ nonce: FLOW.nonce, sub: ID, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuer(kakao.origin)
    .setAudience("0123456789abcdef0123456789abcdef")
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(pair.privateKey);
}

describe("the exchange of a code", () => {
  test("sends all it has to in the body, and nothing of it in an address (CB-15)", async () => {
    kakaoAnswers();
    await expect(exchange()).resolves.toMatchObject({ kakaoUser: { kakaoId: ID }, toKeep: null });
    expect(paths()).toEqual(["/oauth/token", "/v2/user/me?secure_resource=true"]);
    const [request] = kakao.hits;
    expect(request?.method).toBe("POST");
    expect(request?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: "authorization_code",
      client_id: "0123456789abcdef0123456789abcdef",
      client_secret: "TestOnlyClientSecret0123456789ab",
      code: "the-code",
      redirect_uri: REDIRECT_URI,
      code_verifier: FLOW.codeVerifier,
    });
  });

  test.each([
    [500, "", "kakao_unavailable"],
    [502, "<html>", "kakao_unavailable"],
    [503, { error_code: "KOE003" }, "kakao_unavailable"],
    [400, { error: "invalid_grant", error_code: "KOE320" }, "kakao_rejected"],
    [401, { error: "invalid_client", error_code: "KOE010" }, "misconfigured"],
    [429, "", "rate_limited"],
  ])("is never repeated: status %i with %j is %s (K3, K7, K8)", async (status, body, code) => {
    kakaoAnswers({ token: answering(status, body) });
    await expect(exchange()).rejects.toMatchObject({ name: "SignInRefused", code });
    expect(paths()).toEqual(["/oauth/token"]);
  });

  test.each([
    [500, "", "kakao_unavailable"],
    [401, { code: -401 }, "kakao_rejected"],
    [401, { code: -406 }, "under_14"],
    [200, {}, "kakao_unavailable"],
    [200, { id: "undefined" }, "kakao_unavailable"],
  ])("ends when nobody can be named: %i with %j is %s (K20, TV-14)", async (status, body, code) => {
    kakaoAnswers({ user: answering(status, body) });
    await expect(exchange()).rejects.toMatchObject({ name: "SignInRefused", code });
  });

  test("an error holds no code, token, secret or verifier (SE-6)", async () => {
    kakaoAnswers({ user: answering(500, "canary") });
    const error = await exchange().catch((reason) => reason);
    const chain = [error, error.cause, error.cause?.cause].map(String).join(" ");
    expect(chain).not.toMatch(/canary|the-code|the-access-token|TestOnly|vvvv/);
  });

  test("one deadline holds for all answers together (K2)", async () => {
    kakaoAnswers({ user: () => {} });
    const answer = { code: "the-code", state: "the-state" };
    const exchanged = authjs.exchangeCode(answer, FLOW, AbortSignal.timeout(150));
    await expect(exchanged).rejects.toMatchObject({ code: "kakao_unavailable" });
  });
});

describe("the id_token", () => {
  const withIdToken = async (claims: Record<string, unknown> = {}, user = `{"id":${ID}}`) => {
    const token = answering(200, { ...TOKENS, id_token: await idToken(claims) });
    kakaoAnswers({ token, user: answering(200, user) });
    return exchange();
  };

  test("is verified whenever one comes (TV-1)", async () => {
    await expect(withIdToken()).resolves.toMatchObject({ kakaoUser: { kakaoId: ID } });
    await expect(withIdToken({ nonce: "another" })).rejects.toMatchObject({
      code: "kakao_rejected",
    });
    expect(paths()).not.toContain("/v2/user/me?secure_resource=true");
  });

  test("names the same person as /v2/user/me, to the last digit (TV-8, K21)", async () => {
    const refused = { code: "kakao_rejected" };
    await expect(withIdToken({}, '{"id":9007199254740992}')).rejects.toMatchObject(refused);
    await expect(withIdToken({ sub: "1" })).rejects.toMatchObject(refused);
  });

  test("may be absent by default", async () => {
    kakaoAnswers();
    const kakaoUser = { kakaoId: ID };
    await expect(exchange()).resolves.toMatchObject({ kakaoUser, idToken: null, toKeep: null });
  });

  test.each([
    [1_800_000_000, 1_800_000_000],
    [undefined, null],
    [null, null],
    ["1800000000", null],
    [1.5, null],
  ])("with auth_time %j says when the person was asked: %j (WD-1)", async (given, authTime) => {
    const idToken = { authTime };
    await expect(withIdToken({ auth_time: given })).resolves.toMatchObject({ idToken });
  });

  test.each([{ KAKAO_OIDC: "required" }, { KAKAO_SCOPES: "openid,profile_nickname" }])(
    "may not be absent where it was asked for: %j (K15)",
    async (environment) => {
      await load(environment);
      kakaoAnswers();
      await expect(exchange()).rejects.toMatchObject({ code: "kakao_rejected" });
      expect(paths()).toEqual(["/oauth/token"]);
    },
  );
});
