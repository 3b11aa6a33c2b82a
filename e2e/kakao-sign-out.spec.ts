// The third way out: of this browser's session, and then of the Kakao account as well.
import { baseUrl } from "./addresses";
import { expect, kakaoButton, signInAtHome, test } from "./fixtures";
import { logOutAtKakao } from "./kakao-emulator/playwright";

const words = {
  "ko-KR": {
    button: "카카오계정도 로그아웃",
    done: "로그아웃했어요. 카카오계정은 방금 카카오 화면에서 고른 대로예요.",
  },
  "en-US": {
    button: "Sign out of Kakao too",
    done: "You are signed out. Your Kakao account is as you left it on Kakao's page.",
  },
};

for (const locale of ["ko-KR", "en-US"] as const)
  test.describe(() => {
    test.use({ locale });
    const once = locale === "ko-KR" ? "" : " @desktop";
    test(`out of the Kakao account too, and back with a calm word, ${locale} (LO-4, B10)${once}`, async ({
      page,
      person,
      openBrowser,
    }) => {
      const { button, done } = words[locale];
      await signInAtHome(page, person);
      await page.goto("/account");
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(page).toHaveURL(/\/oauth\/logout\?/);
      expect((await page.context().cookies(baseUrl())).map(({ name }) => name)).not.toContain(
        "session",
      );
      await logOutAtKakao(page, "account");
      await expect(page).toHaveURL(/\/sign-in\?state=[\w-]{43}$/);
      await expect(page.getByRole("main").getByRole("status")).toHaveText(done);
      await expect(kakaoButton(page)).toBeVisible();
      const elsewhere = await openBrowser();
      await elsewhere.goto(page.url());
      await expect(kakaoButton(elsewhere)).toBeVisible();
      await expect(elsewhere.getByText(done)).toHaveCount(0);
    });
  });

test("afterwards Kakao asks who one is @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  await page.getByRole("button", { name: words["ko-KR"].button, exact: true }).click();
  await logOutAtKakao(page, "account");
  await kakaoButton(page).click();
  await expect(page).toHaveURL(/\/_emulator\/sign-in/);
});

test("each way out says in one line what it does @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  for (const [name, what] of [
    ["이 기기에서 로그아웃", "이 브라우저에서만"],
    ["모든 기기에서 로그아웃", "모든 브라우저와 앱"],
    ["카카오계정도 로그아웃", "공용 컴퓨터라면"],
  ] as const)
    await expect(page.getByRole("button", { name, exact: true })).toHaveAccessibleDescription(
      new RegExp(what),
    );
});

for (const [locale, name] of [
  ["ko-KR", "다른 카카오계정으로 로그인"],
  ["en-US", "Use another Kakao account"],
] as const)
  test.describe(() => {
    test.use({ locale });
    test(`another account: Kakao asks which, although it knows one, ${locale} (B5) @desktop`, async ({
      page,
      person,
    }) => {
      await signInAtHome(page, person);
      await page.context().clearCookies({ name: "session" });
      await page.goto("/sign-in");
      const left = page.waitForRequest(/\/oauth\/authorize\?/);
      await page.getByRole("button", { name }).click();
      expect(new URL((await left).url()).searchParams.get("prompt")).toBe("select_account");
      await expect(page).toHaveURL(/\/_emulator\/sign-in/);
      await expect(page.getByRole("button", { name: person.nickname ?? "" })).toBeVisible();
    });
  });
