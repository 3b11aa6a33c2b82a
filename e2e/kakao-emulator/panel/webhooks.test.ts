// The panel's webhooks: what was sent, sending one by hand, and what cannot be sent.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";

const appId = String(defaultApp.appId);
const view = (language = "en") => readPage(`${origin}/_emulator/webhooks`, language);

let receiver: Server;
let url: string;
let received: { authorization: string | undefined; body: string }[] = [];
let status = 200;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const { authorization } = request.headers;
    received.push({ authorization, body: await text(request) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
  received = [];
  status = 200;
});
afterAll(() => receiver.close());

test("what was sent is shown with its outcome, its claims and what it means", async () => {
  await client.updateApp(defaultApp.appId, { accountStateWebhook: { url } });
  const person = await client.createPerson({ nickname: "<b>웹훅</b>" });
  await client.issueTokens(person.id);
  await client.unlink(person.id);
  await client.readWebhooks({ personId: person.id });
  const page = await view();
  expect(page).toContain("user-unlinked");
  expect(page).toContain("&lt;b&gt;웹훅&lt;/b&gt;");
  expect(page).not.toContain("<b>웹훅");
  expect(page).toContain("UNLINK_FROM_APPS");
  // 200 is not the 202 that the account-state webhook wants.
  expect(page).toContain('<span class="code">refused</span>');
  status = 202;
  await client.issueTokens(person.id);
  await client.readWebhooks({ personId: person.id });
  expect(await view()).toContain('<span class="code">received</span>');
});

describe("sending one by hand", () => {
  test("an unlink webhook, untouched but for the person and the address", async () => {
    const form = { ...readForm(await view(), "send-unlink"), personId: "42", url };
    expect((await submit(origin, "send-unlink", form)).status).toBe(303);
    expect(received).toEqual([
      {
        authorization: `KakaoAK ${defaultApp.adminKey}`,
        body: `app_id=${appId}&user_id=42&referrer_type=ACCOUNT_DELETE`,
      },
    ]);
  });

  test("with a wrong key, without one, and three times", async () => {
    const fields = { appId, personId: "42", url };
    await submit(origin, "send-unlink", { ...fields, wrongKey: "on" });
    await submit(origin, "send-unlink", { ...fields, noKey: "on" });
    await submit(origin, "send-unlink", { ...fields, repeat: "3" });
    const keys = received.map(({ authorization }) => authorization);
    expect(keys[0]).toMatch(/^KakaoAK 0{32}$/);
    expect(keys[1]).toBeUndefined();
    expect(keys).toHaveLength(5);
  });

  test("an account-state webhook without a signature", async () => {
    const form = { ...readForm(await view(), "send-account-state"), personId: "42", url };
    await submit(origin, "send-account-state", { ...form, algNone: "on", jti: "same" });
    const [header = "", payload = "", signature] = received[0]?.body.split(".") ?? [];
    const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(decode(header)).toMatchObject({ alg: "none", typ: "secevent+jwt" });
    expect(decode(payload)).toMatchObject({ sub: "42", jti: "same" });
    expect(signature).toBe("");
  });

  test("what cannot be sent comes back with what was typed", async () => {
    const typed = { appId, personId: "77", repeat: "many" };
    const refused = await submit(origin, "send-unlink", typed);
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain('id="send-unlink-repeat-error"');
    expect(readForm(page, "send-unlink")).toMatchObject(typed);
    const noUrl = await submit(origin, "send-account-state", { appId, personId: "77" });
    expect(await noUrl.text()).toContain('id="send-account-state-url-error"');
    expect(received).toEqual([]);
  });

  test("not for a page of another site", async () => {
    const fields = { appId, personId: "42", url };
    const refused = await submit(origin, "send-unlink", fields, { origin: "http://evil.test" });
    expect(refused.status).toBe(403);
    expect(received).toEqual([]);
  });
});
