// /oauth/authorize and its pages, driven over HTTP.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, emulator } from "../testing/test-emulator";
import { locationOf, makePkce, type Params, redirectUri, Visitor } from "../testing/test-visitor";

const visitor = () => new Visitor(emulator.origin);

async function expectPage(rule: string, code: string, changes: Params) {
  const response = await visitor().authorize(changes);
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  const page = await response.text();
  expect(page).toMatch(new RegExp(`<h1>(앱 관리자 설정 오류|잘못된 요청) \\(${code}\\)</h1>`));
  const [entry] = await client.readLedger({ path: "/oauth/authorize" });
  expect(entry).toMatchObject({ rule, code, status: 400 });
  return page;
}

describe("refusals on Kakao's own page", () => {
  test("page-unknown-client: a client_id that no app has", async () => {
    await expectPage("page-unknown-client", "KOE101", { client_id: "0".repeat(32) });
  });

  test("page-unknown-client: no client_id", async () => {
    await expectPage("page-unknown-client", "KOE101", { client_id: null });
  });

  test("page-login-off: Kakao Login switched off", async () => {
    await client.updateApp(defaultApp.appId, { loginEnabled: false });
    await expectPage("page-login-off", "KOE004", {});
  });

  test("page-not-member: a test app and a stranger", async () => {
    await client.updateApp(defaultApp.appId, { testMembers: ["3956953901"] });
    const response = await visitor().signIn("haneul");
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("앱 관리자 설정 오류 (KOE005)");
    const member = await visitor().signIn("doyun");
    expect(locationOf(member).pathname).toBe("/_emulator/consent");
  });

  test.each([
    `${redirectUri}/`,
    `${redirectUri}?next=1`,
    redirectUri.replace("http:", "https:"),
    redirectUri.replace("localhost", "127.0.0.1"),
    redirectUri.toUpperCase(),
  ])("page-redirect-uri: %s is not registered", async (uri) => {
    await expectPage("page-redirect-uri", "KOE006", { redirect_uri: uri });
  });

  test("page-response-type: neither code nor token", async () => {
    await expectPage("page-response-type", "KOE201", { response_type: "id_token" });
  });

  test("page-implicit: response_type=token", async () => {
    await expectPage("page-implicit", "KOE202", { response_type: "token" });
  });

  test("page-bad-parameter: a plain challenge, a short one, or one without a method", async () => {
    const { challenge } = makePkce();
    const plain = { code_challenge: challenge, code_challenge_method: "plain" };
    await expectPage("page-bad-parameter", "KOE204", plain);
    for (const changes of [
      { code_challenge: challenge },
      { code_challenge: "short", code_challenge_method: "S256" },
      { code_challenge_method: "S256" },
    ]) {
      expect((await visitor().authorize(changes)).status).toBe(400);
    }
  });

  test("page-bad-parameter: a parameter sent twice", async () => {
    const twice = `client_id=${defaultApp.restApiKey}&state=a&state=b&response_type=code`;
    const uri = encodeURIComponent(redirectUri);
    const response = await visitor().get(`/oauth/authorize?${twice}&redirect_uri=${uri}`);
    expect(await response.text()).toContain("(KOE204)");
  });

  test("page-scope: items the app has not configured are listed", async () => {
    const page = await expectPage("page-scope", "KOE205", {
      scope: "profile_nickname birthday,email",
    });
    expect(page).toContain("<code>birthday,email</code>");
  });

  test("page-scope: openid while OpenID Connect is off", async () => {
    await client.updateApp(defaultApp.appId, { oidc: false });
    await expectPage("page-scope", "KOE205", { scope: "openid" });
  });

  test.each(["redirect_uri", "response_type"])("page-missing-parameter: %s", async (name) => {
    await expectPage("page-missing-parameter", "KOE207", { [name]: null });
    await client.clearLedger();
    await expectPage("page-missing-parameter", "KOE207", { [name]: "" });
  });

  test("the page is English for an English browser", async () => {
    const english = visitor();
    english.language = "en-US,en;q=0.9,ko;q=0.8";
    const page = await (await english.authorize({ redirect_uri: "http://evil.test/" })).text();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain("Admin Settings Issue (KOE006)");
    expect(page).toContain("An error in the 험블벅 service settings prevents");
  });
});

describe("errors that go back to the app", () => {
  test("callback-cancelled: Cancel, byte for byte as Kakao writes it", async () => {
    const browser = visitor();
    const signedIn = await browser.signIn("haneul", { state: "a b/한" });
    const response = await browser.decide(signedIn, "cancel");
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(
      `${redirectUri}?error=access_denied&error_description=User%20denied%20access&state=a%20b%2F%ED%95%9C`,
    );
  });

  test("callback-under-14: a child differs only by the description", async () => {
    const back = locationOf(await visitor().signIn("eunu"));
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.get("error_description")).toBe("Not allowed under age 14");
  });

  test("callback-login-required: prompt=none and nobody signed in", async () => {
    const back = locationOf(await visitor().authorize({ prompt: "none", state: "s" }));
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: "login_required",
      error_description: "user authentication required",
      state: "s",
    });
  });

  test("callback-consent-required: prompt=none and not linked, or an item not agreed", async () => {
    const browser = visitor();
    await browser.signIn("haneul");
    const unlinked = await browser.authorize({ prompt: "none" });
    expect(unlinked.headers.get("location")).toBe(
      `${redirectUri}?error=consent_required&error_description=user%20consent%20required.`,
    );
    await browser.finish("haneul");
    const code = locationOf(await browser.authorize({ prompt: "none" }));
    expect(code.searchParams.get("code")).toMatch(/^[\w-]{86}$/);
    const more = await browser.authorize({ prompt: "none", scope: "openid,account_email" });
    expect(locationOf(more).searchParams.get("error")).toBe("consent_required");
  });

  test("callback-interaction-required: prompt=none and a sanctioned account", async () => {
    const browser = visitor();
    await browser.finish("haneul");
    await client.updatePerson("3956953872", { sanctioned: true });
    const back = locationOf(await browser.authorize({ prompt: "none" }));
    expect(back.searchParams.get("error")).toBe("interaction_required");
  });
});

describe("the way through", () => {
  test("first sign-in asks for consent; the redirect is 302 with an empty body", async () => {
    const browser = visitor();
    const signedIn = await browser.signIn("haneul", { state: "xyz" });
    expect(locationOf(signedIn).pathname).toBe("/_emulator/consent");
    const response = await browser.decide(signedIn, "agree");
    expect(response.status).toBe(302);
    expect(response.headers.get("content-length")).toBe("0");
    const back = response.headers.get("location") ?? "";
    expect(back).toMatch(
      /^http:\/\/localhost:3000\/api\/auth\/callback\/kakao\?code=[\w-]{86}&state=xyz$/,
    );
  });

  test("without state there is none in the redirect; an empty one comes back empty", async () => {
    const without = await visitor().finish("haneul");
    expect([...without.searchParams.keys()]).toEqual(["code"]);
    const empty = await visitor().finish("haneul", { state: "" });
    expect(empty.searchParams.get("state")).toBe("");
  });

  test("a linked person with a session goes straight through; prompt=login asks again", async () => {
    const browser = visitor();
    await browser.finish("haneul");
    const straight = locationOf(await browser.authorize());
    expect(straight.searchParams.has("code")).toBe(true);
    for (const prompt of ["login", "select_account", "create", "select_account,login"]) {
      const page = locationOf(await browser.authorize({ prompt }));
      expect(page.pathname).toBe("/_emulator/sign-in");
    }
  });

  test("unlinking brings the consent page back", async () => {
    const browser = visitor();
    await browser.finish("haneul");
    await client.unlink("3956953872");
    expect(locationOf(await browser.authorize()).pathname).toBe("/_emulator/consent");
  });

  test("items during use are shown only when named, and agreed ones are not shown again", async () => {
    await client.updateApp(defaultApp.appId, {
      consentItems: {
        profile_nickname: "required",
        account_email: "optional",
        gender: "during_use",
      },
    });
    const browser = visitor();
    const first = await browser.get(locationOf(await browser.signIn("haneul")).href);
    const page = await first.text();
    expect(page).toContain("profile_nickname");
    expect(page).not.toContain("gender");
    await browser.finish("haneul");
    const asked = await browser.authorize({ scope: "openid profile_nickname gender" });
    const more = await (await browser.get(locationOf(asked).href)).text();
    expect(more).toContain("gender");
    expect(more).not.toContain('value="profile_nickname"');
  });

  test("a required item is agreed to whatever the form says; an unasked one never is", async () => {
    await client.updateApp(defaultApp.appId, {
      consentItems: {
        profile_nickname: "required",
        profile_image: "optional",
        gender: "during_use",
      },
    });
    await visitor().finish("haneul", {}, ["gender", "account_email"]);
    const { links } = await client.readPerson("3956953872");
    expect(links).toMatchObject([{ appId: defaultApp.appId, agreed: ["profile_nickname"] }]);
  });

  test("an existing query of the redirect URI is kept", async () => {
    const uri = "http://localhost:3000/callback?team=a%20b&x=1";
    await client.updateApp(defaultApp.appId, { redirectUris: [uri] });
    const back = await visitor().finish("haneul", { redirect_uri: uri });
    expect(back.href).toMatch(/^http:\/\/localhost:3000\/callback\?team=a%20b&x=1&code=[\w-]{86}$/);
  });

  test("unknown parameters are ignored, and an empty scope is no scope", async () => {
    const response = await visitor().authorize({ scope: "", auto_login: "1", response_mode: "x" });
    expect(locationOf(response).pathname).toBe("/_emulator/sign-in");
  });

  test("a person is found by e-mail too, and made on the spot when new", async () => {
    const browser = visitor();
    const known = await browser.signIn("Haneul.Kim@example.com");
    expect(locationOf(known).pathname).toBe("/_emulator/consent");
    const unknown = await visitor().signIn("nobody@example.com");
    expect(locationOf(unknown).searchParams.get("notice")).toBe("unknown");
    const transaction = browser.transactionOf(await browser.authorize({ prompt: "create" }));
    const fields = { transaction, action: "create", nickname: "", email: "new@example.com" };
    const made = await browser.post("/_emulator/sign-in", fields);
    expect(locationOf(made).pathname).toBe("/_emulator/consent");
    const people = await client.listPeople();
    expect(people.at(-1)).toMatchObject({ email: "new@example.com", defaultNickname: true });
  });

  test("a sanctioned person cannot sign in", async () => {
    await client.updatePerson("3956953872", { sanctioned: true });
    const response = await visitor().signIn("haneul");
    expect(locationOf(response).searchParams.get("notice")).toBe("sanctioned");
  });

  test("login_hint prefills the field, escaped", async () => {
    const browser = visitor();
    const hint = '"><script>alert(1)</script>';
    const response = await browser.authorize({ login_hint: hint });
    const page = await (await browser.get(locationOf(response).href)).text();
    expect(page).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script>");
  });

  test("the account chooser offers the accounts of this browser only", async () => {
    const browser = visitor();
    await browser.finish("haneul");
    const response = await browser.authorize({ prompt: "select_account" });
    const page = await (await browser.get(locationOf(response).href)).text();
    expect(page).toContain("김하늘");
    expect(page).not.toContain("이도윤");
    expect(page).toContain("다른 계정으로 로그인");
  });

  test("a finished or unknown transaction shows a page, not a form", async () => {
    const browser = visitor();
    const signedIn = await browser.signIn("haneul");
    await browser.decide(signedIn, "agree");
    const again = await browser.decide(signedIn, "agree");
    expect(again.status).toBe(410);
    expect((await browser.get("/_emulator/sign-in?transaction=x")).status).toBe(410);
  });

  test("names of people and apps are escaped wherever they are shown", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    await client.updateApp(defaultApp.appId, { name: evil });
    const person = await client.createPerson({
      nickname: evil,
      email: `"${evil}"@x.test`,
      listed: true,
    });
    const browser = visitor();
    const signIn = await browser.get(locationOf(await browser.authorize()).href);
    const consent = await browser.get(locationOf(await browser.signIn(person.loginId)).href);
    const home = await browser.get("/");
    const koe = await browser.authorize({ redirect_uri: evil });
    for (const response of [signIn, consent, home, koe]) {
      const page = await response.text();
      expect(page).not.toContain("<img");
      expect(page).toContain("&lt;img");
    }
  });

  test("pages are for people without scripts, and cannot be framed", async () => {
    const response = await visitor().authorize({ client_id: null });
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("form-action");
  });
});

test("a login id that is cut within an emoji comes back to the page", async () => {
  const back = await visitor().signIn(`${"x".repeat(199)}🐞`);
  expect(back.status).toBe(303);
  expect(locationOf(back).searchParams.get("notice")).toBe("unknown");
});
