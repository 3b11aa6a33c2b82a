// The browser's example of docs/native-clients.md on a page of ours, and the page for developers.
import { readExamples } from "./documented-examples";
import { expect, signInAtHome, test } from "./fixtures";

test("the browser's fetch example says who is signed in @javascript", async ({ page, person }) => {
  await signInAtHome(page, person);
  const [code = ""] = readExamples("js");
  const user = await page.evaluate(`(async () => { ${code}\n return user; })()`);
  expect(user).toMatchObject({ nickname: person.nickname });
});

test("the page for developers explains each call, and leads to the document", async ({ page }) => {
  await page.goto("/developers");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "POST /api/token/refresh" }).click();
  await expect(page).toHaveURL(/#refreshTokens$/);
  const section = page.getByRole("region", { name: "다음 토큰 한 쌍 받기" });
  await expect(section.getByRole("heading", { level: 2 })).toBeInViewport();
  await expect(section.getByText("401 INVALID_TOKEN")).toBeVisible();
  await expect(section.getByText("두 토큰을 지우고 다시 로그인하게 해 주세요.")).toBeVisible();
  const href = await page.getByRole("link", { name: "OpenAPI 3.1 문서" }).getAttribute("href");
  expect((await page.request.get(href ?? "")).status()).toBe(200);
});

test("its link stands in the footer, and not on screens with one action @desktop", async ({
  page,
  person,
}) => {
  const link = page.getByRole("link", { name: "개발자용 API" });
  for (const path of ["/", "/sign-in"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(link).toHaveCount(0);
  }
  await signInAtHome(page, person);
  await page.goto("/account");
  await link.click();
  await expect(page).toHaveURL(/\/developers$/);
});
