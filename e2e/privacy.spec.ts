// What is kept, as people read it: the two pages, and the file of one's own data.
import { readFileSync } from "node:fs";
import { expect, kakaoButton, readSessionCookie, signInAtHome, test } from "./fixtures";

for (const [language, { terms, privacy, account, days }] of Object.entries({
  ko: { terms: "이용약관", privacy: "개인정보 처리방침", account: "닉네임", days: "90일" },
  en: { terms: "Terms of use", privacy: "Privacy policy", account: "nickname", days: "90 days" },
}))
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "ko" ? "ko-KR" : "en-US" });
    const once = language === "ko" ? "" : " @desktop";

    test(`both papers are one press away from the Kakao button, and say how long (WD-8)${once}`, async ({
      page,
    }) => {
      for (const start of ["/", "/sign-in"]) {
        for (const name of [terms, privacy]) {
          await page.goto(start);
          await expect(kakaoButton(page)).toBeVisible();
          await page.getByRole("link", { name }).click();
          await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
        }
        await expect(page.getByText(account).first()).toBeVisible();
        await expect(page.getByText(days).first()).toBeVisible();
      }
    });
  });

test("what the operator has not filled in stands there as a gap @desktop", async ({ page }) => {
  await page.goto("/privacy");
  await expect(page.getByText(/〔.*적어 주세요〕/).first()).toBeVisible();
});

test("one's own data comes as a file: all that is shown on the page, and no secret", async ({
  page,
  person,
}) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "JSON 파일로 내려받기" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("humblebug-data.json");
  const data = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(Object.keys(data)).toEqual([
    ...["about", "notShown", "madeAt", "account", "browsers", "apps", "activity", "kakaoTokens"],
    ...["errands", "journal", "journalNames", "attempts", "trips", "usedTokens", "events", "log"],
  ]);
  expect(data.account.rows).toHaveLength(1);
  expect(data.browsers.rows).toHaveLength(1);
  expect(JSON.stringify(data)).toContain(person.nickname);
  expect(JSON.stringify(data)).not.toContain(await readSessionCookie(page));
  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "내 정보 내려받기" })).toBeVisible();
});
