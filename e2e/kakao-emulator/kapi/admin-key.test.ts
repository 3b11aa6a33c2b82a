// Admin keys and their targets.
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { defaultApp, strangerApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { callApi, haneul, refusalOf, target } from "../testing/test-kapi";
import { obtainTokens, toSearch } from "../testing/test-visitor";

const me = "/v2/user/me";
const adminKey = defaultApp.adminKey;

async function tokenOf(loginId = "haneul"): Promise<string> {
  return (await obtainTokens(origin, loginId)).access_token;
}

describe("admin keys", () => {
  test("kapi-admin-key: a key that no app has, and the app's other keys", async () => {
    for (const key of ["0".repeat(32), defaultApp.restApiKey, defaultApp.clientSecret]) {
      const answer = await callApi(me, { adminKey: key, query: target(haneul) });
      expect([answer.status, answer.body.code]).toEqual([401, -401]);
      expect(answer.headers.get("www-authenticate")).toBe("KakaoAK error=invalid_token");
    }
  });

  test("kapi-key-not-allowed: a secondary key calls what it was not given", async () => {
    const secondary = "5".repeat(32);
    const allows = ["/v2/user/me"];
    await client.updateApp(defaultApp.appId, { secondaryAdminKeys: [{ key: secondary, allows }] });
    await tokenOf();
    const query = target(haneul);
    const scopes = await callApi("/v2/user/scopes", { adminKey: secondary, query });
    expect([scopes.status, scopes.body.code]).toEqual([403, -3]);
    const ids = await callApi("/v1/user/ids", { adminKey: secondary });
    expect([ids.status, ids.body.code]).toEqual([403, -3]);
    expect((await callApi(me, { adminKey: secondary, query })).status).toBe(200);
  });

  test("a secondary key without a list may call every API of the admin keys", async () => {
    const secondary = "6".repeat(32);
    await client.updateApp(defaultApp.appId, { secondaryAdminKeys: [{ key: secondary }] });
    expect((await callApi("/v1/user/ids", { adminKey: secondary })).status).toBe(200);
  });

  test("kapi-missing-parameter: no target", async () => {
    const missing = [
      [{}, "target_id_type"],
      [{ target_id: haneul }, "target_id_type"],
      [{ target_id_type: "user_id" }, "target_id"],
      [{ target_id_type: "user_id", target_id: "" }, "target_id"],
    ] as const;
    for (const [query, parameter] of missing) {
      const text = `The Parameter [${parameter}] cannot be null.`;
      expect(refusalOf(await callApi(me, { adminKey, query }))).toEqual([400, -2, text]);
    }
  });

  test("kapi-bad-parameter: a target that is no Long, or comes twice", async () => {
    for (const id of [
      "x",
      "-1",
      "1.0",
      "1e3",
      "0x10",
      " 1",
      "9223372036854775808",
      "1".repeat(40),
    ]) {
      const answer = await callApi(me, { adminKey, query: target(id) });
      const text = "Constraints on the parameter [target_id] are unsatisfied.";
      expect(refusalOf(answer)).toEqual([400, -2, text]);
    }
    const query = { ...target(haneul), target_id_type: "uuid" };
    expect((await callApi(me, { adminKey, query })).body.code).toBe(-2);
    const twice = `${me}?target_id_type=user_id&target_id=1&target_id=2`;
    const headers = { authorization: `KakaoAK ${adminKey}` };
    expect((await fetch(`${origin}${twice}`, { headers })).status).toBe(400);
  });

  test("kapi-not-linked: a stranger, nobody, and another app's member", async () => {
    for (const id of [haneul, "1", "9223372036854775807"]) {
      const answer = await callApi(me, { adminKey, query: target(id) });
      expect(refusalOf(answer)).toEqual([400, -101, "NotRegisteredUserException"]);
    }
    await tokenOf();
    const answer = await callApi(me, { adminKey: strangerApp.adminKey, query: target(haneul) });
    expect(answer.body.code).toBe(-101);
  });

  test("the target is read from the query or from a form", async () => {
    await tokenOf();
    expect((await callApi(me, { adminKey, query: target(haneul) })).body.id).toBe(Number(haneul));
    expect((await callApi(me, { adminKey, form: target(haneul) })).body.id).toBe(Number(haneul));
  });

  test("a GET's body is not read", async () => {
    await tokenOf();
    const body = toSearch(target(haneul));
    const headers = {
      authorization: `KakaoAK ${adminKey}`,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    };
    // fetch sends no such request.
    const status = await new Promise((resolve, reject) => {
      const call = request(origin + me, { method: "GET", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on("error", reject);
      call.end(body);
    });
    expect(status).toBe(400);
  });

  test("faults and the ledger know the admin key's app and target", async () => {
    await callApi(me, { adminKey, query: target(haneul) });
    const [entry] = await client.readLedger({ personId: haneul });
    expect(entry).toMatchObject({ clientId: defaultApp.restApiKey, code: -101 });
  });
});
