// /oauth/token: both grants, and each refusal.
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import {
  callKapi,
  clientId,
  makePkce,
  obtainTokens,
  type Params,
  redirectUri,
  requestToken,
  toSearch,
  Visitor,
} from "../testing/test-visitor";

const visitor = () => new Visitor(origin);
const day = 24 * 60 * 60;

async function expectRefusal(response: Response, status: number, body: object) {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/json;charset=UTF-8");
  expect(await response.json()).toEqual(body);
}

async function expectCodeStillWorks(code: string, changes: Params = {}) {
  const response = await requestToken(origin, { code, ...changes });
  expect(response.status).toBe(200);
}

describe("refusals", () => {
  test("token-method: GET", async () => {
    expect((await fetch(`${origin}/oauth/token`)).status).toBe(405);
  });

  test("token-repeated-parameter: a parameter sent twice", async () => {
    const code = await visitor().obtainCode("haneul");
    const body = `${toSearch({ client_id: clientId, code })}&code=x`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await fetch(`${origin}/oauth/token`, { method: "POST", body, headers });
    expect(await response.json()).toMatchObject({ error_code: "KOE204" });
  });

  test("token-unknown-client: a client_id that no app has", async () => {
    await expectRefusal(await requestToken(origin, { client_id: "x", code: "y" }), 401, {
      error: "invalid_client",
      error_description: "Not exist client_id [x]",
      error_code: "KOE101",
    });
  });

  test("token-unknown-client: HTTP Basic, JSON and the query are not read", async () => {
    const fields = {
      grant_type: "authorization_code",
      client_id: clientId,
      client_secret: defaultApp.clientSecret,
      redirect_uri: redirectUri,
      code: await visitor().obtainCode("haneul"),
    };
    const basic = Buffer.from(`${clientId}:${defaultApp.clientSecret}`).toString("base64");
    const { code, redirect_uri } = fields;
    const attempts: [string, RequestInit][] = [
      [
        "",
        {
          headers: { authorization: `Basic ${basic}` },
          body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri }),
        },
      ],
      ["", { headers: { "content-type": "application/json" }, body: JSON.stringify(fields) }],
      [`?${toSearch(fields)}`, {}],
    ];
    for (const [query, init] of attempts) {
      const response = await fetch(`${origin}/oauth/token${query}`, { method: "POST", ...init });
      const body = await response.json();
      expect([response.status, body.error_description]).toEqual([
        401,
        "Not exist client_id [null]",
      ]);
    }
  });

  test.each([null, "", "wrong"])(
    "token-client-secret: %j, and the code still works",
    async (secret) => {
      const code = await visitor().obtainCode("haneul");
      const response = await requestToken(origin, { code, client_secret: secret });
      await expectRefusal(response, 401, {
        error: "invalid_client",
        error_description: "Bad client credentials",
        error_code: "KOE010",
      });
      await expectCodeStillWorks(code);
    },
  );

  test.each([null, "password"])("token-grant-type: %j", async (grant) => {
    const response = await requestToken(origin, { grant_type: grant });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: "unsupported_grant_type",
      error_code: "KOE310",
    });
  });

  test.each(["code", "redirect_uri"])("token-missing-parameter: %s", async (name) => {
    const code = await visitor().obtainCode("haneul");
    const response = await requestToken(origin, { code, [name]: null });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error_code: "KOE207" });
  });

  test("token-code: unknown", async () => {
    await expectRefusal(await requestToken(origin, { code: "nope" }), 400, {
      error: "invalid_grant",
      error_description: "authorization code not found for code=nope",
      error_code: "KOE320",
    });
  });

  test("token-code: used", async () => {
    const code = await visitor().obtainCode("haneul");
    await expectCodeStillWorks(code);
    const again = await requestToken(origin, { code });
    expect(await again.json()).toMatchObject({ error_code: "KOE320" });
  });

  test("token-code: used by two requests at once, one wins", async () => {
    const code = await visitor().obtainCode("haneul");
    const both = await Promise.all([
      requestToken(origin, { code }),
      requestToken(origin, { code }),
    ]);
    expect(both.map((response) => response.status).sort()).toEqual([200, 400]);
  });

  test("token-code: older than ten minutes", async () => {
    const code = await visitor().obtainCode("haneul");
    await client.setClock(601);
    expect(await (await requestToken(origin, { code })).json()).toMatchObject({
      error_code: "KOE320",
    });
    await client.setClock(590);
    await expectCodeStillWorks(code);
  });

  test("token-key-mismatch: exchanged with another key", async () => {
    const other = await client.createApp({ name: "다른 앱" });
    const key = other.keys[0];
    const code = await visitor().obtainCode("haneul");
    const changes = { code, client_id: key?.key ?? "", client_secret: key?.clientSecret ?? "" };
    const response = await requestToken(origin, changes);
    expect(await response.json()).toMatchObject({
      error_code: "KOE114",
      error_description: "Application ID mismatch",
    });
  });

  test("token-redirect-uri: another one, and the code still works", async () => {
    const code = await visitor().obtainCode("haneul");
    const other = redirectUri.replace("3000", "3001");
    await expectRefusal(await requestToken(origin, { code, redirect_uri: other }), 400, {
      error: "invalid_grant",
      error_description: "Redirect URI mismatch.",
      error_code: "KOE303",
    });
    await expectCodeStillWorks(code);
  });

  test("token-code-verifier: missing, wrong, or the challenge itself", async () => {
    const { verifier, challenge } = makePkce();
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    const code = await visitor().obtainCode("haneul", pkce);
    for (const code_verifier of [null, "", makePkce().verifier, challenge]) {
      const response = await requestToken(origin, { code, code_verifier });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: "invalid_grant", error_code: "KOE320" });
    }
    await expectCodeStillWorks(code, { code_verifier: verifier });
  });

  test("token-refresh-missing: no refresh_token", async () => {
    const response = await requestToken(origin, { grant_type: "refresh_token" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_grant", error_code: "KOE319" });
  });

  test("token-refresh-invalid: unknown, expired, of another key, or unlinked", async () => {
    const refresh = (refresh_token: string, changes: Params = {}) =>
      requestToken(origin, { grant_type: "refresh_token", refresh_token, ...changes });
    const refused = {
      error: "invalid_grant",
      error_description: "expired_or_invalid_refresh_token",
      error_code: "KOE322",
    };
    await expectRefusal(await refresh("nope"), 400, refused);
    const { refresh_token = "" } = await obtainTokens(origin, "haneul");
    const key = (await client.createApp({ name: "다른 앱" })).keys[0];
    const others = { client_id: key?.key ?? "", client_secret: key?.clientSecret ?? "" };
    await expectRefusal(await refresh(refresh_token, others), 400, refused);
    await client.setClock(60 * day);
    await expectRefusal(await refresh(refresh_token), 400, refused);
    await client.setClock(0);
    expect((await refresh(refresh_token)).status).toBe(200);
    await client.unlink("3956953872");
    await expectRefusal(await refresh(refresh_token), 400, refused);
  });
});

describe("the code grant", () => {
  test("answers with Kakao's shapes and lifetimes", async () => {
    const tokens = await obtainTokens(origin, "haneul", { items: ["account_email"] });
    expect(tokens).toMatchObject({
      token_type: "bearer",
      expires_in: 21599,
      refresh_token_expires_in: 5183999,
      scope: "profile_nickname account_email openid",
    });
    expect(tokens.access_token).toMatch(/^[\w-]{56}$/);
    expect(tokens.refresh_token).toMatch(/^[\w-]{56}$/);
  });

  test("the client secret is not asked for once it is switched off", async () => {
    await client.updateApp(defaultApp.appId, { clientSecretOn: false });
    const code = await visitor().obtainCode("haneul");
    await expectCodeStillWorks(code, { client_secret: null });
  });

  test("a native key has no client secret", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    const keys = [{ key, kind: "native" as const, redirectUris: [redirectUri] }];
    await client.createApp({ name: "네이티브", keys });
    const code = await visitor().obtainCode("haneul", { client_id: key });
    await expectCodeStillWorks(code, { client_id: key, client_secret: null });
  });

  test("a verifier without a challenge is ignored", async () => {
    const code = await visitor().obtainCode("haneul");
    await expectCodeStillWorks(code, { code_verifier: makePkce().verifier });
  });
});

describe("the ID token", () => {
  test("verifies against discovery's own JWKS and carries Kakao's claims", async () => {
    const discovery = await (await fetch(`${origin}/.well-known/openid-configuration`)).json();
    expect(discovery.issuer).toBe(origin);
    const changes = { nonce: "n-1" };
    const items = ["account_email", "profile_image"];
    const { id_token = "" } = await obtainTokens(origin, "haneul", { changes, items });
    const jwks = createRemoteJWKSet(new URL(discovery.jwks_uri));
    const options = { issuer: origin, audience: clientId, algorithms: ["RS256"] };
    const { payload, protectedHeader } = await jwtVerify(id_token, jwks, options);
    expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });
    expect(payload).toMatchObject({
      sub: "3956953872",
      nonce: "n-1",
      nickname: "김하늘",
      email: "haneul.kim@example.com",
      picture: expect.stringMatching(/^http:\/\/k\.kakaocdn\.net\/dn\/.+\/img_110x110\.jpg$/),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(21599);
  });

  test("holds no claim the person did not agree to, and no unverified e-mail", async () => {
    const refused = decodeJwt((await obtainTokens(origin, "haneul")).id_token ?? "");
    expect(Object.keys(refused)).not.toContain("email");
    expect(Object.keys(refused)).not.toContain("picture");
    expect(Object.keys(refused)).not.toContain("nonce");
    const items = ["account_email"];
    const unverified = await obtainTokens(origin, "seoyeon", { items });
    expect(decodeJwt(unverified.id_token ?? "")).not.toHaveProperty("email");
    expect(unverified.scope).toContain("account_email");
  });

  test("needs openid as soon as a scope is sent", async () => {
    const changes = { scope: "profile_nickname" };
    const without = await obtainTokens(origin, "haneul", { changes });
    expect(without.id_token).toBeUndefined();
    expect(without.scope).toBe("profile_nickname");
    for (const scope of ["openid,profile_nickname", "openid profile_nickname", ""]) {
      const tokens = await obtainTokens(origin, "haneul", { changes: { scope } });
      expect(tokens.id_token).toBeDefined();
    }
  });

  test("is not there while OpenID Connect is off", async () => {
    await client.updateApp(defaultApp.appId, { oidc: false });
    const tokens = await obtainTokens(origin, "haneul");
    expect(tokens.id_token).toBeUndefined();
    expect(tokens.scope).toBe("profile_nickname");
  });

  test("a rotated key signs the next one; two keys stay published", async () => {
    const before = (await (await fetch(`${origin}/.well-known/jwks.json`)).json()).keys;
    expect(before).toHaveLength(2);
    await client.rotateKeys();
    const after = await (await fetch(`${origin}/.well-known/jwks.json`)).json();
    expect(after.keys).toHaveLength(2);
    expect(after.keys[1]).toEqual(before[0]);
    const { id_token = "" } = await obtainTokens(origin, "haneul");
    await expect(jwtVerify(id_token, createLocalJWKSet({ keys: before }))).rejects.toThrow();
    await expect(jwtVerify(id_token, createLocalJWKSet(after))).resolves.toBeDefined();
  });
});

describe("the refresh grant", () => {
  const refresh = async (refresh_token: string) =>
    (await requestToken(origin, { grant_type: "refresh_token", refresh_token })).json();

  test("keeps the refresh token while it has a month left, and answers no scope", async () => {
    const first = await obtainTokens(origin, "haneul");
    const answer = await refresh(first.refresh_token ?? "");
    const names = Object.keys(answer).sort();
    expect(names).toEqual(["access_token", "expires_in", "id_token", "token_type"]);
    expect(decodeJwt(answer.id_token).sub).toBe("3956953872");
    expect((await callKapi(origin, "/v2/user/me", answer.access_token)).status).toBe(200);
    expect((await callKapi(origin, "/v2/user/me", first.access_token)).status).toBe(200);
  });

  test("replaces it in its last month, and the old one is dead", async () => {
    const { refresh_token = "" } = await obtainTokens(origin, "haneul");
    await client.setClock(31 * day);
    const answer = await refresh(refresh_token);
    expect(answer.refresh_token).toMatch(/^[\w-]{56}$/);
    expect(answer.refresh_token).not.toBe(refresh_token);
    expect(answer.refresh_token_expires_in).toBe(5183999);
    expect(await refresh(refresh_token)).toMatchObject({ error_code: "KOE322" });
    expect(await refresh(answer.refresh_token)).toHaveProperty("access_token");
  });

  test("has no ID token when the sign-in had none", async () => {
    const changes = { scope: "profile_nickname" };
    const { refresh_token = "" } = await obtainTokens(origin, "haneul", { changes });
    expect(await refresh(refresh_token)).not.toHaveProperty("id_token");
  });
});
