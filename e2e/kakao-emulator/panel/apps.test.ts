// The panel's apps: every common setting, refusals at their fields, and making one.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";
import { Visitor } from "../testing/test-visitor";

const app = () => readPage(`${origin}/_emulator/apps/${defaultApp.appId}`);

describe("apps", () => {
  test("an untouched form changes nothing", async () => {
    await client.updateApp(defaultApp.appId, {
      testMembers: ["3956953872"],
      unlinkWebhook: { url: "http://localhost:9/unlink", method: "GET" },
      accountStateWebhook: { url: "http://localhost:9/state", riscPermitted: true },
    });
    const before = (await client.listApps())[0];
    const form = readForm(await app(), "change-app");
    expect((await submit(origin, "change-app", form)).status).toBe(303);
    // Items that were not configured read as off, which is the same.
    const { consentItems, ...after } = (await client.listApps())[0] ?? {};
    expect({ ...after, consentItems: before?.consentItems }).toEqual(before);
    expect(consentItems).toMatchObject(before?.consentItems ?? {});
  });

  test("switches, addresses, consent items, members and webhooks", async () => {
    const { oidc, autoLink, ...form } = readForm(await app(), "change-app");
    expect([oidc, autoLink]).toEqual(["on", "on"]);
    await submit(origin, "change-app", {
      ...form,
      rateLimits: "on",
      redirectUris: "http://localhost:3000/a\r\n\r\n  http://localhost:3000/b \n",
      "consentItems.gender": "during_use",
      isTestApp: "on",
      testMembers: "3956953872",
      "unlinkWebhook.url": "http://localhost:9/unlink",
    });
    expect((await client.listApps())[0]).toMatchObject({
      ...{ oidc: false, autoLink: false, rateLimits: true, testMembers: ["3956953872"] },
      keys: [
        { redirectUris: ["http://localhost:3000/a", "http://localhost:3000/b"] },
        { key: defaultApp.nativeAppKey, kind: "native", redirectUris: [] },
      ],
      consentItems: { gender: "during_use", profile_nickname: "required" },
      unlinkWebhook: { url: "http://localhost:9/unlink", method: "POST" },
      accountStateWebhook: null,
    });
    const refused = await new Visitor(origin).authorize();
    expect(refused.status).toBe(400);
  });

  test.each([
    [{ name: "" }, "name"],
    [{ redirectUris: "http://ok.test/\n/relative" }, "redirectUris"],
    [{ logoutRedirectUris: "ftp://x" }, "logoutRedirectUris"],
    [{ "consentItems.name": "sometimes" }, "consentItems.name"],
    [{ clientSecret: "" }, "clientSecret"],
    [{ "unlinkWebhook.url": "localhost" }, "unlinkWebhook.url"],
    [{ "accountStateWebhook.url": "x" }, "accountStateWebhook.url"],
  ])("%o comes back with the message at its field", async (fields, name) => {
    const before = await client.listApps();
    const form = { ...readForm(await app(), "change-app"), ...(fields as object) };
    const refused = await submit(origin, "change-app", form);
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain(`id="app-${name}-error"`);
    if (name !== "consentItems.name") expect(readForm(page, "change-app")).toEqual(form);
    expect(await client.listApps()).toEqual(before);
  });

  test("an app that is no business app may not ask for e-mail, and hears why", async () => {
    const { business: _, ...form } = readForm(await app(), "change-app");
    const page = await (await submit(origin, "change-app", form)).text();
    expect(page).toContain('id="app-consentItems.account_email-error"');
    expect(page).toContain("needs a business app");
  });

  test("a new app comes with what to put into its environment", async () => {
    const fields = { name: "새 앱", redirectUris: "http://localhost:8080/callback", oidc: "on" };
    const made = await submit(origin, "make-app", fields);
    const page = await readPage(`${origin}${made.headers.get("location")}`);
    const clientId = /AUTH_KAKAO_ID=([0-9a-f]{32})/.exec(page)?.[1] ?? "";
    const changes = { client_id: clientId, redirect_uri: fields.redirectUris };
    expect((await new Visitor(origin).authorize(changes)).status).toBe(302);
    const refused = await submit(origin, "make-app", { name: "x", redirectUris: "nonsense" });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('id="make-redirectUris-error"');
  });
});
