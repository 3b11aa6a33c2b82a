// openid-client, certified by the OpenID Foundation: everything it checks must hold.
import * as openid from "openid-client";
import { expect } from "vitest";
import { clientTest } from "./client-test";
import {
  control,
  everything,
  origin,
  readLast,
  redirectUri,
  registerApp,
  visitKakao,
} from "./emulated-kakao";

async function discover(oidc = true): Promise<openid.Configuration> {
  const { clientId, clientSecret } = await registerApp({ oidc });
  return openid.discovery(new URL(origin), clientId, clientSecret, undefined, {
    // Signatures of ID tokens from the token endpoint are checked only on demand.
    execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
  });
}

async function signIn(
  config: openid.Configuration,
  person: { loginId: string },
  items: string[] | "cancel" = everything,
) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile_nickname account_email",
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
  });
  const back = await visitKakao(url, person, items);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  return openid.authorizationCodeGrant(config, back, checks);
}

clientTest("openid-client", "discovery, ID token, userinfo and refresh", async () => {
  const config = await discover();
  const person = await control.createPerson();
  const tokens = await signIn(config, person);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ sub: person.id, nickname: person.nickname, email: person.email });

  const sent = await readLast("/oauth/token");
  expect(sent.body).toMatchObject({ code_verifier: expect.any(String), redirect_uri: redirectUri });
  expect(sent.body.client_secret).toBeTypeOf("string");
  expect(sent.headers.authorization).toBeUndefined();

  const userinfo = await openid.fetchUserInfo(config, tokens.access_token, person.id);
  expect(userinfo).toMatchObject({ sub: person.id, email: person.email, email_verified: true });

  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.claims()?.sub).toBe(person.id);
  expect(refreshed.access_token).not.toBe(tokens.access_token);
  expect(refreshed.refresh_token).toBeUndefined();
  return { signedInAs: claims?.sub ?? "" };
});

clientTest("openid-client", "signs in after a rotation of the keys", async () => {
  const config = await discover();
  const person = await control.createPerson();
  await signIn(config, person);
  const fetched = openid.getJwksCache(config);
  await control.rotateKeys();
  await expect(signIn(config, person)).rejects.toMatchObject({
    cause: { message: expect.stringContaining("error when selecting a JWT verification key") },
  });

  // A minute after it fetched the keys it will do so again for a key id it does not know.
  const { client_id, client_secret } = config.clientMetadata();
  const later = new openid.Configuration(config.serverMetadata(), client_id, client_secret);
  openid.allowInsecureRequests(later);
  openid.enableNonRepudiationChecks(later);
  openid.setJwksCache(later, {
    jwks: fetched?.jwks ?? { keys: [] },
    uat: (fetched?.uat ?? 0) - 60,
  });
  const tokens = await signIn(later, person);
  expect(await control.readLedger({ path: "/.well-known/jwks.json" })).toHaveLength(2);
  return { signedInAs: tokens.claims()?.sub ?? "" };
});

clientTest("openid-client", "an ID token signed with an unpublished key is refused", async () => {
  const config = await discover();
  const person = await control.createPerson();
  await control.setFault({
    endpoint: "token",
    personId: person.id,
    idToken: { key: "unpublished" },
  });
  const refusal = await signIn(config, person).catch((error) => error);
  expect(refusal).toMatchObject({ cause: { message: "JWT signature verification failed" } });
  return { refuses: refusal.cause.message };
});

clientTest("openid-client", "a cancelled consent comes back with the state", async () => {
  const config = await discover();
  const refusal = await signIn(config, await control.createPerson(), "cancel").catch(
    (error) => error,
  );
  expect(refusal).toBeInstanceOf(openid.AuthorizationResponseError);
  expect(refusal).toMatchObject({
    error: "access_denied",
    error_description: "User denied access",
  });
  return { failsAsAgainstKakao: refusal.error };
});

clientTest("openid-client", "openid in the scope of an app without OIDC: KOE205", async () => {
  const config = await discover(false);
  const refusal = await signIn(config, await control.createPerson()).catch((error) => error);
  expect(refusal.message).toBe("KOE205");
  return { failsAsAgainstKakao: refusal.message };
});
