// The panel's ledger: what a row says, what the filters find, what the script is sent.
import { describe, expect, test } from "vitest";
import { defaultApp, strangerApp } from "../defaults";
import { client, emulator, origin } from "../testing/test-emulator";
import { readPage, submit } from "../testing/test-panel";
import { callKapi, obtainTokens, requestToken, Visitor } from "../testing/test-visitor";
import { indentJson, readClaims } from "./wire-text";

const front = () => `${origin}/_emulator`;
const countRows = (page: string) => page.match(/<li class="entry/g)?.length ?? 0;

async function readRows(query: string) {
  const response = await fetch(`${front()}/panel/ledger-rows?${query}`);
  return (await response.json()) as {
    rows: string;
    newest: number | null;
    oldestKept: number | null;
  };
}

describe("a row", () => {
  test("says who asked what, and links a refusal to its rule", async () => {
    await new Visitor(origin).authorize({ redirect_uri: "http://localhost:9/unknown" });
    await callKapi(origin, "/v2/user/me", "dead");
    await requestToken(origin, { code: "nobody-knows-it" });
    const page = await readPage(front());
    for (const [rule, code] of [
      ["page-redirect-uri", "KOE006"],
      ["kapi-token-unknown", "-401"],
      ["token-code", "KOE320"],
    ]) {
      expect(page).toContain(`<span class="wire code">${code}</span>`);
      expect(page).toContain(`<a class="rule-link" href="/_emulator/rules#${rule}"`);
      expect(await readPage(`${front()}/rules`)).toContain(`<tr id="${rule}">`);
    }
    expect(page.indexOf("KOE320")).toBeLessThan(page.indexOf("KOE006"));
    expect(page).toContain(defaultApp.name);
  });

  test("opens to all that travelled: secrets, headers, body, claims of the ID token", async () => {
    const { access_token } = await obtainTokens(origin, "haneul", { changes: { nonce: "n-1" } });
    await callKapi(origin, "/v2/user/me", access_token);
    const page = await readPage(front());
    expect(page).toContain(defaultApp.clientSecret);
    expect(page).toContain(`<dd>Bearer ${access_token}</dd>`);
    expect(page).toContain("&quot;nonce&quot;: &quot;n-1&quot;");
    expect(page).toContain("&quot;id&quot;: 3956953872");
    expect(page).toContain('<span class="who" dir="auto">김하늘</span>');
  });

  test("says what a fault did, and that a cut request has no answer", async () => {
    await client.setFault({ endpoint: "token", clientId: defaultApp.restApiKey, drop: true });
    await requestToken(origin, { code: "x" }).catch(() => {});
    const page = await readPage(front());
    expect(page).toContain('fault <span class="wire">drop</span>');
    expect(page).toContain("cut off");
    expect(page).not.toContain("data-waiting");
  });

  test("waits while the answer is under way", async () => {
    await client.setFault({ endpoint: "user_me", delayMs: 600_000 });
    const control = new AbortController();
    const slow = fetch(`${origin}/v2/user/me`, { signal: control.signal }).catch(() => null);
    await expect.poll(() => readPage(front())).toContain("data-waiting");
    control.abort();
    await slow;
  });
});

describe("filters", () => {
  async function makeTraffic() {
    await obtainTokens(origin, "haneul");
    await obtainTokens(origin, "doyun");
    await callKapi(origin, "/v2/user/me", "dead");
    await new Visitor(origin).authorize({ client_id: strangerApp.restApiKey });
  }

  test.each([
    ["person=%EA%B9%80%ED%95%98", 2],
    ["person=DOYUN", 2],
    ["person=3956953872", 2],
    ["person=nobody-at-all", 0],
    ["path=TOKEN", 2],
    ["path=%2Foauth%2F", 5],
    ["refused=on", 1],
    [`app=${strangerApp.appId}`, 1],
    ["path=user&refused=on", 1],
    ["path=token&refused=on", 0],
    ["since=x&before=-1&app=x", 0],
  ])("%s", async (query, count) => {
    await makeTraffic();
    const found = emulator.state.ledger.read().length;
    expect(found).toBeGreaterThan(count);
    const page = await readPage(`${front()}?${query}`);
    if (query.startsWith("person=") && count > 0) {
      // The consent page's answer and the token request know the person; earlier pages do not.
      expect(countRows(page)).toBeGreaterThanOrEqual(count);
      expect(countRows(page)).toBeLessThan(found);
    } else expect(countRows(page)).toBe(count);
  });

  test("somebody who is gone is still found by number", async () => {
    const person = await client.createPerson();
    await obtainTokens(origin, person.loginId);
    await client.deletePerson(person.id);
    expect(countRows(await readPage(`${front()}?person=${person.id}`))).toBeGreaterThan(0);
  });

  test("pages of a hundred, older ones behind a link that keeps the filter", async () => {
    for (let call = 0; call < 130; call += 1) await callKapi(origin, "/v2/user/me", "dead");
    const first = await readPage(`${front()}?refused=on`);
    expect(countRows(first)).toBe(100);
    const older = /href="(\/_emulator\?refused=on&amp;before=\d+)"/.exec(first)?.[1] ?? "";
    const second = await readPage(`${origin}${older.replace("&amp;", "&")}`);
    expect(countRows(second)).toBe(30);
    expect(second).toContain('href="/_emulator?refused=on"');
  });

  test("an empty ledger and a filter without a find are told apart", async () => {
    expect(await readPage(front())).toContain(">No requests yet");
    await callKapi(origin, "/v2/user/me", "dead");
    expect(await readPage(`${front()}?path=none`)).toContain(">No request fits");
  });
});

describe("live rows", () => {
  test("only what is new, and what was cleared", async () => {
    await callKapi(origin, "/v2/user/me", "one");
    const all = await readRows("");
    expect(countRows(all.rows)).toBe(1);
    await callKapi(origin, "/v2/user/me", "two");
    const news = await readRows(`since=${all.newest}`);
    expect(countRows(news.rows)).toBe(1);
    expect(news.rows).toContain("Bearer two");
    expect(news.oldestKept).toBe(all.newest);
    expect((await submit(origin, "clear-ledger")).headers.get("location")).toBe("/_emulator");
    expect(await readRows("")).toEqual({ rows: "", newest: null, oldestKept: null });
  });
});

describe("JSON for reading", () => {
  test("keeps every digit and every string as it is", () => {
    const text = '{"id":9007199254740993,"a":[],"b":{"c":"x, {y}: \\"z\\""},"n":[1,2]}';
    const shown = indentJson(text);
    expect(shown).toContain('"id": 9007199254740993');
    expect(shown).toContain('"c": "x, {y}: \\"z\\""');
    expect(shown).toContain('"a": []');
    expect(JSON.parse(shown)).toEqual(JSON.parse(text));
  });

  test("text that is not JSON, or is cut off, stays readable", () => {
    expect(indentJson("<html>{}</html>")).toBe("<html>{}</html>");
    expect(indentJson('{"a":"unfinish')).toBe('{\n  "a": "unfinish');
    expect(indentJson("]]]")).toBe("]]]");
  });

  test("claims come from an ID token only", () => {
    const payload = Buffer.from('{"sub":"7"}').toString("base64url");
    expect(readClaims(`{"id_token":"e30.${payload}.x"}`)).toBe('{"sub":"7"}');
    expect(readClaims(`{"access_token":"e30.${payload}.x"}`)).toBeNull();
  });
});
