// Where a person goes after signing in: to the page they came from, and never to another site.
import type { Page } from "@playwright/test";
import { browserAttacks } from "./attacks";
import {
  expect,
  failure,
  kakaoButton,
  signInAtHome,
  signInFrom,
  signOutHere,
  test,
} from "./fixtures";

test("a page for the signed-in asks to sign in and comes back (OR-1)", async ({
  page,
  person,
  baseURL,
}) => {
  await page.goto("/account");
  await expect(page).toHaveURL(`${baseURL}/sign-in?returnTo=%2Faccount`);
  await signInFrom(page, person);
  await expect(page).toHaveURL(`${baseURL}/account`);
  await expect(page.getByRole("heading", { level: 1, name: "내 계정" })).toBeVisible();
});

test("the page one came from survives a failed try (OR-3) @desktop", async ({
  page,
  person,
  setFault,
  baseURL,
}) => {
  const clear = await setFault({ endpoint: "token", status: 503, body: "" });
  await page.goto("/sign-in?returnTo=%2Faccount%3Ftab%3Done");
  await signInFrom(page, person);
  await expect(failure(page)).toBeVisible();
  await clear();
  await kakaoButton(page).click();
  await expect(page).toHaveURL(`${baseURL}/account?tab=one`);
});

async function expectHome(page: Page, baseURL: string | undefined, attack: string): Promise<void> {
  await expect(signOutHere(page), attack).toBeVisible();
  expect(page.url(), attack).toBe(`${baseURL}/`);
}

test("no address leads away from this site, in a real browser (OR-1) @desktop", async ({
  page,
  context,
  person,
  baseURL,
}) => {
  test.slow();
  const own = new URL(baseURL ?? "").host;
  await signInAtHome(page, person);
  for (const attack of browserAttacks(own)) {
    // Kakao remembers the person, so each of these is one click.
    await context.clearCookies({ domain: "localhost" });
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(attack)}`);
    await kakaoButton(page).click();
    await expectHome(page, baseURL, attack);
  }
});

test("addresses of this very site are followed (OR-1) @desktop", async ({
  page,
  person,
  baseURL,
}) => {
  await signInAtHome(page, person);
  for (const [target, expected] of [
    ["/account", "/account"],
    ["/account?a=1&b=%ED%95%9C", "/account?a=1&b=%ED%95%9C"],
    [`${baseURL}/account`, "/account"],
  ] as const) {
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(target)}`);
    await expect(page).toHaveURL(`${baseURL}${expected}`);
  }
});
