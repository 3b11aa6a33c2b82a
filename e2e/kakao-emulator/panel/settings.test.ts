// The panel's settings: apps, faults, clock, snapshots, keys, reset, and the tables of rules.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { endpointIds } from "../rules/endpoints";
import { ruleIds } from "../rules/rules";
import { client, emulator, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";
import { requestToken, Visitor } from "../testing/test-visitor";

const at = (path: string) => readPage(`${origin}/_emulator${path}`);
const app = `/apps/${defaultApp.appId}`;

describe("apps", () => {
  test("an untouched form changes nothing", async () => {
    await client.updateApp(defaultApp.appId, {
      testMembers: ["3956953872"],
      unlinkWebhook: { url: "http://localhost:9/unlink", method: "GET" },
      accountStateWebhook: { url: "http://localhost:9/state", riscPermitted: true },
    });
    const before = (await client.listApps())[0];
    const form = readForm(await at(app), "change-app");
    expect((await submit(origin, "change-app", form)).status).toBe(303);
    // Items that were not configured read as off, which is the same.
    const { consentItems, ...after } = (await client.listApps())[0] ?? {};
    expect({ ...after, consentItems: before?.consentItems }).toEqual(before);
    expect(consentItems).toMatchObject(before?.consentItems ?? {});
  });

  test("switches, addresses, consent items, members and webhooks", async () => {
    const { oidc, autoLink, ...form } = readForm(await at(app), "change-app");
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
      keys: [{ redirectUris: ["http://localhost:3000/a", "http://localhost:3000/b"] }],
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
    const form = { ...readForm(await at(app), "change-app"), ...(fields as object) };
    const refused = await submit(origin, "change-app", form);
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain(`id="app-${name}-error"`);
    if (name !== "consentItems.name") expect(readForm(page, "change-app")).toEqual(form);
    expect(await client.listApps()).toEqual(before);
  });

  test("an app that is no business app may not ask for e-mail, and hears why", async () => {
    const { business: _, ...form } = readForm(await at(app), "change-app");
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

describe("faults", () => {
  const set = (fields: Record<string, string>) =>
    submit(origin, "set-fault", { endpoint: "token", ...fields });

  test.each([
    [{ kakaoCode: "token-code" }, { kakaoCode: "token-code" }],
    [
      { status: "502", body: "<html>" },
      { status: 502, body: "<html>" },
    ],
    [{ hang: "on" }, { hang: true }],
    [
      { drop: "on", delayMs: "250" },
      { drop: true, delayMs: 250 },
    ],
    [
      { setFields: '{"a": null}', headers: '{"x": "y"}' },
      { setFields: { a: null }, headers: { x: "y" } },
    ],
    [{ removeFields: "id_token, scope" }, { removeFields: ["id_token", "scope"] }],
    [
      { ignorePkce: "on", acceptCodeReuse: "on" },
      { ignorePkce: true, acceptCodeReuse: true },
    ],
    [{ "idToken.omit": "on" }, { idToken: { omit: true } }],
    [{ "idToken.unpublished": "on" }, { idToken: { key: "unpublished" } }],
    [
      { "idToken.claims": '{"aud": "x"}', "idToken.alg": "none" },
      { idToken: { claims: { aud: "x" }, alg: "none" } },
    ],
    [
      { "idToken.alg": "HS256", "idToken.hmacKey": "client_secret" },
      { idToken: { alg: "HS256", hmacKey: "client_secret" } },
    ],
    [{ "idToken.jwt": "a.b.c" }, { idToken: { jwt: "a.b.c" } }],
    [
      { dripBytesPerSecond: "10", hangAfterHeaders: "on" },
      { dripBytesPerSecond: 10, hangAfterHeaders: true },
    ],
    [
      { truncateBodyTo: "0", hugeBodyBytes: "9" },
      { truncateBodyTo: 0, hugeBodyBytes: 9 },
    ],
    [{ gzipBomb: "on" }, { gzipBomb: true }],
    [{ redirectTo: "http://x/" }, { redirectTo: "http://x/" }],
  ])("%o", async (fields, effects) => {
    const done = await set({
      ...(fields as unknown as Record<string, string>),
      times: "2",
      personId: "5",
    });
    expect(done.headers.get("location")).toBe("/_emulator/faults");
    const [fault] = await client.listFaults();
    const { id, ...rest } = fault ?? {};
    expect(rest).toEqual({ endpoint: "token", personId: "5", times: 2, ...effects });
    const page = await at("/faults");
    expect(page).toContain("2 left");
    for (const name of Object.keys(effects)) expect(page).toContain(`<code class="effect">${name}`);
    await submit(origin, "remove-fault", { faultId: String(id) });
    expect(await client.listFaults()).toEqual([]);
  });

  test("strikes, counts down, and is gone", async () => {
    await set({ kakaoCode: "token-temporary", clientId: defaultApp.restApiKey, times: "1" });
    expect(await (await requestToken(origin, { code: "x" })).json()).toMatchObject({
      error_code: "KOE003",
    });
    expect(await at("/faults")).toContain("No faults are set");
  });

  test.each([
    [{}, "effects"],
    [{ endpoint: "nowhere", hang: "on" }, "endpoint"],
    [{ endpoint: "jwks", personId: "1", hang: "on" }, "personId"],
    [{ kakaoCode: "kapi-scope" }, "kakaoCode"],
    [{ times: "two", hang: "on" }, "times"],
    [{ times: "0", hang: "on" }, "times"],
    [{ status: "99" }, "status"],
    [{ status: "1e3" }, "status"],
    [{ delayMs: "-1" }, "delayMs"],
    [{ setFields: "{" }, "setFields"],
    [{ setFields: "[1]" }, "setFields"],
    [{ headers: '{"x": 1}' }, "headers"],
    [{ "idToken.claims": "null" }, "idToken.claims"],
    [{ "idToken.alg": "RS1" }, "idToken.alg"],
  ])("%o comes back with the message at its field, as typed", async (fields, name) => {
    const typed = { body: "kept", ...(fields as Record<string, string>) };
    if (name === "effects") typed.body = "";
    const refused = await set(typed);
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain(`<span class="wire">${name}`);
    if (name !== "effects") expect(page).toContain(`id="fault-${name}-error"`);
    expect(readForm(page, "set-fault").body).toBe(typed.body);
    expect(await client.listFaults()).toEqual([]);
  });

  test("the number of faults stands on every page; all can be removed at once", async () => {
    await set({ hang: "on" });
    await set({ drop: "on" });
    expect(await at("/people")).toContain('<b class="count">2</b>');
    await submit(origin, "clear-faults");
    expect(await at("/people")).not.toContain('class="count"');
  });
});

describe("clock and state", () => {
  test("the clock moves by steps, to an offset, and back", async () => {
    const { clock } = emulator.state;
    await submit(origin, "move-clock", { by: "3600" });
    await submit(origin, "move-clock", { by: String(31 * 86_400) });
    expect(clock.offsetSeconds).toBe(3600 + 31 * 86_400);
    expect(await at("/people")).toContain("Emulator clock +31 d 1 h");
    await submit(origin, "move-clock", { offsetSeconds: "-90" });
    expect(await at("/state")).toContain("−1 min 30 s");
    await submit(origin, "move-clock", { to: "0" });
    expect(clock.offsetSeconds).toBe(0);
  });

  test.each(["", "soon", "1.5", "9".repeat(15), "9".repeat(30)])("not to %j", async (typed) => {
    const refused = await submit(origin, "move-clock", { offsetSeconds: typed });
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain('id="clock-offsetSeconds-error"');
    expect(page).toContain(`name="offsetSeconds" value="${typed}"`);
    expect(emulator.state.clock.offsetSeconds).toBe(0);
  });

  test("keys rotate", async () => {
    const [first] = emulator.state.keys.kids();
    await submit(origin, "rotate-keys");
    const [fresh, second] = emulator.state.keys.kids();
    expect(second).toBe(first);
    expect(await at("/state")).toContain(`<code>${fresh}</code> <span class="mark">signs</span>`);
  });

  test("a snapshot is taken, gone back to, and forgotten", async () => {
    await client.createPerson({ id: "77" });
    await submit(origin, "take-snapshot", { name: "with 77" });
    await client.deletePerson("77");
    const form = readForm(await at("/state"), "restore-snapshot");
    expect(form).toEqual({ name: "with 77" });
    await submit(origin, "restore-snapshot", form);
    expect((await client.readPerson("77")).id).toBe("77");
    await submit(origin, "remove-snapshot", form);
    expect(emulator.state.snapshots.list()).toEqual([]);
    const refused = await submit(origin, "take-snapshot", { name: "  " });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('id="snapshot-name-error"');
  });

  test("reset goes back to the seed", async () => {
    await client.createPerson({ id: "77" });
    await client.setFault({ endpoint: "token", hang: true });
    await submit(origin, "reset");
    expect(emulator.state.people.find("77")).toBeNull();
    expect(await client.listFaults()).toEqual([]);
  });
});

describe("rules", () => {
  test.each(["ko", "en"])(
    "every row of both tables has an anchor and a source (%s)",
    async (language) => {
      const page = await readPage(`${origin}/_emulator/rules`, language);
      for (const id of ruleIds) expect(page).toContain(`<tr id="${id}">`);
      for (const id of endpointIds) expect(page).toContain(`<tr id="endpoint-${id}">`);
      expect(page).toContain('href="https://developers.kakao.com/docs/');
      expect(page).not.toContain("`");
    },
  );
});
