// access_token_info, logout and unlink: what they answer, and what is dead afterwards.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, emulator, origin } from "../testing/test-emulator";
import { callApi, haneul, target } from "../testing/test-kapi";
import { obtainTokens, requestToken } from "../testing/test-visitor";

const me = "/v2/user/me";
const adminKey = defaultApp.adminKey;

async function refresh(refreshToken = ""): Promise<{ error_code?: string }> {
  const fields = { grant_type: "refresh_token", refresh_token: refreshToken };
  return (await requestToken(origin, fields)).json();
}

describe("access_token_info", () => {
  test("kapi-bad-header: without a well-formed Bearer header", async () => {
    for (const authorization of ["", "Bearer", "Bearer a b", `KakaoAK ${adminKey}`]) {
      const answer = await callApi("/v1/user/access_token_info", { authorization });
      expect([answer.status, answer.body.code]).toEqual([400, -2]);
    }
  });

  test("names the person, the app and the time left", async () => {
    const { access_token: token } = await obtainTokens(origin, "sua");
    await client.setClock(599);
    const { text, body } = await callApi("/v1/user/access_token_info", { token });
    expect(text).toMatch(/^\{"id":1376016924429759228,"expires_in":20\d{3},"app_id":1000001\}$/);
    expect(body.expires_in).toBeGreaterThan(20980);
    expect(body.expires_in).toBeLessThanOrEqual(21000);
  });

  test("a native key's tokens live twelve hours, a JavaScript key's two", async () => {
    for (const [kind, seconds] of [
      ["native", 43199],
      ["javascript", 7199],
    ] as const) {
      const app = await client.createApp({ name: "앱", keys: [{ kind }] });
      const tokens = await client.issueTokens(haneul, { clientId: app.keys[0]?.key });
      expect(tokens.expires_in).toBe(seconds);
      const info = await callApi("/v1/user/access_token_info", { token: tokens.access_token });
      expect(info.body.app_id).toBe(app.appId);
    }
  });
});

describe("logout", () => {
  test("with a token, ends this sign-in and no other", async () => {
    const one = await obtainTokens(origin, "haneul");
    const other = await obtainTokens(origin, "haneul");
    const answer = await callApi("/v1/user/logout", { token: one.access_token, method: "POST" });
    expect(answer.text).toBe(`{"id":${haneul}}`);
    expect((await callApi(me, { token: one.access_token })).body.code).toBe(-401);
    expect((await callApi(me, { token: other.access_token })).status).toBe(200);
    expect((await refresh(one.refresh_token)).error_code).toBe("KOE322");
    expect((await refresh(other.refresh_token)).error_code).toBeUndefined();
  });

  test("with the admin key, ends every sign-in of this app and leaves the link", async () => {
    const one = await obtainTokens(origin, "haneul");
    const other = await obtainTokens(origin, "haneul");
    const neighbour = await obtainTokens(origin, "doyun");
    await callApi("/v1/user/logout", { adminKey, form: target(haneul) });
    for (const { access_token } of [one, other]) {
      expect((await callApi(me, { token: access_token })).status).toBe(401);
    }
    expect((await callApi(me, { token: neighbour.access_token })).status).toBe(200);
    expect((await client.readPerson(haneul)).links).toHaveLength(1);
  });

  test("is told: one sign-in's tokens, or all of them", async () => {
    const told: string[] = [];
    const stop = emulator.state.happenings.listen(({ kind }) => told.push(kind));
    const { access_token: token } = await client.issueTokens(haneul);
    told.length = 0;
    await callApi("/v1/user/logout", { token, method: "POST" });
    await callApi("/v1/user/logout", { adminKey, form: target(haneul) });
    stop();
    expect(told).toEqual(["token-revoked", "tokens-revoked"]);
  });
});

describe("unlink", () => {
  test("ends consent and every token, once", async () => {
    const one = await obtainTokens(origin, "haneul");
    const other = await obtainTokens(origin, "haneul");
    const form = target(haneul);
    expect((await callApi("/v1/user/unlink", { adminKey, form })).text).toBe(`{"id":${haneul}}`);
    for (const { access_token, refresh_token } of [one, other]) {
      expect((await callApi(me, { token: access_token })).body.code).toBe(-401);
      expect((await refresh(refresh_token)).error_code).toBe("KOE322");
    }
    expect((await client.readPerson(haneul)).links).toEqual([]);
    expect((await callApi("/v1/user/unlink", { adminKey, form })).body.code).toBe(-101);
  });

  test("with a token, ends the link of that person and app alone", async () => {
    const { access_token: token } = await obtainTokens(origin, "haneul");
    const stranger = await client.createApp({ name: "다른 앱" });
    await client.issueTokens(haneul, { clientId: stranger.keys[0]?.key });
    expect((await callApi("/v1/user/unlink", { token, method: "POST" })).status).toBe(200);
    const { links } = await client.readPerson(haneul);
    expect(links.map(({ appId }) => appId)).toEqual([stranger.appId]);
  });

  test("is told as started by the service, so that no unlink webhook follows", async () => {
    const told: (string | undefined)[] = [];
    const stop = emulator.state.happenings.listen(({ reason }) => told.push(reason));
    const { access_token: token } = await client.issueTokens(haneul);
    await callApi("/v1/user/unlink", { token, method: "POST" });
    stop();
    expect(told.at(-1)).toBe("UNLINK_FROM_SERVICE");
  });
});
