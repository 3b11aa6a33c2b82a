// Everybody can sign in: by axe's rules, by keyboard, on a narrow screen, with large letters.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, failure, greeting, test } from "./fixtures";
import { errorPages, visitScreens } from "./screens";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

for (const [colorScheme, tag] of [
  ["light", "@desktop"],
  ["dark", "@full"],
] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test(`axe finds nothing on any screen, ${colorScheme} (WB-15) ${tag}`, async ({
      page,
      person,
      expectedProblems,
    }) => {
      test.slow();
      expectedProblems.push(errorPages);
      await visitScreens(page, person, async (name) => {
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
        expect(found, name).toEqual([]);
      });
    });
  });

/** How much wider than the window the page is, and every element whose words are cut off. */
function findOverflow(page: Page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const cut = [...document.body.querySelectorAll<HTMLElement>("*")].filter(
      (element) =>
        getComputedStyle(element).overflowX !== "visible" &&
        element.scrollWidth > element.clientWidth + 1,
    );
    return {
      wider: Math.max(0, root.scrollWidth - root.clientWidth),
      cut: cut.map(({ tagName, className }) => `${tagName} ${className}`),
    };
  });
}

const fits = { wider: 0, cut: [] };
const isKakao = (name: string) => name.startsWith("kakao-");

test("nothing scrolls sideways at 320 pixels (WB-15) @desktop", async ({
  page,
  createPerson,
  expectedProblems,
}) => {
  expectedProblems.push(errorPages);
  await page.setViewportSize({ width: 320, height: 640 });
  const person = await createPerson({ nickname: "👩‍👩‍👧‍👦긴이름".repeat(20) });
  await visitScreens(page, person, async (name) => {
    const found = await findOverflow(page);
    // The emulator may shorten what it shows; our own screens may not.
    expect(found, name).toMatchObject(isKakao(name) ? { wider: 0 } : fits);
  });
});

test("letters twice as large lose nothing (WB-15) @desktop", async ({
  page,
  person,
  expectedProblems,
}) => {
  expectedProblems.push(errorPages);
  await page.setViewportSize({ width: 360, height: 740 });
  await visitScreens(page, person, async (name) => {
    if (isKakao(name)) return;
    const read = () =>
      page
        .getByRole("heading", { level: 1 })
        .evaluate((heading) => Number.parseFloat(getComputedStyle(heading).fontSize));
    const before = await read();
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await read(), `${name} grows`).toBeGreaterThan(before * 1.5);
    expect(await findOverflow(page), name).toEqual(fits);
  });
});

test("the keyboard alone signs in and out (WB-15) @desktop", async ({ page, person }) => {
  const reach = async (role: "button" | "textbox" | "link", name: RegExp) => {
    const target = page.getByRole(role, { name });
    await expect(target).toBeVisible();
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return target;
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  await page.goto("/");
  const button = await reach("button", /^카카오 로그인$/);
  const outline = await button.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline, "the focus is seen").not.toBe("none");
  await page.keyboard.press("Enter");
  await reach("textbox", /로그인 아이디/);
  await page.keyboard.type(person.loginId);
  await page.keyboard.press("Enter");
  await reach("button", /동의하고 계속하기/);
  await page.keyboard.press("Enter");
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
  await reach("link", /^내 계정$/);
  await page.keyboard.press("Enter");
  await reach("button", /^이 기기에서 로그아웃$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "카카오 로그인" })).toBeVisible();
});

test("a failure is announced, and every page has one main and a title (WB-15) @desktop", async ({
  page,
  expectedProblems,
}) => {
  expectedProblems.push(errorPages);
  await page.goto("/sign-in?error=kakao_unavailable&ref=01234567-89ab-cdef");
  await expect(failure(page)).toContainText("01234567-89ab-cdef");
  const titles = new Set<string>();
  for (const path of ["/", "/sign-in", "/nowhere", "/unavailable"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    titles.add(await page.title());
  }
  expect(titles.size).toBe(4);
});
