// Korean first, English for those who prefer it, and one's own choice above both.
import { expect, failure, kakaoButton, signInFrom, test } from "./fixtures";

test("Korean is the language of the house", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("button", { name: "카카오 로그인" })).toBeVisible();
});

for (const [preferred, lang] of [
  ["en-US", "en"],
  ["fr-FR", "ko"],
] as const)
  test.describe(`for a browser in ${preferred}`, () => {
    test.use({ locale: preferred });
    test(`the pages are in ${lang} @desktop`, async ({ page }) => {
      await page.goto("/sign-in?error=expired");
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(failure(page)).toContainText(
        lang === "en" ? "This sign-in took too long" : "로그인 시간이 지났거나",
      );
    });
  });

test("the choice stays over reloads, pages and a sign-in @desktop", async ({ page, person }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Start in seconds with Kakao" })).toBeVisible();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await signInFrom(page, person);
  await expect(page.getByRole("heading", { name: `Welcome, ${person.nickname}` })).toBeVisible();
  await page.getByRole("link", { name: "My account" }).click();
  await expect(page.getByRole("heading", { name: "Signed-in devices" })).toBeVisible();
  await page.getByRole("button", { name: "한국어" }).click();
  await expect(page.getByRole("heading", { name: "로그인된 기기" })).toBeVisible();
});

test("the switch stays on the page, its error and its return path", async ({ page, baseURL }) => {
  await page.goto("/sign-in?error=cancelled&returnTo=%2Faccount");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(`${baseURL}/sign-in?error=cancelled&returnTo=%2Faccount`);
  await expect(failure(page)).toContainText("You cancelled.");
  await expect(kakaoButton(page)).toHaveAccessibleName("Login with Kakao");
});
