// The checklist for a developer who has not connected Kakao yet, in a browser.
import AxeBuilder from "@axe-core/playwright";
import { baseUrl, callbackPath } from "./addresses";
import { expect, kakaoButton, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";

test("without Kakao's keys a checklist stands where the button would be @desktop", async ({
  page,
}) => {
  const { AUTH_KAKAO_ID: _, ...keyless } = firstInstanceEnvironment();
  const app = await startApp(keyless);
  try {
    await page.goto(app.url);
    await expect(page.getByRole("textbox", { name: "Redirect URI" })).toHaveValue(
      `${baseUrl()}${callbackPath}`,
    );
    const webhooks = page.getByRole("textbox", { name: /웹훅/ });
    await expect(webhooks).toHaveCount(2);
    await expect(webhooks.first()).toHaveValue(`${baseUrl()}/api/webhooks/kakao/unlink`);
    await expect(webhooks.last()).toHaveValue(`${baseUrl()}/api/webhooks/kakao/account-state`);
    await expect(page.getByText("AUTH_KAKAO_ID")).toBeVisible();
    await expect(page.getByText("AUTH_KAKAO_SECRET")).toHaveCount(0);
    await expect(kakaoButton(page)).toHaveCount(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      await page.screenshot({
        path: `test-results/screens/setup-360-${colorScheme}-ko.png`,
        fullPage: true,
      });
    }
  } finally {
    await app.stop();
  }
});
