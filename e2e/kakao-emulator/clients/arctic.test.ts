// arctic, whose hosts are fixed and which knows neither PKCE nor ID tokens at Kakao.
import { decodeIdToken, generateState, Kakao } from "arctic";
import { expect } from "vitest";
import { clientTest } from "./client-test";
import {
  control,
  everything,
  origin,
  type RegisteredApp,
  readLast,
  redirectUri,
  registerApp,
  visitKakao,
} from "./emulated-kakao";
import { redirectKakaoHosts } from "./fixed-hosts";

function makeKakao({ clientId, clientSecret }: RegisteredApp): Kakao {
  redirectKakaoHosts(origin);
  return new Kakao(clientId, clientSecret, redirectUri);
}

clientTest("arctic", "signs in, reads the person, refreshes", async () => {
  const app = await registerApp();
  const kakao = makeKakao(app);
  const person = await control.createPerson();
  const state = generateState();
  const url = kakao.createAuthorizationURL(state, ["profile_nickname", "account_email"]);
  const back = await visitKakao(url, person, everything);
  expect(back.searchParams.get("state")).toBe(state);
  const tokens = await kakao.validateAuthorizationCode(back.searchParams.get("code") ?? "");
  expect((await readLast("/oauth/authorize")).query.scope).toBe("profile_nickname account_email");
  expect((await readLast("/oauth/token")).body.client_secret).toBe(app.clientSecret);
  expect(tokens.scopes()).toContain("account_email");

  // The library ends here; its documentation shows this call.
  const answer = await fetch("https://kapi.kakao.com/v2/user/me", {
    headers: { authorization: `Bearer ${tokens.accessToken()}` },
  });
  const me = await answer.json();
  expect(String(me.id)).toBe(person.id);

  const refreshed = await kakao.refreshAccessToken(tokens.refreshToken());
  expect(refreshed.accessToken()).not.toBe(tokens.accessToken());
  expect(refreshed.hasRefreshToken()).toBe(false);
  return { signedInAs: String(me.id) };
});

clientTest("arctic", "OIDC on: signs in, and the ID token can be read", async () => {
  const kakao = makeKakao(await registerApp({ oidc: true }));
  const person = await control.createPerson();
  const back = await visitKakao(kakao.createAuthorizationURL(generateState(), []), person);
  const tokens = await kakao.validateAuthorizationCode(back.searchParams.get("code") ?? "");
  expect((await readLast("/oauth/authorize")).query).not.toHaveProperty("scope");
  expect(decodeIdToken(tokens.idToken())).toMatchObject({ sub: person.id });
  return { signedInAs: person.id };
});

clientTest("arctic", "a wrong client secret: KOE010", async () => {
  const app = await registerApp();
  const kakao = makeKakao({ ...app, clientSecret: "wrong" });
  const url = kakao.createAuthorizationURL(generateState(), []);
  const back = await visitKakao(url, await control.createPerson());
  const refusal = await kakao
    .validateAuthorizationCode(back.searchParams.get("code") ?? "")
    .catch((error) => error);
  expect(refusal).toMatchObject({ code: "invalid_client", description: "Bad client credentials" });
  expect((await readLast("/oauth/token")).code).toBe("KOE010");
  return { failsAsAgainstKakao: refusal.description };
});
