// The REST API: /v2/user/me and the calls about tokens.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import {
  callKapi,
  obtainTokens,
  type Params,
  requestToken,
  toSearch,
} from "../testing/test-visitor";

const everything = ["profile_image", "account_email"];
const haneul = "3956953872";

async function readMe(loginId: string, items: string[] = everything, query = "") {
  const { access_token } = await obtainTokens(origin, loginId, { items });
  return (await callKapi(origin, `/v2/user/me${query}`, access_token)).json();
}

async function tokenOf(loginId = "haneul"): Promise<string> {
  return (await obtainTokens(origin, loginId)).access_token;
}

function callAsAdmin(path: string, key: string, fields: Params) {
  const headers = { authorization: `KakaoAK ${key}` };
  return fetch(`${origin}${path}`, {
    method: "POST",
    headers,
    body: new URLSearchParams(toSearch(fields)),
  });
}

describe("/v2/user/me", () => {
  test("answers what the person agreed to, in Kakao's shape", async () => {
    const me = await readMe("haneul");
    expect(me).toMatchObject({
      id: 3956953872,
      connected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      properties: { nickname: "김하늘" },
      kakao_account: {
        profile_nickname_needs_agreement: false,
        profile_image_needs_agreement: false,
        profile: { nickname: "김하늘", is_default_image: false, is_default_nickname: false },
        has_email: true,
        email_needs_agreement: false,
        is_email_valid: true,
        is_email_verified: true,
        email: "haneul.kim@example.com",
      },
    });
    expect(me.kakao_account.profile.profile_image_url).toMatch(/^http:\/\/k\.kakaocdn\.net\//);
  });

  test("writes ids beyond 2^53 with every digit, as a number", async () => {
    for (const [loginId, id] of [
      ["jiho", "9007199254740993"],
      ["sua", "1376016924429759228"],
    ]) {
      const token = await tokenOf(loginId);
      const text = await (await callKapi(origin, "/v2/user/me", token)).text();
      expect(text.startsWith(`{"id":${id},`)).toBe(true);
    }
  });

  test("what is not agreed to has a flag and no value", async () => {
    const { kakao_account, properties } = await readMe("haneul", []);
    expect(kakao_account).toEqual({
      profile_nickname_needs_agreement: false,
      profile_image_needs_agreement: true,
      profile: { nickname: "김하늘", is_default_nickname: false },
      has_email: true,
      email_needs_agreement: true,
    });
    expect(properties).toEqual({ nickname: "김하늘" });
  });

  test("what the app has not configured has neither", async () => {
    await client.updateApp(defaultApp.appId, { consentItems: { profile_nickname: "required" } });
    const { kakao_account } = await readMe("haneul", []);
    expect(kakao_account).toEqual({
      profile_nickname_needs_agreement: false,
      profile: { nickname: "김하늘", is_default_nickname: false },
    });
  });

  test("a person without an e-mail has none, even when agreed", async () => {
    const { kakao_account } = await readMe("doyun");
    expect(kakao_account).toMatchObject({ has_email: false, email_needs_agreement: false });
    expect(kakao_account).not.toHaveProperty("email");
  });

  test("a newcomer has Kakao's default nickname and picture", async () => {
    const { kakao_account } = await readMe("newcomer");
    expect(kakao_account.profile).toMatchObject({
      nickname: "닉네임을 등록해주세요",
      is_default_nickname: true,
      is_default_image: true,
    });
  });

  test("secure_resource makes image addresses https", async () => {
    const me = await readMe("haneul", everything, "?secure_resource=true");
    expect(me.kakao_account.profile.profile_image_url).toMatch(/^https:\/\/k\.kakaocdn\.net\//);
    expect(me.properties.thumbnail_image).toMatch(/^https:/);
  });

  test("property_keys picks, in the query or in a form", async () => {
    const token = (await obtainTokens(origin, "haneul", { items: everything })).access_token;
    const property_keys = '["kakao_account.email"]';
    const body = new URLSearchParams({ property_keys });
    const byForm = await callKapi(origin, "/v2/user/me", token, { method: "POST", body });
    const query = `?property_keys=${encodeURIComponent(property_keys)}`;
    const byQuery = await callKapi(origin, `/v2/user/me${query}`, token);
    for (const me of [await byForm.json(), await byQuery.json()]) {
      expect(Object.keys(me)).toEqual(["id", "connected_at", "kakao_account"]);
      expect(Object.keys(me.kakao_account).sort()).toEqual(
        [
          "email",
          "email_needs_agreement",
          "has_email",
          "is_email_valid",
          "is_email_verified",
        ].sort(),
      );
    }
  });

  test("answers the admin key for a target", async () => {
    await tokenOf();
    const fields = { target_id_type: "user_id", target_id: haneul };
    const response = await callAsAdmin("/v2/user/me", defaultApp.adminKey, fields);
    expect(await response.json()).toMatchObject({ id: 3956953872 });
  });
});

describe("refusals", () => {
  test("kapi-token-unknown: no token, a wrong one, or another scheme", async () => {
    for (const authorization of ["", "Bearer nope", "Basic eDp5", await tokenOf()]) {
      const response = await fetch(`${origin}/v2/user/me`, { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
      const body = { msg: "this access token does not exist", code: -401 };
      expect(await response.json()).toEqual(body);
    }
  });

  test("kapi-token-unknown: the query's token stands in for a missing header only", async () => {
    const path = `/v2/user/me?access_token=${await tokenOf()}`;
    const headers = { authorization: "Bearer nope" };
    expect((await fetch(`${origin}${path}`, { headers })).status).toBe(401);
    expect((await fetch(`${origin}/v2/user/me?access_token=nope`)).status).toBe(401);
    expect((await fetch(`${origin}${path}`)).status).toBe(200);
  });

  test("kapi-token-expired: after six hours", async () => {
    const token = await tokenOf();
    await client.setClock(21600);
    const response = await callKapi(origin, "/v2/user/me", token);
    expect(response.status).toBe(401);
    const body = { msg: "this access token is already expired", code: -401 };
    expect(await response.json()).toEqual(body);
  });

  test("kapi-admin-key: a key that no app has", async () => {
    const response = await callAsAdmin("/v2/user/me", "0".repeat(32), {});
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("KakaoAK error=invalid_token");
    expect(await response.json()).toMatchObject({ code: -401 });
  });

  test("kapi-bad-header: access_token_info without a bearer token", async () => {
    const response = await fetch(`${origin}/v1/user/access_token_info`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: -2 });
  });

  test("kapi-bad-parameter: property_keys that is no list, or a target that is no id", async () => {
    const token = await tokenOf();
    for (const keys of ["nickname", "{}", "[1]"]) {
      const path = `/v2/user/me?property_keys=${encodeURIComponent(keys)}`;
      const response = await callKapi(origin, path, token);
      expect([response.status, (await response.json()).code]).toEqual([400, -2]);
    }
    for (const fields of [{ target_id: haneul }, { target_id_type: "user_id", target_id: "x" }]) {
      const response = await callAsAdmin("/v2/user/me", defaultApp.adminKey, fields);
      expect([response.status, (await response.json()).code]).toEqual([400, -2]);
    }
  });

  test("kapi-not-linked: the admin key asks about a stranger", async () => {
    const fields = { target_id_type: "user_id", target_id: haneul };
    const response = await callAsAdmin("/v2/user/me", defaultApp.adminKey, fields);
    expect([response.status, (await response.json()).code]).toEqual([400, -101]);
  });

  test("kapi-blocked: a sanctioned account", async () => {
    const token = await tokenOf();
    await client.updatePerson(haneul, { sanctioned: true });
    const response = await callKapi(origin, "/v2/user/me", token);
    expect([response.status, (await response.json()).code]).toEqual([403, -4]);
  });

  test("kapi-under-14: a child", async () => {
    const { access_token } = await client.issueTokens("3956954555");
    const response = await callKapi(origin, "/v2/user/me", access_token);
    expect([response.status, (await response.json()).code]).toEqual([401, -406]);
  });

  test("kapi-method: DELETE", async () => {
    const response = await callKapi(origin, "/v2/user/me", "x", { method: "DELETE" });
    expect(response.status).toBe(405);
  });

  test("what is not built answers 404", async () => {
    for (const path of ["/v1/user/me", "/v3/user/me", "/constructor"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
  });
});

describe("tokens and links", () => {
  test("access_token_info names the person, the app and the time left", async () => {
    const response = await callKapi(origin, "/v1/user/access_token_info", await tokenOf());
    const info = await response.json();
    expect(info).toMatchObject({ id: 3956953872, app_id: defaultApp.appId });
    expect(info.expires_in).toBeGreaterThan(21590);
    expect(Object.keys(info)).toEqual(["id", "expires_in", "app_id"]);
  });

  test("logout ends this sign-in and no other", async () => {
    const one = await obtainTokens(origin, "haneul");
    const other = await obtainTokens(origin, "haneul");
    const post = { method: "POST" };
    const response = await callKapi(origin, "/v1/user/logout", one.access_token, post);
    expect(await response.json()).toEqual({ id: 3956953872 });
    expect((await callKapi(origin, "/v2/user/me", one.access_token)).status).toBe(401);
    expect((await callKapi(origin, "/v2/user/me", other.access_token)).status).toBe(200);
    const refresh = { grant_type: "refresh_token", refresh_token: one.refresh_token ?? "" };
    expect(await (await requestToken(origin, refresh)).json()).toMatchObject({
      error_code: "KOE322",
    });
  });

  test("unlink ends consent and every token", async () => {
    const one = await obtainTokens(origin, "haneul");
    const other = await obtainTokens(origin, "haneul");
    const fields = { target_id_type: "user_id", target_id: haneul };
    const response = await callAsAdmin("/v1/user/unlink", defaultApp.adminKey, fields);
    expect(await response.json()).toEqual({ id: 3956953872 });
    for (const { access_token } of [one, other]) {
      expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);
    }
    expect((await client.readPerson(haneul)).links).toEqual([]);
    const again = await callAsAdmin("/v1/user/unlink", defaultApp.adminKey, fields);
    expect(await again.json()).toMatchObject({ code: -101 });
  });

  test("userinfo answers the OpenID Connect names", async () => {
    const { access_token } = await obtainTokens(origin, "seoyeon", { items: everything });
    const info = await (await callKapi(origin, "/v1/oidc/userinfo", access_token)).json();
    expect(info).toMatchObject({
      sub: "3956954017",
      nickname: "박서연",
      email: "seoyeon.park@example.com",
      email_verified: false,
    });
  });

  test("a native key's tokens live twelve hours and carry its own audience", async () => {
    const app = await client.createApp({
      name: "네이티브",
      oidc: true,
      keys: [{ kind: "native" }],
    });
    const options = { clientId: app.keys[0]?.key, nonce: "n" };
    const tokens = await client.issueTokens(haneul, options);
    expect(tokens.expires_in).toBe(43199);
    const info = await callKapi(origin, "/v1/user/access_token_info", tokens.access_token);
    expect(await info.json()).toMatchObject({ app_id: app.appId });
  });
});
