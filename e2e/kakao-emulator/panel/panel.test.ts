// The panel as a whole: who may steer it, what every page sends, and what it escapes.
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { createKakaoEmulator } from "../server";
import { client, origin } from "../testing/test-emulator";
import { readPage, submit } from "../testing/test-panel";
import { callKapi, Visitor } from "../testing/test-visitor";

const views = ["", "/people", "/people/3956953872", "/apps", "/apps/1000001", "/faults"];
const pages = [...views, "/state", "/rules"].map((path) => `/_emulator${path}`);

const actions = [
  "clear-ledger",
  "make-person",
  "change-person",
  "delete-person",
  "unlink-person",
  "issue-tokens",
  "make-app",
  "change-app",
  "set-fault",
  "remove-fault",
  "clear-faults",
  "move-clock",
  "take-snapshot",
  "restore-snapshot",
  "remove-snapshot",
  "rotate-keys",
  "reset",
];

/** fetch adds and hides headers of its own; this sends what it is told. */
function statusOfPost(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("forms of other sites are refused", () => {
  test.each(actions)("%s", async (action) => {
    const path = `/_emulator/panel/${action}`;
    await client.setFault({ endpoint: "token", hang: true });
    await client.createPerson({ id: "77" });
    await client.setClock(60);
    const before = await Promise.all([client.listPeople(), client.listApps(), client.listFaults()]);
    for (const headers of [
      { origin: "http://evil.test" },
      { origin: "null" },
      { origin: `${origin}.evil.test` },
      { origin: "http://evil.test", "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      {},
    ]) {
      expect(await statusOfPost(path, headers as Record<string, string>)).toBe(403);
    }
    const after = await Promise.all([client.listPeople(), client.listApps(), client.listFaults()]);
    expect(after).toEqual(before);
  });

  test("a browser that sends no Origin says same-origin", async () => {
    await client.setFault({ endpoint: "token", hang: true });
    const headers = { "sec-fetch-site": "same-origin" };
    expect(await statusOfPost("/_emulator/panel/clear-faults", headers)).toBe(303);
    expect(await client.listFaults()).toEqual([]);
  });
});

describe("every page", () => {
  test.each(pages)("%s is a whole page, in both languages, with a strict policy", async (path) => {
    for (const language of ["ko", "en"]) {
      const response = await fetch(`${origin}${path}`, {
        headers: { "accept-language": language },
      });
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(page).toContain(`<html lang="${language}">`);
      expect(page.match(/<h1\b/g)).toHaveLength(1);
      expect(page).not.toMatch(/undefined|\[object|NaN/);
      expect(page).not.toMatch(/<script>|<style|\son\w+="|style="|javascript:/);
      const policy = response.headers.get("content-security-policy");
      expect(policy).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
    }
  });

  test("style sheet and script are files of the emulator", async () => {
    const page = await readPage(`${origin}/_emulator`);
    const files = [...page.matchAll(/(?:href|src)="(\/_emulator\/panel\/[^"]+)"/g)];
    expect(files).toHaveLength(2);
    for (const [, path] of files) {
      const response = await fetch(`${origin}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toMatch(/^text\/(css|javascript)/);
      expect((await response.text()).length).toBeGreaterThan(1000);
    }
  });

  test("the front page leads to the panel", async () => {
    expect(await readPage(origin)).toContain('href="/_emulator"');
  });

  test("looking and steering leaves no trace in the ledger", async () => {
    for (const path of pages) await readPage(`${origin}${path}`);
    await readPage(`${origin}/_emulator/style.css`);
    await submit(origin, "clear-faults");
    expect(await client.readLedger()).toEqual([]);
  });
});

describe("once strangers can reach the emulator", () => {
  test("pages and forms need the control token, the style of Kakao's pages does not", async () => {
    const publicOrigin = "https://kakao.example.com";
    const open = await createKakaoEmulator({ publicOrigin, controlToken: "a token" });
    const local = `http://127.0.0.1:${open.port}`;
    const password = Buffer.from("tester:a token").toString("base64");
    const own = { authorization: `Basic ${password}`, origin: publicOrigin };
    for (const path of pages) expect((await fetch(`${local}${path}`)).status).toBe(401);
    const closed = await submit(local, "reset", {}, { origin: publicOrigin });
    expect(closed.status).toBe(401);
    expect((await fetch(`${local}/_emulator/style.css`)).status).toBe(200);
    expect((await fetch(`${local}/_emulator/state`, { headers: own })).status).toBe(200);
    expect((await submit(local, "reset", {}, own)).status).toBe(303);
    expect((await submit(local, "reset", {}, { ...own, origin: local })).status).toBe(403);
    await open.close();
  });
});

describe("what is not there", () => {
  test.each([
    "/_emulator/people/1",
    "/_emulator/people/99999999999999999999",
    "/_emulator/people/x",
    "/_emulator/apps/1",
    "/_emulator/apps/99999999999999999999",
    "/_emulator/panel/nothing",
    "/_emulator/panel/../../etc/passwd",
    "/_emulator/rules/x",
  ])("GET %s is a page with status 404", async (path) => {
    const response = await fetch(`${origin}${path}`);
    expect(response.status).toBe(404);
  });

  test.each([
    ["nothing", {}],
    ["change-person", { personId: "1" }],
    ["delete-person", {}],
    ["unlink-person", { personId: "1" }],
    ["issue-tokens", { personId: "" }],
    ["change-app", { appId: "1" }],
    ["change-app", {}],
    ["remove-fault", { faultId: "none" }],
    ["restore-snapshot", { name: "none" }],
    ["remove-snapshot", {}],
  ])("POST %s %o is a page with status 404", async (action, fields) => {
    const response = await submit(origin, action, fields as Record<string, string>);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("There is no such thing");
  });

  test("other methods are refused", async () => {
    for (const method of ["PUT", "DELETE", "OPTIONS"]) {
      expect((await fetch(`${origin}/_emulator/people`, { method })).status).toBe(405);
    }
  });

  test("a reload of a refused form leads to the panel", async () => {
    const response = await fetch(`${origin}/_emulator/panel/set-fault`, { redirect: "manual" });
    expect(response.headers.get("location")).toBe("/_emulator");
  });
});

test("whatever a person or a request is called, it is text and never a tag", async () => {
  const evil = `"><img src=x onerror=alert(1)>'&\u202e`;
  const person = await client.createPerson({ nickname: evil, name: evil.slice(0, 90) });
  await client.updateApp(defaultApp.appId, { name: evil });
  const { access_token } = await client.issueTokens(person.id);
  await callKapi(origin, `/v2/user/me?${new URLSearchParams({ [evil]: evil })}`, access_token);
  await new Visitor(origin).authorize({ redirect_uri: `http://x/${evil}`, state: evil });
  await client.setFault({ endpoint: "token", personId: person.id, body: evil });
  const search = new URLSearchParams({ person: evil, path: evil, q: evil });
  for (const path of [...pages, `/_emulator/people/${person.id}`]) {
    for (const query of ["", `?${search}`]) {
      expect(await readPage(`${origin}${path}${query}`)).not.toContain("<img");
    }
  }
  const refused = await submit(origin, "make-person", { id: evil, nickname: evil });
  expect(refused.status).toBe(400);
  expect(await refused.text()).not.toContain("<img");
});
