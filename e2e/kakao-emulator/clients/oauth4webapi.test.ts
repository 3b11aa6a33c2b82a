// oauth4webapi, the library below openid-client and Auth.js: every step by hand.
import * as oauth from "oauth4webapi";
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

const insecure = { [oauth.allowInsecureRequests]: true };

async function discover(): Promise<oauth.AuthorizationServer> {
  const response = await oauth.discoveryRequest(new URL(origin), insecure);
  return oauth.processDiscoveryResponse(new URL(origin), response);
}

/** The answer of the token endpoint, not yet looked at. */
async function requestTokens(
  server: oauth.AuthorizationServer,
  app: RegisteredApp,
  options: { person: { loginId: string }; authentication: oauth.ClientAuth },
) {
  const client = { client_id: app.clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).toString();
  const back = await visitKakao(url, options.person, everything);
  const parameters = oauth.validateAuthResponse(server, client, back, state);
  const response = await oauth.authorizationCodeGrantRequest(
    ...([server, client, options.authentication, parameters, redirectUri, verifier] as const),
    insecure,
  );
  return { client, nonce, response };
}

clientTest("oauth4webapi", "discovery, ID token, userinfo and refresh, by hand", async () => {
  const app = await registerApp({ oidc: true });
  const server = await discover();
  const person = await control.createPerson();
  const authentication = oauth.ClientSecretPost(app.clientSecret);
  const options = { person, authentication };
  const { client, nonce, response } = await requestTokens(server, app, options);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  expect((await readLast("/oauth/token")).body.client_secret).toBe(app.clientSecret);
  expect((await readLast("/oauth/authorize")).query.scope).toBeUndefined();
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  expect(claims).toMatchObject({ sub: person.id, aud: app.clientId, iss: origin });

  const me = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
  const userinfo = await oauth.processUserInfoResponse(server, client, person.id, me);
  expect(userinfo).toMatchObject({ sub: person.id, nickname: person.nickname });

  const again = await oauth.refreshTokenGrantRequest(
    ...([server, client, authentication, tokens.refresh_token ?? ""] as const),
    insecure,
  );
  const refreshed = await oauth.processRefreshTokenResponse(server, client, again);
  expect(oauth.getValidatedIdTokenClaims(refreshed)?.sub).toBe(person.id);
  return { signedInAs: claims?.sub ?? "" };
});

clientTest("oauth4webapi", "HTTP Basic is not understood: KOE101", async () => {
  const app = await registerApp({ oidc: true });
  const server = await discover();
  const { client, response } = await requestTokens(server, app, {
    person: await control.createPerson(),
    authentication: oauth.ClientSecretBasic(app.clientSecret),
  });
  const refusal = await oauth
    .processAuthorizationCodeResponse(server, client, response)
    .catch((error) => error);
  expect(refusal).toBeInstanceOf(oauth.ResponseBodyError);
  expect(refusal).toMatchObject({
    status: 401,
    cause: { error: "invalid_client", error_code: "KOE101" },
  });
  return { failsAsAgainstKakao: refusal.cause.error_code };
});
