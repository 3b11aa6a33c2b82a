// Webhooks sent through the control API: forged, repeated, late, malformed, and for nobody.
import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultApp, strangerApp } from "../defaults";
import { client, emulator, origin } from "../testing/test-emulator";
import { Receiver } from "../testing/test-receiver";
import { verifySecurityEventToken } from "../testing/test-security-events";

const { appId, adminKey } = defaultApp;
const haneul = "3956953872";
const personId = haneul;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await new Receiver().open();
  await client.updateApp(appId, {
    unlinkWebhook: { url: `${receiver.origin}/unlink` },
    accountStateWebhook: { url: `${receiver.origin}/account-state` },
  });
});
afterEach(() => receiver.close());

const lastReceived = () => receiver.received.at(-1);
const lastForm = () => [...new URLSearchParams(lastReceived()?.body ?? "")];
const lastToken = () => lastReceived()?.body ?? "";

describe("an unlink webhook", () => {
  test("is the real one, unless told otherwise, and unlinks nobody", async () => {
    await client.issueTokens(haneul);
    await client.unlink(haneul);
    const real = (await client.readWebhooks()).find(({ kind }) => kind === "unlink");
    await client.issueTokens(haneul);
    const since = (await client.readWebhooks()).at(-1)?.id;
    const [forged, ...rest] = await client.sendUnlinkWebhook({ personId });
    expect(rest).toEqual([]);
    const { id, sentAt, durationMs, byHand, ...same } = forged ?? {};
    expect(byHand).toBe(true);
    expect(real).toMatchObject(same);
    const isReal = ({ path }: { path: string }) => path === "/unlink";
    const [first, second] = receiver.received.filter(isReal);
    expect(second).toEqual(first);
    expect(await client.readPerson(haneul)).toMatchObject({ links: [{ appId }] });
    expect(await client.readWebhooks({ since })).toEqual([forged]);
  });

  test("for somebody who does not exist, and a referrer type that Kakao does not have", async () => {
    await client.sendUnlinkWebhook({ personId: "404", referrerType: "SOMETHING_NEW" });
    expect(Object.fromEntries(lastForm())).toEqual({
      ...{ app_id: String(appId), user_id: "404", referrer_type: "SOMETHING_NEW" },
    });
    expect(await client.readWebhooks({ personId: "404" })).toMatchObject([
      { event: "SOMETHING_NEW", outcome: "delivered" },
    ]);
  });

  test.each([
    [{ adminKey: "0".repeat(32) }, `KakaoAK ${"0".repeat(32)}`],
    [{ authorization: `Bearer ${adminKey}` }, `Bearer ${adminKey}`],
    [{ authorization: adminKey }, adminKey],
    [{ authorization: null }, undefined],
    [{ headers: { Authorization: "x" } }, "x"],
    [{ headers: { authorization: null } }, undefined],
    [{ appId: strangerApp.appId }, `KakaoAK ${strangerApp.adminKey}`],
  ])("%j: the key", async (changes, authorization) => {
    await client.sendUnlinkWebhook({ personId, url: `${receiver.origin}/x`, ...changes });
    expect(lastReceived()).toMatchObject({ path: "/x" });
    expect(lastReceived()?.headers.authorization).toBe(authorization);
  });

  test("parameters that are other, missing, repeated, or in the query", async () => {
    await client.sendUnlinkWebhook({
      ...{ personId, appIdSent: "1", userIdSent: "1 OR 1=1", referrerType: null },
      parameters: { group_user_token: "g", user_ids: ["1", "2"] },
    });
    expect(lastForm()).toEqual([
      ["app_id", "1"],
      ["user_id", "1 OR 1=1"],
      ["group_user_token", "g"],
      ["user_ids", "1"],
      ["user_ids", "2"],
    ]);
    await client.sendUnlinkWebhook({
      ...{ personId, appIdSent: null, userIdSent: null, parameters: { referrer_type: null } },
    });
    expect(lastForm()).toEqual([]);
    const url = `${receiver.origin}/unlink?admin_key=${adminKey}`;
    await client.sendUnlinkWebhook({ personId, url, method: "GET", authorization: null });
    expect(lastReceived()?.query).toBe(
      `admin_key=${adminKey}&app_id=${appId}&user_id=${haneul}&referrer_type=UNLINK_FROM_APPS`,
    );
  });

  test("another method and another body", async () => {
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
      const [delivery] = await client.sendUnlinkWebhook({ personId, method });
      expect(delivery).toMatchObject({ method, outcome: "delivered" });
      expect(lastReceived()?.method).toBe(method);
    }
    const headers = { "content-type": "application/json" };
    const body = `{"user_id":${haneul}}`;
    await client.sendUnlinkWebhook({ personId, headers, body });
    expect(lastReceived()).toMatchObject({ headers, body });
    const chunked = { "transfer-encoding": "chunked" };
    await client.sendUnlinkWebhook({ personId, headers: chunked });
    expect(lastReceived()).toMatchObject({ headers: chunked });
    expect(lastForm()).toContainEqual(["user_id", haneul]);
  });

  test("a hundred at once are a hundred deliveries", async () => {
    const waiting: (() => void)[] = [];
    // None is answered before all have come.
    receiver.respond = (response) => {
      waiting.push(() => response.end());
      if (waiting.length === 100) for (const answer of waiting) answer();
    };
    const deliveries = await client.sendUnlinkWebhook({ personId, repeat: 100 });
    expect(deliveries).toHaveLength(100);
    expect(new Set(deliveries.map(({ outcome }) => outcome))).toEqual(new Set(["delivered"]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  }, 10_000);

  test("late: what is sent later arrives first", async () => {
    const late = client.sendUnlinkWebhook({ personId, referrerType: "LATE", delayMs: 1_000 });
    await expect.poll(() => emulator.state.outbox.read().length).toBe(1);
    await client.sendUnlinkWebhook({ personId, referrerType: "EARLY" });
    await late;
    const types = receiver.received.map(({ body }) =>
      new URLSearchParams(body).get("referrer_type"),
    );
    expect(types).toEqual(["EARLY", "LATE"]);
  });
});

describe("an account-state webhook", () => {
  test("is a real one, unless told otherwise, and does nothing to the account", async () => {
    const [delivery] = await client.sendAccountStateWebhook({ personId });
    expect(delivery).toMatchObject({ event: "user-unlinked", byHand: true, outcome: "delivered" });
    const { claims } = await verifySecurityEventToken(lastToken(), { origin });
    expect(Object.values(claims.events)).toEqual([
      {
        subject: { subject_type: "iss-sub", iss: origin, sub: haneul },
        reason: "UNLINK_FROM_APPS",
      },
    ]);
    expect(await client.readWebhooks()).toHaveLength(1);
  });

  test("any of Kakao's events, RISC and CAEP without permission, and one of nobody's", async () => {
    const uriOf = async (event: string) => {
      await client.sendAccountStateWebhook({ personId: "404", event });
      const { claims } = await verifySecurityEventToken(lastToken(), { origin });
      expect(Object.values(claims.events)).toEqual([
        { subject: expect.objectContaining({ sub: "404" }) },
      ]);
      return Object.keys(claims.events)[0];
    };
    const prefix = "https://schemas.openid.net/secevent";
    expect(await uriOf("sessions-revoked")).toBe(`${prefix}/risc/event-type/sessions-revoked`);
    expect(await uriOf("credential-change")).toBe(`${prefix}/caep/event-type/credential-change`);
    expect(await uriOf("https://example.com/new")).toBe("https://example.com/new");
  });

  test("again and out of order: the same jti, an older toe, another payload", async () => {
    const event = "account-disabled";
    const again = { personId, event, jti: "same", toe: 1_700_000_000, repeat: 3 };
    await client.sendAccountStateWebhook({ ...again, payload: { subject: null, more: { x: 1 } } });
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
    const { claims } = await verifySecurityEventToken(lastToken(), { origin });
    expect(claims).toMatchObject({ jti: "same", toe: 1_700_000_000 });
    expect(Object.values(claims.events)).toEqual([{ more: { x: 1 } }]);
    await client.sendAccountStateWebhook({ personId, reason: null, payload: { reason: 7 } });
    expect(Object.values(decodeJwt(lastToken()).events ?? {})).toMatchObject([{ reason: 7 }]);
  });

  test.each([
    [{ key: "unpublished" }, "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"],
    [{ header: { kid: "nobody" } }, "ERR_JWKS_NO_MATCHING_KEY"],
    [{ alg: "none" }, "ERR_JOSE_ALG_NOT_ALLOWED"],
    [{ alg: "RS384" }, "ERR_JOSE_ALG_NOT_ALLOWED"],
    [{ alg: "ES256" }, "ERR_JOSE_ALG_NOT_ALLOWED"],
    [{ alg: "HS256", hmacKey: "public_key_pem" }, "ERR_JOSE_ALG_NOT_ALLOWED"],
    [{ header: { typ: "JWT" } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ claims: { iss: "https://evil.example" } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ claims: { aud: strangerApp.restApiKey } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ claims: { jti: null } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ claims: { events: null } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ claims: { exp: 1 } }, "ERR_JWT_EXPIRED"],
    [{ rawClaims: { iat: "1e400" } }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ jwt: "not.a.jwt" }, "ERR_JWS_INVALID"],
    [{ jwt: "" }, "ERR_JWS_INVALID"],
  ] as const)("forged: %j is refused with %s", async (set, code) => {
    await client.sendAccountStateWebhook({ personId, set });
    const verified = verifySecurityEventToken(lastToken(), { origin });
    await expect(verified).rejects.toMatchObject({ code });
  });

  test("an ID token sent as an event: same issuer, same key, same audience", async () => {
    const { id_token } = await client.issueTokens(haneul);
    await client.readWebhooks();
    await client.sendAccountStateWebhook({ personId, set: { jwt: id_token } });
    expect(lastToken()).toBe(id_token);
    const verified = verifySecurityEventToken(lastToken(), { origin });
    await expect(verified).rejects.toThrow('"typ"');
  });

  test("HS256 with the client secret or the public key is what it says", async () => {
    await client.sendAccountStateWebhook({ personId, set: { alg: "HS256" } });
    const [head, claims, signature] = lastToken().split(".");
    const mac = createHmac("sha256", defaultApp.clientSecret).update(`${head}.${claims}`);
    expect(signature).toBe(mac.digest("base64url"));
    expect(decodeProtectedHeader(lastToken())).toMatchObject({ alg: "HS256", typ: "secevent+jwt" });
  });

  test("another content type, method, address and headers", async () => {
    const url = `${receiver.origin}/x`;
    const headers = { authorization: "Bearer x" };
    const changes = { contentType: null, method: "PUT", url, headers } as const;
    await client.sendAccountStateWebhook({ personId, ...changes });
    expect(lastReceived()).toMatchObject({ method: "PUT", path: "/x", headers });
    expect(lastReceived()?.headers["content-type"]).toBeUndefined();
    await client.sendAccountStateWebhook({ personId, contentType: "application/jwt" });
    expect(lastReceived()?.headers["content-type"]).toBe("application/jwt");
  });

  test("a large one arrives whole", async () => {
    const jwt = "x".repeat(40_000);
    const [delivery] = await client.sendAccountStateWebhook({ personId, set: { jwt } });
    expect(lastToken()).toBe(jwt);
    expect(delivery?.body).toHaveLength(20_000);
  });
});

describe("input", () => {
  test.each([
    ["/webhooks/unlink", {}, "personId"],
    ["/webhooks/unlink", { personId: 1 }, "personId"],
    ["/webhooks/unlink", { personId: "1", appId: 1 }, "appId"],
    ["/webhooks/unlink", { personId: "1", appId: strangerApp.appId }, "url"],
    ["/webhooks/unlink", { personId: "1", url: "ftp://127.0.0.1/" }, "url"],
    ["/webhooks/unlink", { personId: "1", url: "http://[/" }, "url"],
    ["/webhooks/unlink", { personId: "1", method: "CONNECT" }, "method"],
    ["/webhooks/unlink", { personId: "1", repeat: 1001 }, "repeat"],
    ["/webhooks/unlink", { personId: "1", delayMs: -1 }, "delayMs"],
    ["/webhooks/unlink", { personId: "1", headers: { "a b": "x" } }, "headers.a b"],
    ["/webhooks/unlink", { personId: "1", authorization: "a\r\nb: c" }, "headers.authorization"],
    ["/webhooks/unlink", { personId: "1", set: {} }, "set"],
    ["/webhooks/account-state", { personId: "1", event: "user-vanished" }, "event"],
    ["/webhooks/account-state", { personId: "1", set: { alg: "RS1" } }, "set.alg"],
    ["/webhooks/account-state", { personId: "1", set: { omit: true } }, "set.omit"],
    ["/webhooks/account-state", { personId: "1", contentType: "한" }, "headers.content-type"],
    ["/apps", { name: "x", unlinkWebhook: { url: "/unlink" } }, "unlinkWebhook.url"],
    ["/apps", { name: "x", unlinkWebhook: { url: "http://[/" } }, "unlinkWebhook.url"],
    [
      "/apps",
      { name: "x", accountStateWebhook: { url: "file:///etc" } },
      "accountStateWebhook.url",
    ],
  ])("POST %s %j names the faulty field, and sends nothing", async (path, body, field) => {
    const response = await fetch(`${origin}/_emulator/api${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ field, message: expect.any(String) });
    expect(await client.readWebhooks()).toEqual([]);
  });

  test.each(["/webhooks?appId=x", "/webhooks?since=x", "/webhooks?nobody=1"])(
    "GET %s is refused",
    async (path) => {
      expect((await fetch(`${origin}/_emulator/api${path}`)).status).toBe(400);
    },
  );

  test("DELETE /people/:id?silent= takes nothing but 1", async () => {
    const remove = (query: string) =>
      fetch(`${origin}/_emulator/api/people/${haneul}?${query}`, { method: "DELETE" });
    expect((await remove("silent=yes")).status).toBe(400);
    expect((await remove("silent=1")).status).toBe(200);
  });
});
