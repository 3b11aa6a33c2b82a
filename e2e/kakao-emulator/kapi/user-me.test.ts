// /v2/user/me: the id, the times, and what is told before signup.
import { describe, expect, test } from "vitest";
import { origin } from "../testing/test-emulator";
import { callApi, readAll } from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";
import type { AppInput } from "../world/app-schema";

const path = "/v2/user/me";

describe("the link", () => {
  test("ids beyond 2^53 keep every digit, as numbers", async () => {
    for (const [loginId, id] of [
      ["jiho", "9007199254740993"],
      ["sua", "1376016924429759228"],
    ] as const) {
      const { access_token: token } = await obtainTokens(origin, loginId);
      expect((await callApi(path, { token })).text.startsWith(`{"id":${id},`)).toBe(true);
    }
  });

  test("synched_at is there for Kakao Sync only, has_signed_up without auto-link only", async () => {
    const sync = (await readAll({})).me;
    expect(sync.synched_at).toBe(sync.connected_at);
    expect(sync).not.toHaveProperty("has_signed_up");
    const plain = (await readAll({ app: { kakaoSync: false, business: true } })).me;
    expect(plain).not.toHaveProperty("synched_at");
  });

  test("before signup, five fields and no flags", async () => {
    const app: Partial<AppInput> = { autoLink: false, userProperties: ["shoe"] };
    const { me } = await readAll({ app });
    expect(Object.keys(me)).toEqual(["id", "has_signed_up", "connected_at", "kakao_account"]);
    expect(me.has_signed_up).toBe(false);
    expect(Object.keys(me.kakao_account)).toEqual([
      "profile",
      "is_email_valid",
      "is_email_verified",
      "email",
    ]);
  });

  test("before signup, property_keys opens nothing more", async () => {
    const query = { property_keys: '["kakao_account.","properties.","has_signed_up"]' };
    const { me } = await readAll({ app: { autoLink: false }, call: { query } });
    expect(Object.keys(me.kakao_account)).not.toContain("name");
    expect(me).not.toHaveProperty("properties");
    const nothing = { property_keys: '["kakao_account.name"]' };
    const named = await readAll({ app: { autoLink: false }, call: { query: nothing } });
    expect(Object.keys(named.me)).toEqual(["id", "connected_at"]);
  });

  test("after signup, everything and has_signed_up", async () => {
    const { token } = await readAll({ app: { autoLink: false } });
    await callApi("/v1/user/signup", { token, form: {} });
    const { body } = await callApi(path, { token });
    expect(body).toMatchObject({
      has_signed_up: true,
      kakao_account: { name_needs_agreement: false },
    });
    const query = { property_keys: '["kakao_account.email"]' };
    expect((await callApi(path, { token, query })).body).not.toHaveProperty("has_signed_up");
  });
});
