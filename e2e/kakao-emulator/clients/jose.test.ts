// jose against the published keys: ID tokens as an app gets them from a native SDK.
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { expect } from "vitest";
import { clientTest } from "./client-test";
import { control, origin, registerApp } from "./emulated-kakao";

/** A verifier that will fetch the keys again as soon as it meets a key id it does not know. */
function makeVerifier(clientId: string) {
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", origin), {
    cooldownDuration: 0,
  });
  return (token: string) =>
    jwtVerify(token, keys, { issuer: origin, audience: clientId, algorithms: ["RS256"] });
}

async function issueIdToken(clientId: string, personId: string): Promise<string> {
  const tokens = await control.issueTokens(personId, { clientId, nonce: "n-0S6_WzA2Mj" });
  return tokens.id_token ?? "";
}

clientTest("jose", "verifies ID tokens before and after a rotation of the keys", async () => {
  const { clientId } = await registerApp({ oidc: true });
  const person = await control.createPerson();
  const verify = makeVerifier(clientId);
  const before = await verify(await issueIdToken(clientId, person.id));
  expect(before.payload).toMatchObject({ sub: person.id, nonce: "n-0S6_WzA2Mj" });
  expect(before.protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });

  const { kids } = await control.rotateKeys();
  const after = await verify(await issueIdToken(clientId, person.id));
  expect(after.protectedHeader.kid).toBe(kids[0]);
  expect(before.protectedHeader.kid).toBe(kids[1]);
  expect(await control.readLedger({ path: "/.well-known/jwks.json" })).toHaveLength(2);
  return { verified: after.payload.sub ?? "" };
});

clientTest("jose", "an ID token for another app is refused", async () => {
  const other = await registerApp({ oidc: true });
  const person = await control.createPerson();
  const { clientId } = await registerApp({ oidc: true });
  const token = await issueIdToken(other.clientId, person.id);
  const refusal = await makeVerifier(clientId)(token).catch((error) => error);
  expect(refusal).toBeInstanceOf(errors.JWTClaimValidationFailed);
  expect(refusal.claim).toBe("aud");
  return { refuses: refusal.message };
});
