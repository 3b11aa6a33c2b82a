// /account: what the person has agreed to, what they have not, and why a field is missing.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, kakaoButton, signInAtHome, signOutHere, test } from "./fixtures";
import { agree, signInAtKakao } from "./kakao-emulator/playwright";
import type { Person } from "./kakao-emulator/world/person-schema";

type Items = Parameters<typeof agree>[1];

async function openAccount(page: Page, person: Person, items: Items): Promise<void> {
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page, items);
  await expect(signOutHere(page)).toBeVisible();
  await page.goto("/account");
}

const consents = (page: Page) =>
  page.getByRole("region", { name: /^(동의한 정보|What you agreed)/ });
const profile = (page: Page) => page.getByRole("region", { name: /^(프로필|Profile)$/ });
const agreeButtons = (page: Page) => consents(page).getByRole("button");

test("what was not agreed to says so, and can be asked for (K11, K12)", async ({
  page,
  person,
}) => {
  await openAccount(page, person, []);
  await expect(profile(page).getByText("아직 동의하지 않았어요")).toHaveCount(2);
  await expect(agreeButtons(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: "이메일 제공에 동의하기" })).toBeVisible();
  const form = consents(page).locator("form").last();
  await expect(form).toHaveAttribute("method", "post");
  await expect(form).toHaveAttribute("action", "/account/consents");
  await expect(form.locator("[name=item]")).toHaveValue("account_email");
  await expect(page.getByRole("region", { name: "회원 탈퇴" }).getByRole("link")).toHaveAttribute(
    "href",
    "/account/withdraw",
  );
});

test("what was agreed to is asked for no more, and the address is shown (K12) @desktop", async ({
  page,
  person,
}) => {
  await openAccount(page, person, ["profile_image", "account_email"]);
  await expect(profile(page).getByText(person.email ?? "")).toBeVisible();
  await expect(consents(page).getByText("동의했어요", { exact: true })).toHaveCount(3);
  await expect(agreeButtons(page)).toHaveCount(0);
});

for (const [field, no] of [
  ["emailValid", "valid"],
  ["emailVerified", "verified"],
] as const)
  test(`an address that is not ${no} is not shown, and the page says why (TV-18) @desktop`, async ({
    page,
    createPerson,
  }) => {
    const person = await createPerson({ [field]: false });
    await openAccount(page, person, ["account_email"]);
    await expect(page.getByText("카카오에서 확인된 이메일이 아니에요.")).toBeVisible();
    await expect(page.getByText(person.email ?? "")).toHaveCount(0);
  });

test("a default nickname and picture, and no address at all (K11) @desktop", async ({
  page,
  createPerson,
}) => {
  const loginId = `no-email-${crypto.randomUUID()}`;
  const person = await createPerson({
    loginId,
    email: null,
    defaultNickname: true,
    defaultImage: true,
  });
  await openAccount(page, person, ["profile_image", "account_email"]);
  await expect(profile(page).getByText("아직 닉네임을 정하지 않았어요")).toBeVisible();
  await expect(profile(page).getByText("기본 사진을 쓰고 있어요")).toBeVisible();
  await expect(profile(page).getByText("카카오계정에 등록된 정보가 없어요.")).toBeVisible();
  await expect(agreeButtons(page)).toHaveCount(0);
});

test.describe("in English", () => {
  test.use({ locale: "en-US" });
  test("the states are worded too (K12) @desktop", async ({ page, person }) => {
    await openAccount(page, person, ["account_email"]);
    await expect(consents(page).getByText("Agreed", { exact: true })).toHaveCount(2);
    await expect(consents(page).getByText("Not agreed", { exact: true })).toHaveCount(1);
    await expect(
      page.getByText("You have not agreed to it yet. You can agree below."),
    ).toBeVisible();
  });
});

test("only a known notice is worded, calmly (WB-12) @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  for (const notice of ["nonsense", "toString", "<b>hostile</b>"]) {
    await page.goto(`/account?notice=${encodeURIComponent(notice)}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("status")).toHaveCount(0);
  }
  for (const notice of ["consented", "cancelled", "other_account"]) {
    await page.goto(`/account?notice=${notice}`);
    await expect(page.getByRole("main").getByRole("status")).toBeVisible();
  }
});

test("axe finds nothing on an account with a notice (WB-15) @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  await page.goto("/account?notice=consented");
  await expect(page.getByRole("main").getByRole("status")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the page says all of it, and a device signs out (B10) @desktop", async ({
    page,
    person,
  }) => {
    await openAccount(page, person, []);
    await expect(agreeButtons(page)).toHaveCount(2);
    await expect(page.getByRole("region", { name: "활동 기록" }).getByRole("listitem")).toHaveCount(
      1,
    );
    await page.getByRole("region", { name: "로그인된 기기" }).getByRole("button").click();
    await expect(kakaoButton(page)).toBeVisible();
  });
});

test("a long hostile nickname stays text and in its place at 320 pixels (WB-12, WB-15) @desktop", async ({
  page,
  createPerson,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const person = await createPerson({
    nickname: `"><img src=x onerror=alert(1)>${"긴".repeat(80)}`,
  });
  await openAccount(page, person, ["profile_image"]);
  await expect(profile(page).getByText('"><img src=x')).toBeVisible();
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
});
