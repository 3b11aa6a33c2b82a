// Faults: each thing an app must survive can be asked for, and strikes only whom it is meant for.
import { createHmac, createPublicKey } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import {
  callKapi,
  clientId,
  makePkce,
  obtainTokens,
  redirectUri,
  requestToken,
  Visitor,
} from "../testing/test-visitor";
import type { Person } from "../world/person-schema";
import type { FaultInput } from "./fault-schema";

let person: Person;

beforeEach(async () => {
  person = await client.createPerson();
});

type Effects = Omit<FaultInput, "endpoint" | "personId">;

/** Answers of /v2/user/me for our person, struck by a fault that is set after signing in. */
async function readMeWith(effects: Effects, init: RequestInit = {}): Promise<Response> {
  const { access_token } = await obtainTokens(origin, person.loginId);
  await client.setFault({ endpoint: "user_me", personId: person.id, ...effects });
  return callKapi(origin, "/v2/user/me", access_token, init);
}

async function idTokenWith(idToken: FaultInput["idToken"]): Promise<string> {
  await client.setFault({ endpoint: "token", personId: person.id, idToken });
  return (await obtainTokens(origin, person.loginId)).id_token ?? "";
}

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${origin}/.well-known/jwks.json`)), {
    issuer: origin,
    audience: clientId,
  });

describe("scope", () => {
  test("a fault for one person leaves another alone", async () => {
    const other = await client.createPerson();
    await client.setFault({ endpoint: "token", personId: person.id, kakaoCode: "KOE320" });
    const code = await new Visitor(origin).obtainCode(other.loginId);
    expect((await requestToken(origin, { code })).status).toBe(200);
    const struck = await new Visitor(origin).obtainCode(person.loginId);
    expect((await requestToken(origin, { code: struck })).status).toBe(400);
  });

  test("a fault for one app leaves another alone, and strikes before the client is checked", async () => {
    await client.setFault({ endpoint: "token", clientId: "someone-else", status: 503 });
    expect((await requestToken(origin, { client_id: "someone-else" })).status).toBe(503);
    expect((await requestToken(origin, { client_id: "another" })).status).toBe(401);
  });

  test("times counts down, and a fault can be cleared", async () => {
    const { access_token } = await obtainTokens(origin, person.loginId);
    const me = async () => (await callKapi(origin, "/v2/user/me", access_token)).status;
    const scope = { endpoint: "user_me", personId: person.id } as const;
    await client.setFault({ ...scope, status: 500, times: 2 });
    expect([await me(), await me(), await me()]).toEqual([500, 500, 200]);
    const fault = await client.setFault({ ...scope, status: 502 });
    expect(await me()).toBe(502);
    await client.clearFault(fault.id);
    expect(await me()).toBe(200);
    expect(await client.listFaults()).toEqual([]);
  });

  test("a replaced token answer does not use up the code", async () => {
    const code = await new Visitor(origin).obtainCode(person.loginId);
    await client.setFault({ endpoint: "token", personId: person.id, status: 500, times: 1 });
    expect((await requestToken(origin, { code })).status).toBe(500);
    expect((await requestToken(origin, { code })).status).toBe(200);
  });
});

describe("answers", () => {
  test.each([
    [-1, 400],
    [-7, 400],
    [-10, 400],
    [-101, 400],
    [-401, 401],
    [-402, 403],
    [-406, 401],
    [-603, 400],
    [-9798, 503],
  ])("Kakao's code %i comes with its HTTP status %i", async (kakaoCode, status) => {
    const response = await readMeWith({ kakaoCode });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: kakaoCode, msg: expect.any(String) });
  });

  test("KOE237 and KOE003 come from the rules table too", async () => {
    await client.setFault({ endpoint: "token", clientId, kakaoCode: "KOE237", times: 1 });
    expect(await (await requestToken(origin, {})).json()).toEqual({
      error: "invalid_request",
      error_description: "token request rate limit exceeded",
      error_code: "KOE237",
    });
  });

  test("a raw body goes out as it stands", async () => {
    const body = '\ufeff{"id":9007199254740993,';
    const response = await readMeWith({ body, headers: { "Content-Type": "text/html" } });
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(Buffer.from(await response.arrayBuffer()).toString("utf8")).toBe(body);
  });

  test("fields are set, set raw, and removed in the real answer", async () => {
    const response = await readMeWith({
      setFields: { "kakao_account.profile.nickname": null, extra: [1] },
      setRawFields: { id: "9007199254740993", connected_at: "1e400" },
      removeFields: ["properties", "kakao_account.has_email", "nothing.here"],
    });
    const text = await response.text();
    expect(text).toContain('{"id":9007199254740993,"connected_at":1e400,');
    expect(text).toContain('"nickname":null');
    expect(text).toContain('"extra":[1]');
    expect(text).not.toContain("properties");
    expect(text).not.toContain("has_email");
  });

  test("a redirect elsewhere", async () => {
    const response = await readMeWith(
      { redirectTo: "http://evil.test/", status: 307 },
      { redirect: "manual" },
    );
    expect([response.status, response.headers.get("location")]).toEqual([307, "http://evil.test/"]);
  });

  test("discovery and JWKS can be struck for everybody", async () => {
    await client.setFault({ endpoint: "discovery", setFields: { issuer: "http://evil.test" } });
    await client.setFault({ endpoint: "jwks", setFields: { keys: [] } });
    const discovery = await fetch(`${origin}/.well-known/openid-configuration`);
    expect((await discovery.json()).issuer).toBe("http://evil.test");
    const jwks = await fetch(`${origin}/.well-known/jwks.json`);
    expect(await jwks.json()).toEqual({ keys: [] });
  });

  test("the way back to the app can carry other parameters, an error, or end on a page", async () => {
    const scope = { endpoint: "authorize", personId: person.id, times: 1 } as const;
    const finish = () =>
      new Visitor(origin).finish(person.loginId, { state: "s", prompt: "login" });
    await client.setFault({
      ...scope,
      setFields: { iss: "http://evil.test" },
      removeFields: ["state"],
    });
    const altered = await finish();
    expect([...altered.searchParams.keys()]).toEqual(["code", "iss"]);
    await client.setFault({ ...scope, kakaoCode: "server_error" });
    expect((await finish()).href).toBe(
      `${redirectUri}?error=server_error&error_description=temporary%20failure&state=s`,
    );
    await client.setFault({ ...scope, kakaoCode: "KOE006" });
    const page = await new Visitor(origin).signIn(person.loginId, { prompt: "login" });
    expect(page.status).toBe(400);
    expect(await page.text()).toContain("(KOE006)");
  });
});

describe("transport", () => {
  const abort = (ms: number) => ({ signal: AbortSignal.timeout(ms) });

  test("a delay", async () => {
    const started = Date.now();
    expect((await readMeWith({ delayMs: 300 })).status).toBe(200);
    expect(Date.now() - started).toBeGreaterThanOrEqual(295);
  });

  test("no answer at all, and the ledger shows the request unanswered", async () => {
    await expect(readMeWith({ hang: true }, abort(200))).rejects.toThrow(/timeout/i);
    const [entry] = await client.readLedger({ path: "/v2/user/me", personId: person.id });
    expect(entry).toMatchObject({ status: null, faulty: true });
  });

  test("headers, then silence", async () => {
    const response = await readMeWith({ hangAfterHeaders: true }, abort(300));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(/timeout/i);
  });

  test("a dropped connection", async () => {
    await expect(readMeWith({ drop: true })).rejects.toThrow(/fetch failed/);
  });

  test("a body that ends too early", async () => {
    const response = await readMeWith({ truncateBodyTo: 10 });
    await expect(response.text()).rejects.toThrow(/terminated/);
  });

  test("a drip", async () => {
    const response = await readMeWith({ dripBytesPerSecond: 10 }, abort(500));
    await expect(response.text()).rejects.toThrow(/timeout/i);
  });

  test("a huge body that is still good JSON", async () => {
    const text = await (await readMeWith({ hugeBodyBytes: 3_000_000 })).text();
    expect(Buffer.byteLength(text)).toBe(3_000_000);
    expect(JSON.parse(text).id).toBe(Number(person.id));
  });

  test("a gzip bomb: small on the wire, large unpacked", async () => {
    const response = await readMeWith({ gzipBombBytes: 20_000_000 });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect((await response.arrayBuffer()).byteLength).toBe(20_000_000);
  });
});

describe("ID tokens", () => {
  test("signed with a key that is not published, under the published kid", async () => {
    const token = await idTokenWith({ key: "unpublished" });
    await expect(verify(token)).rejects.toThrow("signature verification failed");
    const jwks = await (await fetch(`${origin}/.well-known/jwks.json`)).json();
    expect(decodeProtectedHeader(token).kid).toBe(jwks.keys[0].kid);
  });

  test.each(["RS384", "RS512", "PS256", "ES256", "HS256", "none"] as const)(
    "alg %s",
    async (alg) => {
      const token = await idTokenWith({ alg });
      expect(decodeProtectedHeader(token).alg).toBe(alg);
      expect(token.split(".")[2] === "").toBe(alg === "none");
      await expect(verify(token)).rejects.toThrow();
    },
  );

  test("HS256 keyed with the client secret, or with the public key", async () => {
    const jwks = await (await fetch(`${origin}/.well-known/jwks.json`)).json();
    const publicKey = createPublicKey({ key: jwks.keys[0], format: "jwk" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    for (const [hmacKey, key] of [
      ["client_secret", defaultApp.clientSecret],
      ["public_key_pem", pem],
    ] as const) {
      const [header, claims, signature] = (await idTokenWith({ alg: "HS256", hmacKey })).split(".");
      const expected = createHmac("sha256", key).update(`${header}.${claims}`).digest("base64url");
      expect(signature).toBe(expected);
    }
  });

  test("header and claims overridden, removed, and raw", async () => {
    const token = await idTokenWith({
      header: { kid: null, jku: "http://evil.test/jwks" },
      claims: { nonce: "other", iat: null, aud: [clientId, "second"] },
      rawClaims: { exp: "1e400", sub: "9007199254740993" },
    });
    const [header = "", claims = ""] = token.split(".");
    expect(decodeProtectedHeader(token)).toEqual({
      alg: "RS256",
      typ: "JWT",
      jku: "http://evil.test/jwks",
    });
    expect(decodeJwt(token)).toMatchObject({ nonce: "other", aud: [clientId, "second"] });
    expect(decodeJwt(token)).not.toHaveProperty("iat");
    const text = Buffer.from(claims, "base64url").toString();
    expect(text).toContain('"exp":1e400');
    expect(text).toContain('"sub":9007199254740993');
    expect(header).not.toBe("");
  });

  test("left out, or replaced by any text", async () => {
    expect(await idTokenWith({ omit: true })).toBe("");
    await client.clearFaults();
    expect(await idTokenWith({ jwt: "not.a.jwt" })).toBe("not.a.jwt");
  });
});

describe("leniency on request", () => {
  test("PKCE is not checked", async () => {
    const { challenge } = makePkce();
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    const code = await new Visitor(origin).obtainCode(person.loginId, pkce);
    await client.setFault({ endpoint: "token", personId: person.id, ignorePkce: true });
    expect((await requestToken(origin, { code })).status).toBe(200);
  });

  test("a code works again", async () => {
    const code = await new Visitor(origin).obtainCode(person.loginId);
    await client.setFault({ endpoint: "token", personId: person.id, acceptCodeReuse: true });
    expect((await requestToken(origin, { code })).status).toBe(200);
    expect((await requestToken(origin, { code })).status).toBe(200);
  });
});

test("half a character in a fault on the way back is replaced, not a crash", async () => {
  await client.setFault({ endpoint: "authorize", clientId, setFields: { state: "\ud800" } });
  const back = await new Visitor(origin).finish("haneul");
  expect(back.searchParams.get("state")).toBe("\ufffd");
});
