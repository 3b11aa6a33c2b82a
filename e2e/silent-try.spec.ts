// Inside KakaoTalk a page signs in by itself, once, whom Kakao knows and who has agreed before.
// Nobody else notices anything (docs/decisions/0014).
import type { BrowserContext, Page } from "@playwright/test";
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, failure, greeting, kakaoButton, signInFrom, signOutHere, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { readCsrfToken, signIn, statusOfCookie } from "./sign-in-steps";
import { Visitor } from "./visitor";

const KAKAOTALK =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK/10.8.0 (INAPP)";
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1";

test.use({ userAgent: KAKAOTALK, triesSilently: true });

/** The browser of this person's KakaoTalk. */
async function bringTalk(
  context: BrowserContext,
  kakao: KakaoEmulatorClient,
  person: { id: string },
): Promise<void> {
  const { name, value } = await kakao.openAccountSession(person.id, { inTalk: true });
  await context.addCookies([{ name, value, url: kakaoUrl(), httpOnly: true, sameSite: "Lax" }]);
}

/** How often the browser has set out for Kakao. */
function countTrips(page: Page): () => number {
  let trips = 0;
  page.on("request", (request) => {
    if (request.url().startsWith(`${kakaoUrl()}/oauth/authorize`)) trips += 1;
  });
  return () => trips;
}

const backFromKakao = (page: Page) =>
  page.waitForResponse((answer) => answer.url().startsWith(`${baseUrl()}/api/auth/callback/kakao`));

test("who has agreed before is signed in without a press, and lands where they wanted @desktop", async ({
  page,
  context,
  person,
  kakao,
}) => {
  await signIn(new Visitor(), person);
  await bringTalk(context, kakao, person);
  await page.goto("/account");
  await expect(page).toHaveURL(`${baseUrl()}/account`);
  await page.goto("/");
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

for (const [path, locale] of [
  ["/", "ko-KR"],
  ["/", "en-US"],
  ["/sign-in?returnTo=%2Faccount", "ko-KR"],
] as const)
  test.describe(() => {
    test.use({ locale });
    test(`who has not agreed yet sees ${path} as it was, and no second try, ${locale} @desktop`, async ({
      page,
      context,
      person,
      kakao,
    }) => {
      await bringTalk(context, kakao, person);
      const trips = countTrips(page);
      const back = backFromKakao(page);
      await page.goto(path);
      expect((await back).headers().location).toBe(`${baseUrl()}${path}`);
      await expect(page).toHaveURL(`${baseUrl()}${path}`);
      await expect(kakaoButton(page)).toBeVisible();
      await expect(failure(page)).toHaveCount(0);
      for (const again of [path, "/", "/sign-in"]) {
        await page.goto(again);
        await expect(kakaoButton(page)).toBeVisible();
        await expect(page.locator("form[hidden]")).toHaveCount(0);
      }
      expect(trips()).toBe(1);
      await signInFromTalk(page);
      await expect(page).toHaveURL(`${baseUrl()}/`);
    });
  });

async function signInFromTalk(page: Page): Promise<void> {
  await page.goto("/");
  await kakaoButton(page).click();
  await page.getByRole("button", { name: /^(동의하고 계속하기|Agree and continue)$/ }).click();
  await expect(signOutHere(page)).toBeVisible();
}

test("nobody in KakaoTalk, or Kakao in trouble, leaves the page calm @desktop", async ({
  page,
  context,
  person,
  kakao,
  openBrowser,
  setFault,
}) => {
  const nobody = backFromKakao(page);
  await page.goto("/");
  expect((await nobody).headers().location).toBe(`${baseUrl()}/`);
  await expect(failure(page)).toHaveCount(0);
  await signIn(new Visitor(), person);
  await setFault({ endpoint: "user_me", status: 503, body: "" });
  const other = await openBrowser();
  await bringTalk(other.context(), kakao, person);
  const troubled = backFromKakao(other);
  await other.goto("/sign-in");
  expect((await troubled).headers().location).toBe(`${baseUrl()}/sign-in`);
  await expect(kakaoButton(other)).toBeVisible();
  await expect(failure(other)).toHaveCount(0);
  expect((await context.cookies(baseUrl())).map(({ name }) => name)).toEqual(["silent-try"]);
});

test("signing out inside KakaoTalk is not undone by the next page @desktop", async ({
  page,
  context,
  person,
  kakao,
}) => {
  await signIn(new Visitor(), person);
  await bringTalk(context, kakao, person);
  await page.goto("/");
  await signOutHere(page).click();
  const trips = countTrips(page);
  for (const path of ["/", "/sign-in"]) {
    await page.goto(path);
    await expect(kakaoButton(page)).toBeVisible();
  }
  expect(trips()).toBe(0);
  const [tried] = (await context.cookies(baseUrl())).filter(({ name }) => name === "silent-try");
  expect(tried).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect((tried?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(29 * 24 * 60 * 60);
  await kakaoButton(page).click();
  await expect(signOutHere(page)).toBeVisible();
  expect((await context.cookies(baseUrl())).map(({ name }) => name)).not.toContain("silent-try");
});

test("nor is a sign-out of everywhere, pressed on another device @desktop", async ({
  page,
  context,
  person,
  kakao,
}) => {
  const elsewhere = new Visitor();
  await signIn(elsewhere, person);
  await bringTalk(context, kakao, person);
  await page.goto("/");
  await expect(signOutHere(page)).toBeVisible();
  await context.clearCookies({ name: "silent-try" });
  const form = { csrfToken: await readCsrfToken(elsewhere), device: "all" };
  await elsewhere.post(`${baseUrl()}/account/devices`, form);
  const trips = countTrips(page);
  await page.goto("/");
  await expect(kakaoButton(page)).toBeVisible();
  const session = (await context.cookies(baseUrl())).find(({ name }) => name === "session");
  expect(await statusOfCookie(session?.value ?? "")).toBe(401);
  expect(trips()).toBe(0);
});

test("a page that tells of an error tries nothing @desktop", async ({ page }) => {
  await page.goto("/sign-in?error=cancelled");
  await expect(failure(page)).toBeVisible();
  await expect(page.locator("form[hidden]")).toHaveCount(0);
});

test.describe(() => {
  test.use({ userAgent: SAFARI });
  test("no other browser tries @desktop", async ({ page }) => {
    for (const path of ["/", "/sign-in"]) {
      await page.goto(path);
      await expect(kakaoButton(page)).toBeVisible();
      await expect(page.locator("form[hidden]")).toHaveCount(0);
    }
  });
});

test.describe(() => {
  test.use({ javaScriptEnabled: false });
  test("without JavaScript nothing happens, and the button works (B10) @desktop", async ({
    page,
    person,
  }) => {
    const trips = countTrips(page);
    await page.goto("/");
    await expect(kakaoButton(page)).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(2);
    expect(trips()).toBe(0);
    await signInFrom(page, person);
    await expect(signOutHere(page)).toBeVisible();
  });
});
