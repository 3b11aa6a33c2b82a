// /oauth/logout: out of the Kakao account in this browser, and back to the app.
import { describe, expect, test } from "vitest";
import { defaultApp, defaultLogoutRedirectUris } from "../defaults";
import { client, emulator } from "../testing/test-emulator";
import { clientId, locationOf, type Params, toSearch, Visitor } from "../testing/test-visitor";

const home = defaultLogoutRedirectUris[0] ?? "";
const good = { client_id: clientId, logout_redirect_uri: home, state: "s 1" };
const visitor = () => new Visitor(emulator.origin);
const logoutQuery = (changes: Params = {}) => `/oauth/logout?${toSearch({ ...good, ...changes })}`;

async function signedIn(): Promise<Visitor> {
  const browser = visitor();
  await browser.finish("haneul");
  return browser;
}

async function expectRefused(code: string, changes: Params) {
  const browser = await signedIn();
  const response = await browser.get(logoutQuery(changes));
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(`(${code})</h1>`);
  expect(locationOf(await browser.authorize()).searchParams.has("code")).toBe(true);
}

describe("refusals", () => {
  test.each([null, ""])("page-missing-parameter: logout_redirect_uri %j", async (uri) => {
    await expectRefused("KOE207", { logout_redirect_uri: uri });
  });

  test.each([
    `${home}x`,
    home.slice(0, -1),
    home.replace("http:", "https:"),
    "javascript:alert(1)",
  ])("page-logout-redirect-uri: %s is not registered", (uri) =>
    expectRefused("KOE007", { logout_redirect_uri: uri }),
  );

  test("page-logout-redirect-uri: the redirect URIs of sign-in are registered apart", async () => {
    const [uri] = (await client.listApps())[0]?.keys[0]?.redirectUris ?? [];
    await expectRefused("KOE007", { logout_redirect_uri: uri });
  });

  test("page-unknown-client: and an admin key is the wrong kind of key", async () => {
    await expectRefused("KOE101", { client_id: "0".repeat(32) });
    await expectRefused("KOE008", { client_id: defaultApp.adminKey });
  });

  test("page-bad-parameter: a parameter sent twice", async () => {
    const response = await (await signedIn()).get(`${logoutQuery()}&state=x`);
    expect(await response.text()).toContain("(KOE204)</h1>");
  });

  test("a forged form is refused as the address would be", async () => {
    const browser = await signedIn();
    const fields = { ...good, logout_redirect_uri: "https://evil.test/", extent: "account" };
    expect((await browser.post("/_emulator/logout", fields)).status).toBe(400);
    expect(locationOf(await browser.authorize()).searchParams.has("code")).toBe(true);
  });
});

describe("signing out", () => {
  test("with the Kakao account: the next sign-in asks who one is", async () => {
    const browser = await signedIn();
    const page = await (await browser.get(logoutQuery())).text();
    expect(page).toContain("카카오계정과 함께 로그아웃");
    expect(page).toContain("김하늘");
    const back = await browser.post("/_emulator/logout", { ...good, extent: "account" });
    expect([back.status, back.headers.get("location")]).toEqual([302, `${home}?state=s%201`]);
    expect(locationOf(await browser.authorize()).pathname).toBe("/_emulator/sign-in");
  });

  test("of this service only: the next sign-in goes straight through", async () => {
    const browser = await signedIn();
    const back = await browser.post("/_emulator/logout", { ...good, extent: "service" });
    expect(back.headers.get("location")).toBe(`${home}?state=s%201`);
    expect(locationOf(await browser.authorize()).searchParams.has("code")).toBe(true);
  });

  test("when nobody is signed in, the browser goes back at once; no state, no state", async () => {
    const response = await visitor().get(logoutQuery({ state: null }));
    expect([response.status, response.headers.get("location")]).toEqual([302, home]);
  });

  test("the access token stays: it is not what /v1/user/logout does", async () => {
    const browser = visitor();
    const person = await client.createPerson();
    const { access_token } = await client.issueTokens(person.id);
    await browser.finish(person.loginId);
    await browser.post("/_emulator/logout", { ...good, extent: "account" });
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${emulator.origin}/v2/user/me`, { headers })).status).toBe(200);
  });

  test("the account chooser still offers who was signed in", async () => {
    const browser = await signedIn();
    await browser.post("/_emulator/logout", { ...good, extent: "account" });
    const chooser = locationOf(await browser.authorize({ prompt: "select_account" }));
    const page = await (await browser.get(chooser.pathname + chooser.search)).text();
    expect(page).toContain("어떤 계정으로 계속할까요?");
    expect(page).toContain("김하늘");
  });

  test("in English", async () => {
    const browser = await signedIn();
    browser.language = "en";
    expect(await (await browser.get(logoutQuery())).text()).toContain(
      "Log out of this service only",
    );
  });

  test("a fault strikes the way back", async () => {
    await client.setFault({ endpoint: "account_logout", clientId, setFields: { state: "other" } });
    const response = await visitor().get(logoutQuery());
    expect(response.headers.get("location")).toBe(`${home}?state=other`);
  });
});
