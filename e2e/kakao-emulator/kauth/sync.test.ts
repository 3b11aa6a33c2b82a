// Kakao Sync and KakaoTalk at /oauth/authorize: service terms, channels, Talk's own browser, and
// the people who may not come in.
import { beforeEach, describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, emulator } from "../testing/test-emulator";
import { locationOf, redirectUri, Visitor } from "../testing/test-visitor";

const { appId } = defaultApp;
const visitor = () => new Visitor(emulator.origin);

const inTalk = () => {
  const browser = visitor();
  browser.userAgent = "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36 KAKAOTALK/10.8.0";
  return browser;
};

async function consentPage(browser: Visitor, signedIn: Response): Promise<string> {
  const { pathname, search } = locationOf(signedIn);
  expect(pathname).toBe("/_emulator/consent");
  return (await browser.get(pathname + search)).text();
}

const linkOf = async (loginId: string) => {
  const person = (await client.listPeople()).find((other) => other.loginId === loginId);
  return (await client.readPerson(person?.id ?? "")).links[0];
};

describe("service terms", () => {
  beforeEach(() =>
    client.updateApp(appId, {
      kakaoSync: true,
      serviceTerms: [
        { tag: "use", title: "이용약관", required: true },
        { tag: "privacy", title: "개인정보", required: true },
        { tag: "news", title: "소식 받기" },
      ],
    }),
  );

  test("all of the app's terms are shown to somebody new; required ones are agreed", async () => {
    const browser = visitor();
    const signedIn = await browser.signIn("haneul");
    const page = await consentPage(browser, signedIn);
    for (const title of ["서비스 약관", "이용약관", "개인정보", "소식 받기"]) {
      expect(page).toContain(title);
    }
    await browser.decide(signedIn, "agree", []);
    const link = await linkOf("haneul");
    expect(link?.terms.map(({ tag }) => tag)).toEqual(["use", "privacy"]);
    expect(link?.terms[0]).toMatchObject({ agreedBy: "KAUTH", agreedAtMs: expect.any(Number) });
  });

  test("an optional term is agreed to when ticked, and an unknown one never", async () => {
    const browser = visitor();
    const signedIn = await browser.signIn("haneul");
    await browser.decide(signedIn, "agree", [
      ["term", "news"],
      ["term", "made-up"],
    ]);
    expect((await linkOf("haneul"))?.terms.map(({ tag }) => tag)).toEqual([
      "use",
      "privacy",
      "news",
    ]);
  });

  test("named without a required one among them, the screen does not appear", async () => {
    const browser = visitor();
    const page = await consentPage(
      browser,
      await browser.signIn("haneul", { service_terms: "news" }),
    );
    expect(page).not.toContain("서비스 약관");
  });

  test("terms agreed to are not asked again; a new one among those named is", async () => {
    const browser = visitor();
    await browser.finish("haneul", { service_terms: "use,privacy" });
    const named = { service_terms: "use,privacy" };
    expect(locationOf(await browser.authorize(named)).searchParams.has("code")).toBe(true);
    const more = await browser.authorize({ service_terms: "use,privacy,news" });
    expect(await consentPage(browser, more)).toContain("소식 받기");
  });

  test("callback-interaction-required: prompt=none with a term still to agree to", async () => {
    const browser = visitor();
    await browser.finish("haneul", { service_terms: "use" });
    const params = { prompt: "none", service_terms: "use,privacy" };
    const back = locationOf(await browser.authorize(params));
    expect(back.searchParams.get("error")).toBe("interaction_required");
  });

  test("without Kakao Sync, service_terms shows nothing", async () => {
    await client.updateApp(appId, { kakaoSync: false, serviceTerms: [] });
    const browser = visitor();
    const page = await consentPage(
      browser,
      await browser.signIn("haneul", { service_terms: "use" }),
    );
    expect(page).not.toContain("서비스 약관");
  });
});

describe("channels", () => {
  test("page-channel: one that is not linked to the app", async () => {
    const response = await visitor().authorize({ channel_public_id: "_abc" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("(KOE102)");
  });

  test("a linked one is offered, and added when ticked", async () => {
    await client.updateApp(appId, { channels: ["_abc", "_def"] });
    const browser = visitor();
    const signedIn = await browser.signIn("haneul", { channel_public_id: "_abc" });
    expect(await consentPage(browser, signedIn)).toContain("카카오톡 채널 추가");
    await browser.decide(signedIn, "agree", [
      ["channel", "_abc"],
      ["channel", "_def"],
    ]);
    expect((await linkOf("haneul"))?.channels).toEqual(["_abc"]);
  });
});

describe("inside KakaoTalk", () => {
  test("once Talk's person is known, sign-in is skipped, also after a logout", async () => {
    const browser = inTalk();
    await browser.finish("haneul");
    const home = (await client.listApps())[0]?.logoutRedirectUris[0] ?? "";
    const form = { client_id: defaultApp.restApiKey, logout_redirect_uri: home, extent: "account" };
    await browser.post("/_emulator/logout", form);
    expect(locationOf(await browser.authorize()).searchParams.has("code")).toBe(true);
    const silently = locationOf(await browser.authorize({ prompt: "none" }));
    expect(silently.searchParams.has("code")).toBe(true);
  });

  test("prompt=login asks nothing there, and asks outside", async () => {
    const talk = inTalk();
    await talk.finish("haneul");
    const inside = locationOf(await talk.authorize({ prompt: "login" }));
    expect(inside.searchParams.has("code")).toBe(true);
    const outside = visitor();
    await outside.finish("haneul");
    const asked = locationOf(await outside.authorize({ prompt: "login" }));
    expect(asked.pathname).toBe("/_emulator/sign-in");
  });

  test("callback-consent-required: prompt=none and Talk's person is not a member", async () => {
    const browser = inTalk();
    await browser.decide(await browser.signIn("haneul"), "cancel");
    const back = locationOf(await browser.authorize({ prompt: "none", state: "s" }));
    expect(back.searchParams.get("error")).toBe("consent_required");
    expect(back.searchParams.get("state")).toBe("s");
  });

  test("somebody without KakaoTalk cannot sign in there", async () => {
    const back = locationOf(await inTalk().signIn("bomi"));
    expect([back.pathname, back.searchParams.get("notice")]).toEqual([
      "/_emulator/sign-in",
      "noTalk",
    ]);
    expect(locationOf(await visitor().signIn("bomi")).pathname).toBe("/_emulator/consent");
  });
});

describe("who may come in", () => {
  test("under 14 with a guardian's consent", async () => {
    expect((await visitor().finish("haram")).searchParams.has("code")).toBe(true);
    expect((await visitor().finish("eunu")).searchParams.get("error_description")).toBe(
      "Not allowed under age 14",
    );
  });

  test("a wildcard of a business app takes one label, and nothing else", async () => {
    const uris = ["https://*.preview.example.com/callback"];
    await client.updateApp(appId, { redirectUris: uris });
    const statusOf = async (redirect_uri: string) =>
      (await visitor().authorize({ redirect_uri })).status;
    expect(await statusOf("https://pr-42.preview.example.com/callback")).toBe(302);
    for (const uri of [
      "https://preview.example.com/callback",
      "https://a.b.preview.example.com/callback",
      "https://evil.test/x.preview.example.com/callback",
      "https://evil.test#.preview.example.com/callback",
      "http://pr-42.preview.example.com/callback",
      "https://pr-42.preview.example.com/callback/more",
      redirectUri,
    ]) {
      expect([uri, await statusOf(uri)]).toEqual([uri, 400]);
    }
  });

  test("page-wrong-key-kind: an admin key is no client_id", async () => {
    const response = await visitor().authorize({ client_id: defaultApp.adminKey });
    expect(await response.text()).toContain("(KOE008)");
  });
});
