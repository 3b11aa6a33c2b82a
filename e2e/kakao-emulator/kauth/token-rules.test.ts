// /oauth/token: limits, platforms and addresses; /oauth/tokeninfo; addresses that do not exist.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import {
  clientId,
  obtainTokens,
  redirectUri,
  requestToken,
  Visitor,
} from "../testing/test-visitor";

const { appId } = defaultApp;
const codeOf = (loginId: string, changes = {}) => new Visitor(origin).obtainCode(loginId, changes);
const refusalOf = async (response: Response) => {
  const { error, error_code } = await response.json();
  return [response.status, error, error_code];
};

describe("limits", () => {
  const exchange = async (loginId: string) => requestToken(origin, { code: await codeOf(loginId) });
  const refresh = (refresh_token: string) =>
    requestToken(origin, { grant_type: "refresh_token", refresh_token });

  test("token-rate-limit: the 21st access token in ten minutes, for that person alone", async () => {
    await client.updateApp(appId, { rateLimits: true });
    for (let i = 0; i < 20; i++) expect((await exchange("haneul")).status).toBe(200);
    expect(await refusalOf(await exchange("haneul"))).toEqual([400, "invalid_request", "KOE237"]);
    expect((await exchange("doyun")).status).toBe(200);
    await client.setClock(601);
    expect((await exchange("haneul")).status).toBe(200);
  });

  test("token-rate-limit: the code that was refused is not used up", async () => {
    await client.updateApp(appId, { rateLimits: true });
    for (let i = 0; i < 20; i++) await exchange("haneul");
    await client.setClock(300);
    const code = await codeOf("haneul");
    expect((await requestToken(origin, { code })).status).toBe(400);
    await client.setClock(650);
    expect((await requestToken(origin, { code })).status).toBe(200);
  });

  test("token-rate-limit: the 31st refresh in an hour", async () => {
    await client.updateApp(appId, { rateLimits: true });
    const { refresh_token = "" } = await obtainTokens(origin, "haneul");
    for (let i = 0; i < 30; i++) expect((await refresh(refresh_token)).status).toBe(200);
    expect(await refusalOf(await refresh(refresh_token))).toEqual([
      400,
      "invalid_request",
      "KOE237",
    ]);
    await client.setClock(3601);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  test("nothing is counted while the switch is off", async () => {
    for (let i = 0; i < 25; i++) expect((await exchange("haneul")).status).toBe(200);
  });
});

describe("keys and callers", () => {
  test("token-wrong-key-kind: an admin key", async () => {
    const response = await requestToken(origin, { client_id: defaultApp.adminKey, code: "x" });
    expect(await refusalOf(response)).toEqual([401, "invalid_client", "KOE008"]);
  });

  test("token-caller-ip: not in the app's list", async () => {
    await client.updateApp(appId, { allowedIps: ["203.0.113.9"] });
    const code = await codeOf("haneul");
    expect(await refusalOf(await requestToken(origin, { code }))).toEqual([
      401,
      "invalid_client",
      "KOE127",
    ]);
    await client.updateApp(appId, { allowedIps: ["203.0.113.9", "127.0.0.1"] });
    expect((await requestToken(origin, { code })).status).toBe(200);
  });

  test("token-platform: a native key's app, a JavaScript key's origin", async () => {
    const native = "0123456789abcdef0123456789abcdef";
    const script = "fedcba9876543210fedcba9876543210";
    await client.createApp({
      name: "플랫폼",
      keys: [
        { key: native, kind: "native", redirectUris: [redirectUri], bundleIds: ["kr.app"] },
        {
          key: script,
          kind: "javascript",
          redirectUris: [redirectUri],
          javascriptDomains: ["https://app.example.com"],
        },
      ],
    });
    const tries: [string, string, string][] = [
      [native, "ios_bundle_id", "kr.app"],
      [script, "client_origin", "https://app.example.com"],
    ];
    for (const [client_id, name, value] of tries) {
      const code = await codeOf("haneul", { client_id });
      const good = { client_id, client_secret: null, code };
      for (const wrong of [{}, { [name]: "other" }]) {
        const refusal = await refusalOf(await requestToken(origin, { ...good, ...wrong }));
        expect(refusal).toEqual([401, "misconfigured", "KOE009"]);
      }
      expect((await requestToken(origin, { ...good, [name]: value })).status).toBe(200);
    }
  });

  test("each of an app's REST keys has its own addresses and secret", async () => {
    const second = { key: "00112233445566778899aabbccddeeff", clientSecret: "second" };
    const [app] = await client.listApps();
    const keys = [...(app?.keys ?? []), { ...second, redirectUris: ["https://a.test/cb"] }];
    await client.updateApp(appId, { keys });
    const changes = { client_id: second.key, redirect_uri: "https://a.test/cb" };
    const code = await codeOf("haneul", changes);
    const wrong = await requestToken(origin, { ...changes, code });
    expect(await refusalOf(wrong)).toEqual([401, "invalid_client", "KOE010"]);
    const right = await requestToken(origin, { ...changes, code, client_secret: "second" });
    expect((await right.json()).id_token).toBeDefined();
    const page = await new Visitor(origin).authorize({ client_id: second.key });
    expect(await page.text()).toContain("(KOE006)");
  });
});

describe("/oauth/tokeninfo", () => {
  const ask = (id_token: string) =>
    fetch(`${origin}/oauth/tokeninfo`, {
      method: "POST",
      body: new URLSearchParams({ id_token }),
    });

  test("answers the payload of a good ID token", async () => {
    const { id_token = "" } = await obtainTokens(origin, "haneul", { changes: { nonce: "n" } });
    const response = await ask(id_token);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      iss: origin,
      aud: clientId,
      sub: "3956953872",
      nonce: "n",
      nickname: "김하늘",
    });
  });

  test("token-id-token: missing, malformed, changed, foreign, expired", async () => {
    const { id_token = "" } = await obtainTokens(origin, "haneul");
    const [header = "", payload = "", signature = ""] = id_token.split(".");
    const other = Buffer.from('{"sub":"1","exp":9999999999}').toString("base64url");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    await client.setFault({ endpoint: "token", times: 1, idToken: { key: "unpublished" } });
    const foreign = (await obtainTokens(origin, "haneul")).id_token ?? "";
    const bad = [
      "",
      "x",
      "..",
      "a.b.c.d",
      `${header}.${payload}`,
      `${header}.${other}.${signature}`,
      `${none}.${other}.`,
      `${header}.${payload}.`,
      foreign,
      "[].[].[]",
      "🐞.🐞.🐞",
    ];
    for (const token of bad) {
      expect([token, ...(await refusalOf(await ask(token)))]).toEqual([
        token,
        400,
        "invalid_token",
        "KOE400",
      ]);
    }
    await client.setClock(6 * 60 * 60);
    expect(await refusalOf(await ask(id_token))).toEqual([400, "invalid_token", "KOE400"]);
  });
});

describe("addresses", () => {
  test.each(["/oauth/", "/oauth/nowhere", "/oauth/token/"])("token-wrong-url: %s", async (path) => {
    expect(await refusalOf(await fetch(origin + path))).toEqual([404, "invalid_request", "KOE002"]);
  });

  test("the older metadata of security events names the same issuer and keys", async () => {
    const metadata = await (await fetch(`${origin}/.well-known/sse-configuration`)).json();
    expect(metadata).toMatchObject({ issuer: origin, jwks_uri: `${origin}/.well-known/jwks.json` });
  });
});
