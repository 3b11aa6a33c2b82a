// /v2/user/scopes and /v2/user/revoke/scopes.
import { describe, expect, test } from "vitest";
import { client, emulator } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, target, tokenFor } from "../testing/test-kapi";
import type { AppInput } from "../world/app-schema";

const list = "/v2/user/scopes";
const revoke = "/v2/user/revoke/scopes";

const consentItems: NonNullable<AppInput["consentItems"]> = {
  profile_nickname: "required",
  account_email: "optional",
  gender: "during_use",
  talk_message: "during_use",
};

type Scope = { id: string; agreed: boolean; revocable?: boolean };

async function agreeTo(...agreed: ("profile_nickname" | "account_email" | "talk_message")[]) {
  const app = await makeApp({ consentItems });
  return { app, token: await tokenFor(app, haneul, agreed) };
}

describe("list", () => {
  test("kapi-bad-parameter: scopes that are no JSON array of strings", async () => {
    const { token } = await agreeTo();
    for (const scopes of ["account_email", "{}", "[1]", "account_email,gender"]) {
      const answer = await callApi(list, { token, query: { scopes } });
      expect([answer.status, answer.body.code]).toEqual([400, -2]);
    }
  });

  test("says of each configured item what it is, and whether it can be taken back", async () => {
    const { token } = await agreeTo("profile_nickname", "account_email");
    expect((await callApi(list, { token })).body).toEqual({
      id: Number(haneul),
      scopes: [
        {
          id: "profile_nickname",
          display_name: "닉네임",
          type: "PRIVACY",
          using: true,
          agreed: true,
          revocable: false,
        },
        {
          id: "account_email",
          display_name: "카카오계정(이메일)",
          type: "PRIVACY",
          using: true,
          agreed: true,
          revocable: true,
        },
        { id: "gender", display_name: "성별", type: "PRIVACY", using: true, agreed: false },
        {
          id: "talk_message",
          display_name: "카카오톡 메시지 전송",
          type: "SERVICE",
          using: true,
          agreed: false,
        },
      ],
    });
  });

  test("an item that the app no longer uses stays, when it was agreed to", async () => {
    const { app, token } = await agreeTo("profile_nickname", "account_email");
    await client.updateApp(app.appId, { consentItems: { profile_nickname: "required" } });
    const { scopes } = (await callApi(list, { token })).body;
    expect(scopes.map((scope: Scope) => scope.id)).toEqual(["profile_nickname", "account_email"]);
    expect(scopes[1]).toMatchObject({ using: false, agreed: true, revocable: true });
  });

  test("scopes picks some; the admin key sees the same", async () => {
    const { app, token } = await agreeTo("account_email");
    const scopes = '["account_email","gender","nothing"]';
    const { body } = await callApi(list, { token, query: { scopes } });
    expect(body.scopes.map((scope: Scope) => scope.id)).toEqual(["account_email", "gender"]);
    const query = { ...target(haneul), scopes };
    expect((await callApi(list, { adminKey: app.adminKey, query })).body).toEqual(body);
  });
});

describe("revoke", () => {
  test("kapi-not-revocable: a required item; nothing is taken back", async () => {
    const { token } = await agreeTo("profile_nickname", "account_email");
    const scopes = '["account_email","profile_nickname"]';
    const text =
      "[profile_nickname] is not revocable. check out if it's set as required on developers.kakao.com";
    const answer = await callApi(revoke, { token, form: { scopes } });
    expect(refusalOf(answer)).toEqual([403, -3, text]);
    const { body } = await callApi(list, { token });
    expect(body.scopes.find((scope: Scope) => scope.id === "account_email").agreed).toBe(true);
  });

  test("kapi-no-scope-to-revoke: an item that is unknown, not configured or not agreed to", async () => {
    const { token } = await agreeTo("profile_nickname", "account_email");
    for (const id of ["email", "name", "gender", "__proto__", ""]) {
      const scopes = JSON.stringify(["account_email", id]);
      const text = `There is no scopes to revoke. check out if given scope id([${id}]) is correct again.`;
      const answer = await callApi(revoke, { token, form: { scopes } });
      expect(refusalOf(answer)).toEqual([400, -2, text]);
    }
  });

  test("kapi-missing-parameter: no scopes", async () => {
    const { token } = await agreeTo();
    const text = "The Parameter [scopes] cannot be null.";
    expect(refusalOf(await callApi(revoke, { token, form: {} }))).toEqual([400, -2, text]);
    expect((await callApi(revoke, { token, form: { scopes: "[]" } })).body.code).toBe(-2);
  });

  test("takes back what was agreed to, tells it, and answers all items", async () => {
    const told: string[] = [];
    const { token } = await agreeTo("profile_nickname", "account_email", "talk_message");
    const stop = emulator.state.happenings.listen(({ kind }) => told.push(kind));
    const { body } = await callApi(revoke, { token, form: { scopes: '["account_email"]' } });
    stop();
    expect(told).toEqual(["user-scope-withdraw"]);
    expect(body.scopes).toHaveLength(4);
    const email = body.scopes.find((scope: Scope) => scope.id === "account_email");
    expect(email).toMatchObject({ agreed: false });
    expect(email).not.toHaveProperty("revocable");
    const me = (await callApi("/v2/user/me", { token })).body;
    expect(me.kakao_account).toMatchObject({ email_needs_agreement: true });
    expect(me.kakao_account).not.toHaveProperty("email");
  });

  test("the admin key does it for a target; other people's consent stays", async () => {
    const { app } = await agreeTo("account_email");
    const other = (await client.createPerson()).id;
    await tokenFor(app, other, ["account_email"]);
    const form = { ...target(haneul), scopes: '["account_email"]' };
    expect((await callApi(revoke, { adminKey: app.adminKey, form })).status).toBe(200);
    expect((await client.readPerson(haneul)).links[0]?.agreed).toEqual([]);
    expect((await client.readPerson(other)).links[0]?.agreed).toEqual(["account_email"]);
  });
});
