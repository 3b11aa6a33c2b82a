// Browsers as they are: cookies switched off, a line that breaks at the worst moment, a clock that is
// years wrong.
import type { Page } from "@playwright/test";
import { baseUrl, callbackPath } from "./addresses";
import { test as base, expect, failure, greeting, kakaoButton, signInAtHome } from "./fixtures";
import { type ForwardProxy, startForwardProxy } from "./forward-proxy";
import { agree, signInAtKakao } from "./kakao-emulator/playwright";
import { newAddress } from "./visitor";

const test = base.extend<{ line: ForwardProxy; pageBehindLine: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  line: async ({}, use) => {
    const line = await startForwardProxy();
    await use(line);
    await line.close();
  },
  pageBehindLine: async ({ browser, guard, line, contextOptions }, use) => {
    const extraHTTPHeaders = { "x-forwarded-for": newAddress() };
    const proxy = { server: line.server };
    const context = await browser.newContext({ ...contextOptions, extraHTTPHeaders, proxy });
    await guard(context);
    await use(await context.newPage());
    await context.close();
  },
});

test("a browser that keeps no cookies is told so, after one trip (B7) @desktop", async ({
  pageBehindLine: page,
  line,
  person,
  kakao,
}) => {
  line.blockCookiesOf(new URL(baseUrl()).host);
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page);
  await expect(failure(page)).toContainText("쿠키를 허용하고 다시 시도해 주세요");
  await expect(page).toHaveURL(/\/sign-in\?error=expired&ref=[0-9a-f-]{13}$/);
  const count = (what: string) => line.passed.filter((one) => one.includes(what)).length;
  expect(count("/oauth/authorize?"), "one trip").toBe(1);
  expect(count(callbackPath)).toBe(1);
  expect(count(`${baseUrl()}/sign-in?`), "and no circle").toBe(1);
  expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toEqual([]);
});

/** What a browser shows in place of a page that did not come. */
const noPage = (page: Page) => expect.poll(() => page.url()).toBe("chrome-error://chromewebdata/");

test("offline right after the button: pressing it again works (B16) @desktop", async ({
  pageBehindLine: page,
  line,
  person,
}) => {
  await page.goto("/");
  line.loseAnswers("/api/auth/signin/kakao");
  await kakaoButton(page).click({ noWaitAfter: true });
  await noPage(page);
  line.heal();
  await page.goBack();
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("offline right before the last answer: the trip is over, and the next one works (B16) @desktop", async ({
  pageBehindLine: page,
  line,
  person,
  kakao,
}) => {
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  line.loseAnswers(callbackPath);
  await agree(page);
  await noPage(page);
  line.heal();
  // The code is used up and its session was started: nobody else may come and fetch it (CB-2).
  const back = line.passed.findLast((one) => one.includes(callbackPath)) ?? "";
  await page.goto(back.replace("GET ", ""));
  await expect(failure(page)).toBeVisible();
  expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toHaveLength(1);
  await kakaoButton(page).click();
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("a device whose clock is years ahead signs in, and times are the server's (B17) @desktop", async ({
  page,
  person,
}) => {
  await page.clock.install({ time: Date.now() + 5 * 365 * 86_400_000 });
  await signInAtHome(page, person);
  await page.goto("/account");
  const devices = page.getByRole("region", { name: "로그인된 기기" });
  await expect(devices.getByText("방금")).toBeVisible();
  for (const { name, expires } of await page.context().cookies(baseUrl()))
    expect(expires, `${name} lives as long as the server says`).toBeGreaterThan(Date.now() / 1000);
});
