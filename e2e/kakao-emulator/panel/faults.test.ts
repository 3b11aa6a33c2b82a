// The panel's faults: every effect there is a field for, and refusals at their fields.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";
import { requestToken } from "../testing/test-visitor";

const at = (path: string) => readPage(`${origin}/_emulator${path}`);

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
