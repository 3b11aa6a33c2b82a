// /account: who one is here, on which devices, and the ways out.
import { secondUrl } from "./addresses";
import {
  expect,
  failure,
  greeting,
  kakaoButton,
  readSessionCookie,
  signInAtHome,
  signInOnAnotherDevice,
  signOutHere,
  test,
} from "./fixtures";
import { statusOfCookie } from "./sign-in-steps";

/** Every instance has to notice within this (ST-6). */
const REVOKED_WITHIN = { timeout: 5000 };

test("the account shows the person and this device", async ({ page, person }) => {
  await signInAtHome(page, person);
  await page.getByRole("link", { name: "내 계정" }).click();
  await expect(page.getByText(person.nickname ?? "", { exact: true })).toBeVisible();
  const devices = page.getByRole("region", { name: "로그인된 기기" });
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  await expect(devices.getByText("이 기기")).toBeVisible();
  await expect(devices.getByText("방금")).toBeVisible();
});

test("signing out another device ends it on every instance (ST-6, ST-13) @desktop", async ({
  page,
  person,
  openBrowser,
}) => {
  const other = await openBrowser();
  await signInAtHome(other, person);
  await signInOnAnotherDevice(page, person);
  const copied = await readSessionCookie(other);
  expect(await statusOfCookie(copied, secondUrl())).toBe(200);

  await page.goto("/account");
  const devices = page.getByRole("region", { name: "로그인된 기기" });
  await expect(devices.getByRole("listitem")).toHaveCount(2);
  await expect(devices.getByRole("listitem").first()).toContainText("이 기기");
  await devices.getByRole("listitem").last().getByRole("button").click();
  await expect(devices.getByRole("listitem")).toHaveCount(1);

  await expect.poll(() => statusOfCookie(copied), REVOKED_WITHIN).toBe(401);
  await expect.poll(() => statusOfCookie(copied, secondUrl()), REVOKED_WITHIN).toBe(401);
  await other.goto("/account");
  await expect(kakaoButton(other)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "내 계정" })).toBeVisible();
});

test("signing out here ends at home, and a copied cookie is dead at once (LO-2)", async ({
  page,
  person,
}) => {
  await signInAtHome(page, person);
  const copied = await readSessionCookie(page);
  expect(await statusOfCookie(copied)).toBe(200);
  await page.goto("/account");
  await signOutHere(page).click();
  await expect(kakaoButton(page)).toBeVisible();
  expect(await statusOfCookie(copied)).toBe(401);
  expect(await statusOfCookie(copied, secondUrl())).toBe(401);
  expect(await readSessionCookie(page)).toBe("");
});

test("signing out everywhere ends every device (LO-6) @desktop", async ({
  page,
  person,
  openBrowser,
}) => {
  const other = await openBrowser();
  await signInAtHome(other, person);
  await signInOnAnotherDevice(page, person);
  await page.goto("/account");
  await page.getByRole("button", { name: "모든 기기에서 로그아웃" }).click();
  await expect(kakaoButton(page)).toBeVisible();
  await other.reload();
  await expect(kakaoButton(other)).toBeVisible();
});

test("signing out this very device from the list ends at home (ST-13) @desktop", async ({
  page,
  person,
}) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  const devices = page.getByRole("region", { name: "로그인된 기기" });
  await devices.getByRole("listitem").getByRole("button").click();
  await expect(kakaoButton(page)).toBeVisible();
  expect(await readSessionCookie(page)).toBe("");
});

test("Back after signing out shows nothing private (WB-11) @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  await expect(page.getByText(person.nickname ?? "", { exact: true })).toBeVisible();
  await signOutHere(page).click();
  await expect(kakaoButton(page)).toBeVisible();
  await page.goBack();
  await expect(kakaoButton(page)).toBeVisible();
  await expect(page.getByText(person.nickname ?? "")).toHaveCount(0);
});

test("a form of a tab whose session has ended leads to the sign-in (B6) @desktop", async ({
  page,
  context,
  person,
}) => {
  await signInAtHome(page, person);
  const tab = await context.newPage();
  await tab.goto("/account");
  await signOutHere(page).click();
  await expect(kakaoButton(page)).toBeVisible();
  await tab.getByRole("button", { name: "모든 기기에서 로그아웃" }).click();
  await expect(tab).toHaveURL(/\/sign-in$/);
  await expect(kakaoButton(tab)).toBeVisible();
});

test("two people in two browsers do not see each other @desktop", async ({
  page,
  person,
  createPerson,
  openBrowser,
}) => {
  const second = await createPerson();
  const other = await openBrowser();
  await signInAtHome(page, person);
  await signInAtHome(other, second);
  await page.reload();
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
  await expect(greeting(other, second.nickname ?? "")).toBeVisible();
});

test("a trip to Kakao that failed is told in one sentence, with its number (CB-6) @desktop", async ({
  page,
  person,
}) => {
  await signInAtHome(page, person);
  await page.goto("/account?error=kakao_unavailable&ref=01234567-89ab");
  await expect(failure(page)).toContainText("지금 카카오와 연결이 원활하지 않아요.");
  await expect(failure(page)).toContainText("01234567-89ab");
  await page.goto("/account?error=%3Cb%3Ehello&ref=%3Cb%3Ehello&notice=constructor");
  await expect(failure(page)).toContainText("문제가 생겼어요.");
  await expect(page.getByRole("main")).not.toContainText("hello");
  await expect(page.getByRole("status")).toHaveCount(0);
});
