// From where kapi may be called: addresses, and the websites of JavaScript keys.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, tokenFor } from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";

const me = "/v2/user/me";
const adminKey = defaultApp.adminKey;

async function tokenOf(loginId = "haneul"): Promise<string> {
  return (await obtainTokens(origin, loginId)).access_token;
}

describe("the caller's address", () => {
  test("kapi-caller-ip: not among the allowed ones, with either credential", async () => {
    const token = await tokenOf();
    await client.updateApp(defaultApp.appId, { allowedIps: ["203.0.113.7"] });
    const text = "ip mismatched! callerIp=127.0.0.1. check out registered ips.";
    // Anybody can write this header.
    const headers = { "x-forwarded-for": "203.0.113.7" };
    const byToken = await callApi(me, { token, headers });
    expect(refusalOf(byToken)).toEqual([401, -401, text]);
    expect(byToken.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
    const byKey = await callApi("/v1/user/ids", { adminKey });
    expect(refusalOf(byKey)).toEqual([401, -401, text]);
    expect(byKey.headers.get("www-authenticate")).toBe("KakaoAK error=invalid_token");
  });

  test("an allowed one is answered", async () => {
    const token = await tokenOf();
    await client.updateApp(defaultApp.appId, { allowedIps: ["203.0.113.7", "127.0.0.1"] });
    expect((await callApi(me, { token })).status).toBe(200);
  });

  test("kapi-caller-domain: a JavaScript key's token on another website", async () => {
    const javascriptDomains = ["https://app.example.com"];
    const app = await makeApp({ keys: [{ kind: "javascript", javascriptDomains }] });
    const token = await tokenFor(app, haneul);
    const text =
      "domain mismatched! caller=https://evil.example. check out registered web domains.";
    const elsewhere: Record<string, string>[] = [
      { ka: "sdk/2.7.4 os/javascript lang/ko-KR origin/https%3A%2F%2Fevil.example" },
      { origin: "https://evil.example" },
      { ka: "origin/https%3A%2F%2Fevil.example", origin: "https://app.example.com" },
    ];
    for (const headers of elsewhere) {
      const answer = await callApi(me, { token, headers });
      expect(refusalOf(answer)).toEqual([401, -401, text]);
    }
    expect((await callApi(me, { token, headers: { ka: "origin/%zz" } })).status).toBe(401);
  });

  test("its own website, or a server that names none, is answered", async () => {
    const javascriptDomains = ["https://app.example.com"];
    const app = await makeApp({ keys: [{ kind: "javascript", javascriptDomains }] });
    const token = await tokenFor(app, haneul);
    const ka = "sdk/2.7.4 os/javascript origin/https%3A%2F%2Fapp.example.com";
    const origin = "https://app.example.com";
    const fine: Record<string, string>[] = [{ ka }, { origin }, {}, { ka: "sdk/1" }];
    for (const headers of fine) {
      expect((await callApi(me, { token, headers })).status).toBe(200);
    }
  });
});
