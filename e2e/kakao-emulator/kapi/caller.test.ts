// Who may call kapi: credentials, the people they are about, methods.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { endpoints } from "../rules/endpoints";
import { kapiEndpoints } from "../rules/endpoints-kapi";
import { client, origin } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, target, tokenFor } from "../testing/test-kapi";
import { callKapi, obtainTokens } from "../testing/test-visitor";

const me = "/v2/user/me";
const adminKey = defaultApp.adminKey;
const tokenOnly = ["/v1/oidc/userinfo", "/v1/api/talk/profile"];
const noToken = "this access token does not exist";

async function tokenOf(loginId = "haneul"): Promise<string> {
  return (await obtainTokens(origin, loginId)).access_token;
}

describe("credentials", () => {
  test("kapi-no-key: no Authorization header, or a scheme that Kakao does not know", async () => {
    for (const authorization of ["", "Basic eDp5", "nonsense", await tokenOf(), "Bearerx y"]) {
      const answer = await callApi(me, { authorization });
      expect(refusalOf(answer)).toEqual([401, -401, "no authentication key!"]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
    }
  });

  test("kapi-no-key: an access token for what takes only admin keys", async () => {
    const token = await tokenOf();
    for (const path of ["/v1/user/ids", "/v2/app/users"]) {
      expect(refusalOf(await callApi(path, { token }))[1]).toBe(-401);
    }
  });

  test("kapi-wrong-header: nothing behind the scheme, or too much", async () => {
    const token = await tokenOf();
    for (const authorization of ["Bearer", "KakaoAK", `Bearer ${token} x`, `Bearer ${token}, x`]) {
      const answer = await callApi(me, { authorization });
      expect([answer.status, answer.body.code]).toEqual([400, -8]);
    }
  });

  test("kapi-token-unknown: a token that was never issued", async () => {
    const answer = await callApi(me, { token: "nope" });
    expect(refusalOf(answer)).toEqual([401, -401, noToken]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
  });

  test("kapi-token-unknown: the query's token stands in for a missing header only", async () => {
    const access_token = await tokenOf();
    const wrongHeader = { authorization: "Bearer nope", query: { access_token } };
    expect(refusalOf(await callApi(me, wrongHeader))).toEqual([401, -401, noToken]);
    const wrongQuery = { query: { access_token: "nope" } };
    expect(refusalOf(await callApi(me, wrongQuery))).toEqual([401, -401, noToken]);
    expect((await callApi(me, { form: { access_token } })).status).toBe(401);
    expect((await callApi(me, { query: { access_token } })).status).toBe(200);
    const info = await callApi("/v1/user/access_token_info", { query: { access_token } });
    expect([info.status, info.body.code]).toEqual([400, -2]);
    const lists = await callApi("/v1/user/ids", { query: { access_token: adminKey } });
    expect(lists.status).toBe(401);
  });

  test("kapi-token-unknown: an admin key for what takes only access tokens", async () => {
    await tokenOf();
    for (const path of tokenOnly) {
      const answer = await callApi(path, { adminKey, query: target(haneul) });
      expect(refusalOf(answer)).toEqual([401, -401, noToken]);
    }
    const form = target(haneul);
    expect((await callApi("/v1/user/signup", { adminKey, form })).status).toBe(401);
  });

  test("kapi-token-unknown: the person, or the app's link, is gone", async () => {
    const token = await tokenOf();
    await client.unlink(haneul);
    expect(refusalOf(await callApi(me, { token }))).toEqual([401, -401, noToken]);
  });

  test("kapi-token-expired: after six hours", async () => {
    const token = await tokenOf();
    await client.setClock(21598);
    expect((await callApi(me, { token })).status).toBe(200);
    await client.setClock(21600);
    const answer = await callApi(me, { token });
    expect(refusalOf(answer)).toEqual([401, -401, "this access token is already expired"]);
  });

  test("a scheme in lower case is the same scheme", async () => {
    const authorization = `bearer ${await tokenOf()}`;
    expect((await callApi(me, { authorization })).status).toBe(200);
  });
});

describe("people", () => {
  test("kapi-blocked: a sanctioned account", async () => {
    const token = await tokenOf();
    await client.updatePerson(haneul, { sanctioned: true });
    const answer = await callApi(me, { token });
    expect([answer.status, answer.body.code]).toEqual([403, -4]);
  });

  test("the admin key still unlinks a sanctioned account", async () => {
    await tokenOf();
    await client.updatePerson(haneul, { sanctioned: true });
    const answer = await callApi("/v1/user/unlink", { adminKey, form: target(haneul) });
    expect(answer.status).toBe(200);
  });

  test("kapi-under-14: a child without a guardian's consent", async () => {
    const { access_token } = await client.issueTokens("3956954555");
    const answer = await callApi(me, { token: access_token });
    expect([answer.status, answer.body.code]).toEqual([401, -406]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
  });

  test("a child with a guardian's consent is a person like others", async () => {
    const { access_token } = await client.issueTokens("3956954601");
    expect((await callApi(me, { token: access_token })).status).toBe(200);
  });

  test("kapi-not-signed-up: what needs a whole link, before signup", async () => {
    const app = await makeApp({ autoLink: false });
    const token = await tokenFor(app, haneul);
    const tags = { tags: "service" };
    const refused = [
      callApi("/v1/user/update_profile", { token, form: { properties: "{}" } }),
      callApi("/v1/user/shipping_address", { token }),
      callApi("/v1/api/talk/profile", { token }),
      callApi("/v2/user/service_terms", { token }),
      callApi("/v2/user/upgrade/service_terms", { token, form: tags }),
      callApi("/v2/user/revoke/service_terms", { token, form: tags }),
    ];
    for (const answer of await Promise.all(refused)) {
      expect([answer.status, answer.body.code]).toEqual([400, -101]);
    }
    for (const path of [me, "/v1/oidc/userinfo", "/v2/user/scopes"]) {
      expect((await callApi(path, { token })).status).toBe(200);
    }
  });
});

describe("methods and paths", () => {
  test("kapi-method: every call refuses the methods it does not have", async () => {
    for (const { path, methods } of Object.values(kapiEndpoints)) {
      for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
        if (methods.some((known) => known === method)) continue;
        const response = await callKapi(origin, path, "x", { method });
        expect([method, path, response.status]).toEqual([method, path, 405]);
        expect(await response.json()).toEqual({ msg: "method not allowed", code: -2 });
      }
    }
  });

  test("every call of the table is answered, and asks who calls", async () => {
    for (const { path, methods } of Object.values(kapiEndpoints)) {
      if (path === endpoints.old_user_me.path) continue;
      const answer = await callApi(path, { method: methods[0] });
      const isInfo = path === endpoints.access_token_info.path;
      expect([path, answer.body.code]).toEqual([path, isInfo ? -2 : -401]);
    }
  });

  test("what is not built answers 404", async () => {
    for (const path of ["/v2/user/me/", "/v2/user/nothing", "/constructor"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
  });
});

test("kapi-ended: the first version of user/me, whatever it is asked with", async () => {
  for (const method of ["GET", "POST"]) {
    const response = await fetch(`${origin}/v1/user/me`, { method });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      msg: "using deprecated api(/v1/user/me)",
      code: -9,
    });
  }
});
