// The unlink webhook, as a real receiver gets it when something happens in the emulator.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultApp, strangerApp } from "../defaults";
import { unlinkReasonRows } from "../rules/webhooks";
import { client, emulator, origin } from "../testing/test-emulator";
import { Receiver } from "../testing/test-receiver";
import { callKapi } from "../testing/test-visitor";
import type { AppPatch } from "../world/app-schema";
import type { UnlinkReason } from "../world/happenings";
import { signUpDeadlineMs } from "../world/link-life";

const { appId } = defaultApp;
const haneul = "3956953872";
const reasons = Object.keys(unlinkReasonRows) as UnlinkReason[];
const told = reasons.filter((reason) => unlinkReasonRows[reason].unlinkWebhook);
const untold = reasons.filter((reason) => !unlinkReasonRows[reason].unlinkWebhook);

let receiver: Receiver;
beforeEach(async () => {
  receiver = await new Receiver().open();
});
afterEach(() => receiver.close());

async function setWebhook(webhook: { path?: string; method?: "GET" | "POST" } = {}) {
  const { path = "/unlink", method = "POST" } = webhook;
  await client.updateApp(appId, { unlinkWebhook: { url: `${receiver.origin}${path}`, method } });
}

const fieldsOf = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe("nothing is sent", () => {
  test("without an address", async () => {
    await client.issueTokens(haneul);
    await client.unlink(haneul);
    expect(await client.readWebhooks()).toEqual([]);
  });

  test("when the app itself calls unlink, with a token or with the admin key", async () => {
    await setWebhook();
    const { access_token } = await client.issueTokens(haneul);
    const byToken = await callKapi(origin, "/v1/user/unlink", access_token, { method: "POST" });
    expect(byToken.status).toBe(200);
    await client.issueTokens(haneul);
    const byAdmin = await fetch(`${origin}/v1/user/unlink`, {
      method: "POST",
      headers: { authorization: `KakaoAK ${defaultApp.adminKey}` },
      body: new URLSearchParams({ target_id_type: "user_id", target_id: haneul }),
    });
    expect(byAdmin.status).toBe(200);
    expect(await client.readPerson(haneul)).toMatchObject({ links: [] });
    expect(await client.readWebhooks()).toEqual([]);
    expect(receiver.received).toEqual([]);
  });

  test.each(untold)("for %s", async (reason) => {
    await setWebhook();
    await client.issueTokens(haneul);
    await client.unlink(haneul, appId, reason);
    expect(await client.readWebhooks()).toEqual([]);
  });

  test("for somebody who is not linked, or a silent deletion", async () => {
    await setWebhook();
    const person = await client.createPerson();
    await client.unlink(person.id);
    await client.issueTokens(person.id);
    await client.deletePerson(person.id, { silent: true });
    await expect(client.readPerson(person.id)).rejects.toMatchObject({ status: 404 });
    expect(await client.readWebhooks()).toEqual([]);
  });

  test("to another app than the one that was unlinked", async () => {
    await setWebhook();
    await client.issueTokens(haneul, { clientId: strangerApp.restApiKey });
    await client.unlink(haneul, strangerApp.appId);
    expect(await client.readWebhooks()).toEqual([]);
  });
});

describe("what is sent", () => {
  test.each(told)("POST for %s: a form, with the primary admin key", async (reason) => {
    await setWebhook();
    await client.issueTokens(haneul);
    await client.unlink(haneul, appId, reason);
    const [delivery, ...rest] = await client.readWebhooks();
    expect(rest).toEqual([]);
    expect(delivery).toMatchObject({
      ...{ kind: "unlink", event: reason, appId, personId: haneul, byHand: false },
      ...{ method: "POST", status: 200, outcome: "delivered", error: null, claims: null },
    });
    const [received] = receiver.received;
    expect(received).toMatchObject({ method: "POST", path: "/unlink", query: "" });
    expect(received?.headers.authorization).toBe(`KakaoAK ${defaultApp.adminKey}`);
    expect(received?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    const fields = { app_id: String(appId), user_id: haneul, referrer_type: reason };
    expect(fieldsOf(received?.body ?? "")).toEqual(fields);
    expect(delivery?.body).toBe(received?.body);
  });

  test("GET: the same in the query, behind the one the address has; no body", async () => {
    await setWebhook({ path: "/unlink?tenant=1&app_id=own", method: "GET" });
    await client.issueTokens(haneul);
    await client.unlink(haneul);
    const [delivery] = await client.readWebhooks();
    const [received] = receiver.received;
    expect(received).toMatchObject({ method: "GET", body: "" });
    expect(received?.query).toBe(
      `tenant=1&app_id=own&app_id=${appId}&user_id=${haneul}&referrer_type=UNLINK_FROM_APPS`,
    );
    expect(received?.headers.authorization).toBe(`KakaoAK ${defaultApp.adminKey}`);
    expect(delivery?.url).toBe(`${receiver.origin}/unlink?${received?.query}`);
  });

  test("an id beyond 53 bits keeps its digits", async () => {
    await setWebhook();
    const sua = "1376016924429759228";
    await client.issueTokens(sua);
    await client.unlink(sua);
    await client.readWebhooks();
    expect(fieldsOf(receiver.received[0]?.body ?? "").user_id).toBe(sua);
  });

  test("a deleted person: ACCOUNT_DELETE to each app, with that app's id and key", async () => {
    await setWebhook();
    const url = `${receiver.origin}/stranger`;
    await client.updateApp(strangerApp.appId, { unlinkWebhook: { url } });
    const person = await client.createPerson();
    await client.issueTokens(person.id);
    await client.issueTokens(person.id, { clientId: strangerApp.restApiKey });
    await client.deletePerson(person.id);
    await client.readWebhooks();
    const sent = receiver.received.map(({ path, headers, body }) => ({
      ...{ path, key: headers.authorization, ...fieldsOf(body) },
    }));
    const common = { user_id: person.id, referrer_type: "ACCOUNT_DELETE" };
    expect(sent).toHaveLength(2);
    expect(sent).toContainEqual({
      ...{ path: "/unlink", key: `KakaoAK ${defaultApp.adminKey}`, app_id: String(appId) },
      ...common,
    });
    expect(sent).toContainEqual({
      ...{ path: "/stranger", key: `KakaoAK ${strangerApp.adminKey}` },
      ...{ app_id: String(strangerApp.appId), ...common },
    });
  });

  test("the link is gone by the time it arrives", async () => {
    await setWebhook();
    const { access_token } = await client.issueTokens(haneul);
    let status = 0;
    receiver.respond = async (response) => {
      status = (await callKapi(origin, "/v2/user/me", access_token)).status;
      response.end();
    };
    await client.unlink(haneul);
    await client.readWebhooks();
    expect(status).toBe(401);
  });
});

describe("INCOMPLETE_SIGN_UP, in an app without auto-link", () => {
  const change: AppPatch = { autoLink: false };

  test("comes at once when the clock passes 24 hours, and not before", async () => {
    await client.updateApp(appId, change);
    await setWebhook();
    await client.issueTokens(haneul);
    await client.setClock(signUpDeadlineMs / 1000 - 60);
    expect(await client.readWebhooks()).toEqual([]);
    await client.setClock(signUpDeadlineMs / 1000 + 1);
    expect(await client.readWebhooks()).toMatchObject([{ event: "INCOMPLETE_SIGN_UP" }]);
    expect(await client.readPerson(haneul)).toMatchObject({ links: [] });
    await client.setClock(2 * (signUpDeadlineMs / 1000));
    expect(await client.readWebhooks()).toHaveLength(1);
  });

  test("comes by itself when the time is up", async () => {
    await client.updateApp(appId, change);
    await setWebhook();
    await client.issueTokens(haneul);
    const [link] = emulator.state.links.list();
    if (link === undefined) throw new Error("not linked");
    link.connectedAtMs -= signUpDeadlineMs;
    await expect.poll(() => receiver.received.length, { timeout: 4_000 }).toBe(1);
  });

  test("never in an app with auto-link", async () => {
    await setWebhook();
    await client.issueTokens(haneul);
    await client.setClock(100 * (signUpDeadlineMs / 1000));
    expect(await client.readWebhooks()).toEqual([]);
  });
});
