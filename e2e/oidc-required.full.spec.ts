// An app that asks for `openid` itself, and gets no id_token for it (K15).
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { finishSignIn, reachCallback, refusalOf, startSignIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { Visitor } from "./visitor";

test("with openid among KAKAO_SCOPES no id_token is no sign-in, and no scope is added (AR-4, K15)", async ({
  person,
  setFault,
}) => {
  const KAKAO_SCOPES = "profile_nickname,openid";
  const app = await startApp({ ...firstInstanceEnvironment(), KAKAO_SCOPES });
  const at = app.url;
  const sent = await startSignIn(new Visitor(), { at });
  expect(sent.searchParams.get("scope")).toBe(KAKAO_SCOPES);
  const visitor = new Visitor();
  await setFault({ endpoint: "token", times: 1, idToken: { omit: true } });
  const refused = await finishSignIn(visitor, await reachCallback(visitor, person, { at }), { at });
  expect(refusalOf(refused)).toBe("kakao_rejected");
  expect(await countUsersOf(person.id)).toBe(0);
  const signedIn = await finishSignIn(visitor, await reachCallback(visitor, person, { at }), {
    at,
  });
  expect(refusalOf(signedIn)).toBeNull();
  await app.stop();
});
