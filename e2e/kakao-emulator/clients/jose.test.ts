// jose against the published keys: ID tokens as an app gets them from a native SDK, and security
// event tokens as they arrive at its account-state webhook.
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { expect } from "vitest";
import { startAppServer } from "./app-server";
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

/** An app's webhook; `bodies` are the security event tokens as they came. */
async function startReceiver(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const url = await startAppServer(async () => async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(202).end();
  });
  return { url, bodies };
}

clientTest("jose", "verifies the SET of a person who unlinked the app", async () => {
  const receiver = await startReceiver();
  const { clientId } = await registerApp({ accountStateWebhook: { url: receiver.url } });
  const person = await control.createPerson();
  await control.issueTokens(person.id, { clientId });
  await control.readWebhooks({ personId: person.id });
  receiver.bodies.length = 0;
  await control.unlink(person.id);
  const [delivery] = (await control.readWebhooks({ personId: person.id })).slice(-1);
  expect(delivery).toMatchObject({ event: "user-unlinked", status: 202, outcome: "delivered" });

  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", origin));
  const expected = { issuer: origin, audience: clientId, typ: "secevent+jwt" };
  const { payload } = await jwtVerify(receiver.bodies[0] ?? "", keys, expected);
  expect(payload).toMatchObject({ sub: person.id, jti: expect.any(String) });
  expect(payload).not.toHaveProperty("exp");
  expect(Object.keys(payload.events as object)).toEqual([
    "https://schemas.openid.net/secevent/oauth/event-type/user-unlinked",
  ]);
  return { verified: payload.sub ?? "" };
});

clientTest("jose", "a SET signed with an unpublished key is refused", async () => {
  const receiver = await startReceiver();
  await registerApp({ accountStateWebhook: { url: receiver.url } });
  const app = (await control.listApps()).at(-1);
  const person = await control.createPerson();
  await control.sendAccountStateWebhook({
    appId: app?.appId ?? 0,
    personId: person.id,
    set: { key: "unpublished" },
  });
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", origin));
  const refusal = await jwtVerify(receiver.bodies[0] ?? "", keys).catch((error) => error);
  expect(refusal).toBeInstanceOf(errors.JWSSignatureVerificationFailed);
  return { refuses: refusal.message };
});
