// The account-state webhook, as a real receiver gets and verifies it when something happens.
import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KakaoEmulatorClient } from "../client";
import { defaultApp, defaultLogoutRedirectUris } from "../defaults";
import { securityEvents } from "../rules/security-events";
import { createKakaoEmulator } from "../server";
import { client, emulator, origin } from "../testing/test-emulator";
import { Receiver } from "../testing/test-receiver";
import {
  type SecurityEventClaims,
  verifySecurityEventToken,
} from "../testing/test-security-events";
import { callKapi, clientId, obtainTokens, requestToken, Visitor } from "../testing/test-visitor";
import { type HappeningKind, happeningKinds, unlinkReasons } from "../world/happenings";
import { withdrawItems } from "../world/link-life";

const { appId } = defaultApp;
const haneul = "3956953872";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await new Receiver().open();
});
afterEach(() => receiver.close());

type Webhook = { audience?: "rest_api_key" | "app_id"; riscPermitted?: boolean };

async function setWebhook(webhook: Webhook = { riscPermitted: true }) {
  const url = `${receiver.origin}/account-state`;
  await client.updateApp(appId, { accountStateWebhook: { url, ...webhook } });
}

/** What was told, in order, by the events' names. */
async function eventsAfter(act: () => Promise<unknown>): Promise<string[]> {
  const since = (await client.readWebhooks()).at(-1)?.id;
  await act();
  return (await client.readWebhooks({ since })).map(({ event }) => event);
}

async function callByAdminKey(path: string, personId: string) {
  return fetch(`${origin}${path}`, {
    method: "POST",
    headers: { authorization: `KakaoAK ${defaultApp.adminKey}` },
    body: new URLSearchParams({ target_id_type: "user_id", target_id: personId }),
  });
}

describe("the token", () => {
  test("is a bare JWT with Kakao's header and claims, and no exp", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    await client.readWebhooks();
    const [first] = receiver.received;
    expect(first?.method).toBe("POST");
    expect(first?.headers["content-type"]).toBe("application/secevent+jwt");
    expect(first?.headers.authorization).toBeUndefined();
    const { header, claims } = await verifySecurityEventToken(first?.body ?? "", { origin });
    expect(header).toEqual({
      typ: "secevent+jwt",
      alg: "RS256",
      kid: emulator.state.keys.kids()[0],
    });
    const nowSeconds = Math.floor(Date.now() / 1000);
    expect(claims).toEqual({
      ...{ iss: origin, aud: defaultApp.restApiKey, sub: haneul },
      ...{ iat: expect.any(Number), toe: expect.any(Number) },
      ...{ jti: expect.stringMatching(/^[\da-f-]{36}$/), txm: expect.any(String) },
      events: {
        "https://schemas.openid.net/secevent/oauth/event-type/user-linked": {
          subject: { subject_type: "iss-sub", iss: origin, sub: haneul },
        },
      },
    });
    expect(Math.abs(nowSeconds - (claims.iat ?? 0))).toBeLessThan(10);
    expect(claims.toe).toBe(claims.iat);
  });

  test("names the app's id instead, when the app says so", async () => {
    await setWebhook({ audience: "app_id" });
    await client.issueTokens(haneul);
    const [delivery] = await client.readWebhooks();
    expect(delivery?.claims).toMatchObject({ aud: String(appId) });
    const token = receiver.received[0]?.body ?? "";
    await verifySecurityEventToken(token, { origin, audience: String(appId) });
    await expect(verifySecurityEventToken(token, { origin })).rejects.toThrow('"aud"');
  });

  test("has a jti of its own each time", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    const deliveries = await client.readWebhooks();
    const ids = deliveries.map(({ claims }) => (claims as { jti: string }).jti);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("is signed with the newest key after a rotation, which the JWKS has", async () => {
    await setWebhook();
    const [before] = emulator.state.keys.kids();
    const { kids } = await client.rotateKeys();
    await client.issueTokens(haneul);
    await client.readWebhooks();
    const { header } = await verifySecurityEventToken(receiver.received[0]?.body ?? "", { origin });
    expect(header.kid).toBe(kids[0]);
    expect(header.kid).not.toBe(before);
  });

  test("tells the emulator's time, and the fixed issuer where there is one", async () => {
    const issuer = "https://kauth.example";
    const fixed = await createKakaoEmulator({ issuer });
    const its = new KakaoEmulatorClient(fixed.origin);
    const url = `${receiver.origin}/account-state`;
    await its.updateApp(appId, { accountStateWebhook: { url } });
    await its.setClock(-86_400);
    await its.issueTokens(haneul);
    await its.readWebhooks();
    await fixed.close();
    const claims = decodeJwt<SecurityEventClaims>(receiver.received[0]?.body ?? "");
    expect(claims.iss).toBe(issuer);
    expect(Object.values(claims.events)).toMatchObject([{ subject: { iss: issuer } }]);
    expect(Math.abs(Date.now() / 1000 - 86_400 - claims.toe)).toBeLessThan(10);
  });
});

describe("the answer", () => {
  test("202 is delivered; 200, 400 and a redirect are not", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    expect(await client.readWebhooks()).toMatchObject([{ outcome: "delivered" }, {}, {}]);
    for (const [status, outcome] of [
      [200, "refused"],
      [400, "refused"],
      [307, "redirected"],
    ] as const) {
      const answer = '{"err":"invalid_key","description":"x"}';
      receiver.answerWith(status, { location: `${receiver.origin}/elsewhere` }, answer);
      await client.unlink(haneul);
      expect((await client.readWebhooks()).at(-1)).toMatchObject({ status, outcome, answer });
      await client.issueTokens(haneul);
      await client.readWebhooks();
    }
  });
});

describe("what is told", () => {
  /** What makes each event happen to a person who is linked; the row's test. */
  const causes: Partial<Record<HappeningKind, (personId: string) => Promise<unknown>>> = {
    "user-linked": async (personId) => {
      await client.unlink(personId);
      await client.issueTokens(personId);
    },
    "user-unlinked": (personId) => client.unlink(personId),
    "user-scope-consent": (personId) =>
      client.issueTokens(personId, { agreed: ["account_email", "profile_image"] }),
    "user-scope-withdraw": async (personId) => {
      const link = emulator.state.links.find(appId, personId);
      if (link !== null) withdrawItems(emulator.state, link, ["profile_nickname"]);
    },
    "tokens-revoked": (personId) => callByAdminKey("/v1/user/logout", personId),
    "token-issued": (personId) => client.issueTokens(personId),
    "token-revoked": async (personId) => {
      const { access_token } = await client.issueTokens(personId);
      await callKapi(origin, "/v1/user/logout", access_token, { method: "POST" });
    },
    "account-purged": (personId) => client.deletePerson(personId),
    "account-disabled": (personId) => client.updatePerson(personId, { sanctioned: true }),
    "account-enabled": async (personId) => {
      await client.updatePerson(personId, { sanctioned: true });
      await client.updatePerson(personId, { sanctioned: false });
    },
    "sessions-revoked": async (personId) => {
      const { loginId } = await client.readPerson(personId);
      const browser = new Visitor(origin);
      await browser.finish(loginId);
      const back = { client_id: clientId, logout_redirect_uri: defaultLogoutRedirectUris[0] };
      await browser.post("/_emulator/logout", { ...back, extent: "account" });
    },
    "identifier-changed": (personId) =>
      client.updatePerson(personId, { email: `new-${personId}@example.com` }),
    "user-profile-changed": (personId) => client.updatePerson(personId, { nickname: "새 이름" }),
  };
  const own = happeningKinds.filter((kind) => securityEvents[kind].onlyByHand === undefined);
  const needPermission = (kind: HappeningKind) =>
    ["risc", "caep"].includes(securityEvents[kind].group);

  test("every row of the table that happens by itself has its cause here, and no other", () => {
    expect(Object.keys(causes).sort()).toEqual([...own].sort());
  });

  test.each(own)("%s, with its own URI", async (kind) => {
    await setWebhook();
    const person = await client.createPerson();
    await client.issueTokens(person.id, { agreed: ["profile_nickname"] });
    const events = await eventsAfter(() => causes[kind]?.(person.id) ?? Promise.reject());
    expect(events).toContain(kind);
    const delivery = (await client.readWebhooks()).findLast(({ event }) => event === kind);
    const { claims } = await verifySecurityEventToken(delivery?.body ?? "", { origin });
    expect(Object.keys(claims.events)).toEqual([securityEvents[kind].uri]);
    expect(claims.sub).toBe(person.id);
  });

  test.each(own.filter(needPermission))("%s needs permission", async (kind) => {
    await setWebhook({ riscPermitted: false });
    const person = await client.createPerson();
    await client.issueTokens(person.id);
    const events = await eventsAfter(() => causes[kind]?.(person.id) ?? Promise.reject());
    expect(events).not.toContain(kind);
    const isFree = events.every((event) => !needPermission(event as HappeningKind));
    expect(isFree).toBe(true);
  });

  test("nothing, without an address", async () => {
    await client.issueTokens(haneul);
    await client.deletePerson(haneul);
    expect(await client.readWebhooks()).toEqual([]);
  });

  test.each(unlinkReasons)("user-unlinked carries its reason: %s", async (reason) => {
    await setWebhook();
    await client.issueTokens(haneul);
    await client.unlink(haneul, appId, reason);
    const { claims } = (await client.readWebhooks()).at(-1) ?? {};
    const event = { [securityEvents["user-unlinked"].uri]: { reason } };
    expect(claims).toMatchObject({ events: event });
  });

  test("an unlink by the service itself shows up here, and only here", async () => {
    await setWebhook();
    const url = `${receiver.origin}/unlink`;
    await client.updateApp(appId, { unlinkWebhook: { url } });
    await client.issueTokens(haneul);
    const events = await eventsAfter(() => callByAdminKey("/v1/user/unlink", haneul));
    expect(events).toEqual(["user-unlinked"]);
    expect(receiver.received.filter(({ path }) => path === "/unlink")).toEqual([]);
    const { claims } = (await client.readWebhooks()).at(-1) ?? {};
    expect(JSON.stringify(claims)).toContain('"reason":"UNLINK_FROM_SERVICE"');
  });

  test("a sign-in through the browser: linked, consent, token; then a token for each refresh", async () => {
    await setWebhook();
    let refreshToken: string | undefined;
    const events = await eventsAfter(async () => {
      refreshToken = (await obtainTokens(origin, "haneul")).refresh_token;
    });
    expect(events).toEqual(["user-linked", "user-scope-consent", "token-issued"]);
    const refreshed = { grant_type: "refresh_token", refresh_token: refreshToken };
    expect(await eventsAfter(() => requestToken(origin, refreshed))).toEqual(["token-issued"]);
    const refused = { grant_type: "refresh_token", refresh_token: "none" };
    expect(await eventsAfter(() => requestToken(origin, refused))).toEqual([]);
  });

  test("arrives in the order in which it happened", async () => {
    await setWebhook();
    receiver.respond = (response) => {
      setTimeout(() => response.writeHead(202).end(), Math.random() * 30);
    };
    const person = await client.createPerson();
    await client.issueTokens(person.id);
    await client.updatePerson(person.id, { sanctioned: true });
    await client.updatePerson(person.id, { sanctioned: false });
    await client.deletePerson(person.id);
    const sent = (await client.readWebhooks()).map(({ body }) => body);
    expect(sent.length).toBeGreaterThan(6);
    expect(receiver.received.map(({ body }) => body)).toEqual(sent);
  });

  test("account-purged comes before user-unlinked; an unlink of somebody unlinked tells nothing", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    const events = await eventsAfter(() => client.deletePerson(haneul));
    expect(events).toEqual(["account-purged", "user-unlinked"]);
    expect(await eventsAfter(() => client.unlink("3956953901"))).toEqual([]);
  });

  test("a profile change is told to apps that have configured the item, and to no other", async () => {
    await setWebhook({ riscPermitted: false });
    await client.issueTokens(haneul);
    const change = (patch: object) => eventsAfter(() => client.updatePerson(haneul, patch));
    expect(await change({ nickname: "하늘" })).toEqual(["user-profile-changed"]);
    expect(await change({ nickname: "하늘" })).toEqual([]);
    expect(await change({ email: "other@example.com", imageUrl: null })).toEqual([
      "user-profile-changed",
    ]);
    expect(await change({ phoneNumber: "+82 010-1234-5678", name: "김바다" })).toEqual([]);
    await client.updateApp(appId, {
      consentItems: { profile_nickname: "required", name: "optional" },
    });
    expect(await change({ name: "김하늘" })).toEqual(["user-profile-changed"]);
    expect(await change({ listed: false })).toEqual([]);
  });

  test("a silent deletion tells nothing, and the next happening is told again", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    expect(await eventsAfter(() => client.deletePerson(haneul, { silent: true }))).toEqual([]);
    const events = await eventsAfter(() => client.issueTokens("3956953901", { clientId }));
    expect(events).toContain("user-linked");
  });
});
