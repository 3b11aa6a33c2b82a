// The token vault as an operator switches it on: what is kept, who can use it, how it is refreshed.

import { baseUrl } from "./addresses";
import { Canaries } from "./canaries";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { dumpTables } from "./own-database";
import { signInAt } from "./own-site";
import { countUnopenable, FIND_SEALED_ROWS, type SealedRow } from "./sealed-tokens";
import { readCsrfToken, readMe, signIn } from "./sign-in-steps";
import {
  age,
  countRefreshes,
  outcomeOf,
  postRefresh,
  readFormToken,
  readGiven,
  readSealed,
  readTokens,
  refreshProfile,
  startVaultSite,
  type VaultSite,
} from "./token-vault-steps";
import { Visitor } from "./visitor";

// One site for all of them: starting it takes longer than they do.
test.describe.configure({ mode: "default" });

let site: VaultSite;
test.beforeAll(async () => {
  site = await startVaultSite();
});
test.afterAll(() => site.stop());

const faultFor = (personId: string, fault: object) =>
  site.kakao.client.setFault({ endpoint: "token", personId, ...fault });

test("a sign-in's tokens are kept sealed, the newest win, and a dump holds none of them (SE-1, SE-4, I7)", async () => {
  const guest = await signInAt(site, site.first);
  const [given] = await readGiven(site, guest);
  const kept = { access: given.access_token, refresh: given.refresh_token };
  expect(await readTokens(site, guest)).toEqual(kept);
  await signInAt(site, site.second, guest.person);
  const both = await readGiven(site, guest);
  expect(await readTokens(site, guest)).toEqual({
    access: both[1].access_token,
    refresh: both[1].refresh_token,
  });
  await age(site, guest, { access: true });
  expect(await refreshProfile(guest, site.second)).toBe("refreshed");

  const canaries = new Canaries();
  for (const answer of await readGiven(site, guest))
    for (const name of ["access_token", "refresh_token", "id_token"])
      if (answer[name]) canaries.add(name, answer[name]);
  expect(canaries.size).toBeGreaterThanOrEqual(7);
  expect(canaries.findIn(await dumpTables(site.database))).toEqual([]);
  const account = await guest.visitor.send(`${site.first.url}/account`);
  expect(canaries.findIn(account.body)).toEqual([]);
  expect(canaries.findIn(site.first.output() + site.second.output())).toEqual([]);
  const rows = await site.database.rows<SealedRow>(FIND_SEALED_ROWS);
  expect(countUnopenable(rows, [site.secret])).toBe(0);
});

test("the button on the account page takes the profile from Kakao again", async () => {
  const guest = await signInAt(site, site.first);
  const account = () => guest.visitor.send(`${site.first.url}/account`);
  expect((await account()).body).toContain("카카오에서 다시 가져오기");
  await site.kakao.client.updatePerson(guest.person.id, { nickname: "바뀐 이름" });
  await age(site, guest);
  expect(await refreshProfile(guest, site.first)).toBe("refreshed");
  expect((await account()).body).toContain("바뀐 이름");
  const said = await guest.visitor.send(`${site.first.url}/account?profile=refreshed`);
  expect(said.body).toContain("카카오에서 새로 가져왔어요.");
  expect(await countRefreshes(site, guest)).toBe(0);
});

test("the form is for this session's own page alone, and for POST (WB-2)", async () => {
  const guest = await signInAt(site, site.first);
  const other = await signInAt(site, site.first);
  const url = `${site.first.url}/account/profile/refresh`;
  const token = await readFormToken(guest, site.first);
  for (const csrfToken of ["", "x", await readFormToken(other, site.first)])
    expect((await postRefresh(guest, site.first, csrfToken)).status).toBe(403);
  const fromElsewhere = { origin: "https://evil.test", "sec-fetch-site": "cross-site" };
  const foreign = await guest.visitor.post(url, { csrfToken: token }, fromElsewhere);
  expect(foreign.status).toBe(403);
  for (const method of ["GET", "PUT", "DELETE"]) {
    const { status, headers } = await guest.visitor.send(url, { method });
    expect([status, headers.allow]).toEqual([405, "POST"]);
  }
  expect(
    outcomeOf(await postRefresh({ ...guest, visitor: new Visitor() }, site.first, token)),
  ).toBe("303 /sign-in");
});

test("with the vault off there is no button, and nobody behind it (DEC-1)", async ({ person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect((await visitor.send(`${baseUrl()}/account`)).body).not.toContain("다시 가져오기");
  const csrfToken = await readCsrfToken(visitor);
  const answer = await visitor.post(`${baseUrl()}/account/profile/refresh`, { csrfToken });
  expect(answer.status).toBe(404);
});

test("twenty requests at each of two instances refresh once (SE-4)", async () => {
  const guest = await signInAt(site, site.first);
  await age(site, guest, { access: true });
  await faultFor(guest.person.id, { delayMs: 600 });
  const csrfToken = await readFormToken(guest, site.first);
  const at = (app: typeof site.first) =>
    Array.from({ length: 20 }, () => postRefresh(guest, app, csrfToken));
  const answers = await Promise.all([...at(site.first), ...at(site.second)]);
  expect(new Set(answers.map(outcomeOf))).toEqual(new Set(["refreshed"]));
  expect(await countRefreshes(site, guest)).toBe(1);
});

test("another person's ciphertext opens for nobody else, and nothing of it is used (SE-1)", async () => {
  const [a, b] = [await signInAt(site, site.first), await signInAt(site, site.first)];
  const [victim] = await readGiven(site, a);
  await site.database.rows(
    `UPDATE "KakaoToken" b SET "accessToken" = a."accessToken", "refreshToken" = a."refreshToken"
     FROM "KakaoToken" a WHERE b."userId" = $1 AND a."userId" = $2`,
    [b.userId, a.userId],
  );
  await age(site, b);
  const since = (await site.kakao.client.readLedger()).at(-1)?.seq ?? 0;
  expect(await refreshProfile(b, site.first)).toBe("reconnect");
  await age(site, b, { access: true });
  expect(await refreshProfile(b, site.second)).toBe("reconnect");
  expect(await site.kakao.client.readLedger({ since, personId: a.person.id })).toEqual([]);
  expect(await readMe(b.visitor, site.first.url)).toMatchObject({ nickname: b.person.nickname });
  await age(site, a);
  expect(await refreshProfile(a, site.first)).toBe("refreshed");
  expect(site.first.output()).not.toContain(victim.access_token);
  // Signing in again is what helps.
  await signInAt(site, site.first, b.person);
  expect(await readTokens(site, b)).toEqual({
    access: expect.any(String),
    refresh: expect.any(String),
  });
});

test("a token that Kakao calls dead is refreshed once, and the session stays (K6)", async () => {
  const guest = await signInAt(site, site.first);
  await age(site, guest);
  const dead = { endpoint: "user_me", personId: guest.person.id, kakaoCode: -401 } as const;
  await site.kakao.client.setFault({ ...dead, times: 1 });
  expect(await refreshProfile(guest, site.first)).toBe("refreshed");
  expect(await countRefreshes(site, guest)).toBe(1);
  await age(site, guest);
  const fault = await site.kakao.client.setFault(dead);
  expect(await refreshProfile(guest, site.first)).toBe("reconnect");
  expect(await countRefreshes(site, guest)).toBe(2);
  await site.kakao.client.clearFault(fault.id);
  expect(await readMe(guest.visitor, site.first.url)).not.toBeNull();
});

test("who has unlinked is asked to sign in again, keeps the session, and no dead token (K6)", async () => {
  const guest = await signInAt(site, site.first);
  await site.kakao.client.unlink(guest.person.id);
  await age(site, guest);
  expect(await refreshProfile(guest, site.first)).toBe("reconnect");
  expect(await readSealed(site, guest)).toBeNull();
  const page = await guest.visitor.send(`${site.first.url}/account?profile=reconnect`);
  expect(page.body).toContain("카카오와 연결이 끊겼어요.");
  expect(page.body).toContain('action="/api/auth/signin/kakao"');
  expect(await readMe(guest.visitor, site.first.url)).not.toBeNull();
});

test("temporary failures of a refresh are tried again, three times in all (K3)", async () => {
  const guest = await signInAt(site, site.first);
  await age(site, guest, { access: true });
  await faultFor(guest.person.id, { status: 502, body: "<html>", times: 2 });
  expect(await refreshProfile(guest, site.first)).toBe("refreshed");
  expect(await countTokenRequests(guest.person.id)).toBe(4);
  await age(site, guest, { access: true });
  const fault = await faultFor(guest.person.id, { status: 503, body: "" });
  expect(await refreshProfile(guest, site.first)).toBe("unavailable");
  expect(await countTokenRequests(guest.person.id)).toBe(7);
  await site.kakao.client.clearFault(fault.id);
  expect(await refreshProfile(guest, site.first)).toBe("refreshed");
});

async function countTokenRequests(personId: string): Promise<number> {
  return (await site.kakao.client.readLedger({ path: "/oauth/token", personId })).length;
}

for (const [what, idToken] of [
  ["issuer", { claims: { iss: "https://kauth.evil.test" } }],
  ["person", { claims: { sub: "1" } }],
  ["audience", { claims: { aud: "another" } }],
  ["key", { key: "unpublished" }],
] as const)
  test(`a refreshed id_token of another ${what} is refused, and the row stays (TV-19)`, async () => {
    const guest = await signInAt(site, site.first);
    await age(site, guest, { access: true });
    const before = await readSealed(site, guest);
    const fault = await faultFor(guest.person.id, { idToken });
    expect(await refreshProfile(guest, site.first)).toBe("reconnect");
    expect(await readSealed(site, guest)).toEqual(before);
    expect(site.first.output()).toContain(`"event":"vault.alarm","user":"${guest.userId}"`);
    await site.kakao.client.clearFault(fault.id);
    expect(await refreshProfile(guest, site.first)).toBe("refreshed");
  });

test("an answer without a refresh token keeps the old one, in its last month a new one comes (TV-19)", async () => {
  const { client } = site.kakao;
  const guest = await signInAt(site, site.first);
  const refresh = async () => {
    await age(site, guest, { access: true });
    expect(await refreshProfile(guest, site.second)).toBe("refreshed");
    return (await readTokens(site, guest))?.refresh;
  };
  const original = (await readTokens(site, guest))?.refresh;
  expect(await refresh()).toBe(original);
  // Its own clock would make id_tokens of another time.
  await client.updateApp(defaultApp.appId, { oidc: false });
  await client.setClock(40 * 24 * 60 * 60);
  const renewed = await refresh();
  expect(renewed).not.toBe(original);
  expect(await refresh()).toBe(renewed);
  await client.setClock(0);
  await client.updateApp(defaultApp.appId, { oidc: true });
});
