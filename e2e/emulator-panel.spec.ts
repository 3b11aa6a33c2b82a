// The emulator's control panel in a browser: with JavaScript and without, by keyboard, narrow, by
// axe's rules. What it says and does in detail is tested beside it, in e2e/kakao-emulator/panel/.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { kakaoUrl } from "./addresses";
import { expect, signInAtHome, test } from "./fixtures";
import type { Person } from "./kakao-emulator/world/person-schema";

const panel = (path = "") => `${kakaoUrl()}/_emulator${path}`;
const firstViews = [
  "",
  "/people",
  "/apps",
  "/apps/1000001",
  "/faults",
  "/webhooks",
  "/state",
  "/rules",
];
const allViews = (person: Person) => [...firstViews, `/people/${person.id}`];
const rows = (page: Page) => page.getByRole("list", { name: "기록" }).getByRole("listitem");

test("shows what a sign-in asked and got, and opens to all of it @desktop", async ({
  page,
  person,
}) => {
  await signInAtHome(page, person);
  await page.goto(panel(`?person=${person.id}`));
  const token = rows(page).filter({ hasText: "/oauth/token" });
  await expect(token).toContainText(person.nickname ?? "");
  await token.locator("summary").click();
  await expect(token.getByText("authorization_code", { exact: true })).toBeVisible();
  await expect(token.getByText(`"sub": "${person.id}"`)).toBeVisible();
});

test("filters by its form, and links a refusal to its rule @desktop", async ({
  page,
  person,
  kakao,
}) => {
  await kakao.setFault({ endpoint: "user_me", personId: person.id, kakaoCode: -7, times: 1 });
  const { access_token } = await kakao.issueTokens(person.id);
  await fetch(`${kakaoUrl()}/v2/user/me`, { headers: { authorization: `Bearer ${access_token}` } });
  await page.goto(panel());
  await page.getByRole("textbox", { name: "사람" }).fill(person.id);
  await page.getByRole("checkbox", { name: "거절만" }).check();
  await page.getByRole("button", { name: "찾기" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/refused=on/);
  await rows(page).getByRole("link", { name: "규칙 kapi-maintenance" }).click();
  await expect(page).toHaveURL(/\/rules#kapi-maintenance$/);
  await expect(page.locator("tr:target")).toContainText("-7");
});

test("filters as one types and shows new requests as they come @javascript @desktop", async ({
  page,
  person,
  kakao,
}) => {
  await fetch(`${kakaoUrl()}/v2/user/me`, { headers: { authorization: "Bearer dead" } });
  await page.goto(panel());
  await page.getByRole("textbox", { name: "사람" }).pressSequentially(person.id);
  await expect(page.getByText("조건에 맞는 요청이 없어요.")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`person=${person.id}`));
  const { access_token } = await kakao.issueTokens(person.id);
  await fetch(`${kakaoUrl()}/v2/user/me`, { headers: { authorization: `Bearer ${access_token}` } });
  await expect(rows(page)).toHaveCount(1);
  await rows(page).locator("summary").click();
  await fetch(`${kakaoUrl()}/v2/user/me`, { headers: { authorization: `Bearer ${access_token}` } });
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).last().locator("details"), "stays open").toHaveAttribute("open", "");
});

test("a person is made, restricted and deleted", async ({ page, expectedProblems }) => {
  expectedProblems.push(/status of 400/);
  const nickname = `<b>패널</b> ${Date.now()}`;
  await page.goto(panel("/people"));
  await page.getByText("새 사람 만들기").click();
  const id = `8${Date.now()}${test.info().parallelIndex}`;
  await page.getByLabel("닉네임").fill(nickname);
  await page.getByLabel("회원번호").fill("not a number");
  await page.getByRole("button", { name: "만들기" }).click();
  await expect(page.getByRole("alert")).toContainText("id");
  await expect(page.getByLabel("닉네임")).toHaveValue(nickname);
  await page.getByLabel("회원번호").fill(id);
  await page.getByRole("button", { name: "만들기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(nickname);
  await page.getByText("바꾸기", { exact: true }).click();
  await page.getByLabel("이용이 제한됐어요").check();
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByText("이용 제한", { exact: true })).toBeVisible();
  await page.getByText("계정 삭제", { exact: true }).first().click();
  await page.getByRole("button", { name: "계정 삭제" }).click();
  await expect(page).toHaveURL(panel("/people"));
  await expect(page.getByText(nickname)).toHaveCount(0);
});

test("a fault is set for one person and removed @desktop", async ({ page, person, kakao }) => {
  await page.goto(panel("/faults"));
  await page.getByLabel("주소", { exact: true }).selectOption("user_me");
  await page.getByLabel("사람 (회원번호)").fill(person.id);
  await page.getByLabel("카카오 에러").selectOption("kapi-internal");
  await page.getByRole("button", { name: "장애 만들기" }).click();
  const row = page.getByRole("row").filter({ hasText: person.nickname ?? "" });
  await expect(row).toContainText("kapi-internal");
  const { access_token } = await kakao.issueTokens(person.id);
  const headers = { authorization: `Bearer ${access_token}` };
  const answer = await fetch(`${kakaoUrl()}/v2/user/me`, { headers });
  expect(await answer.json()).toMatchObject({ code: -1 });
  await row.getByRole("button", { name: "치우기" }).click();
  await expect(row).toHaveCount(0);
});

test("the keyboard opens a row and reaches the rule @desktop", async ({ page, person, kakao }) => {
  await kakao.setFault({ endpoint: "user_me", personId: person.id, kakaoCode: -7, times: 1 });
  const { access_token } = await kakao.issueTokens(person.id);
  await fetch(`${kakaoUrl()}/v2/user/me`, { headers: { authorization: `Bearer ${access_token}` } });
  await page.goto(panel(`?person=${person.id}`));
  await rows(page).locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(rows(page).getByText("kapi-maintenance")).toBeVisible();
  await page.goto(panel());
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "본문으로 건너뛰기" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

for (const { colorScheme, width } of [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 360 },
] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test(`axe finds nothing, and nothing scrolls sideways, ${colorScheme}, ${width} pixels @full`, async ({
      page,
      createPerson,
      kakao,
    }) => {
      test.slow();
      const person = await createPerson({ nickname: "👩‍👩‍👧‍👦긴이름שלום".repeat(14) });
      await kakao.issueTokens(person.id);
      await page.setViewportSize({ width, height: 800 });
      for (const path of allViews(person)) {
        await page.goto(panel(path));
        await page.evaluate(() => {
          for (const fold of document.querySelectorAll("details")) fold.open = true;
        });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          path,
        ).toEqual([]);
        const wider = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(wider, path).toBeLessThanOrEqual(0);
      }
    });
  });
