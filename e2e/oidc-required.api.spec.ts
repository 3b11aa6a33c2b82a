// An app that asks for consent items and for an id_token: what it asks for, and what it does when
// the id_token does not come.
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { finishSignIn, reachCallback, readMe, refusalOf, startSignIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { Visitor } from "./visitor";

test("with KAKAO_OIDC=required, openid goes with every scope, and no id_token is no sign-in (AR-4, K15)", async ({
  kakao,
  person,
  setFault,
}) => {
  const settings = { KAKAO_OIDC: "required", KAKAO_SCOPES: "account_email" };
  const app = await startApp({ ...firstInstanceEnvironment(), ...settings });
  const at = app.url;
  const sent = await startSignIn(new Visitor(), { at, form: { scope: "talk_message" } });
  expect(sent.searchParams.get("scope")).toBe("openid,account_email");

  const clear = await setFault({ endpoint: "token", idToken: { omit: true } });
  const visitor = new Visitor();
  const options = { at, items: ["account_email"] };
  const refused = await finishSignIn(visitor, await reachCallback(visitor, person, options), {
    at,
  });
  expect(refusalOf(refused)).toBe("kakao_rejected");
  expect(visitor.cookies().has("session")).toBe(false);
  expect(await kakao.readLedger({ path: "/v2/user/me", personId: person.id })).toEqual([]);
  expect(await countUsersOf(person.id)).toBe(0);
  await clear();
  await finishSignIn(visitor, await reachCallback(visitor, person, options), { at });
  expect(await readMe(visitor, at)).not.toBeNull();
  await app.stop();
});
