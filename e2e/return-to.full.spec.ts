// Every return address of the list, all the way through a real browser: what a program takes for a
// path, a browser may take for another site.
import type { Page } from "@playwright/test";
import { baseUrl } from "./addresses";
import { attacks } from "./attacks";
import { expect, kakaoButton, signInAtHome, signOutHere, test } from "./fixtures";

async function expectHere(page: Page, attack: string): Promise<void> {
  await expect(signOutHere(page), attack).toBeVisible();
  expect(new URL(page.url()).origin, attack).toBe(baseUrl());
}

/** In the form's own field and in the address it posts to, whatever the page had put there. */
async function bendForm(page: Page, attack: string): Promise<void> {
  await kakaoButton(page).evaluate((button, value) => {
    const form = button.closest("form");
    if (!form) throw new Error("no form");
    for (const field of form.querySelectorAll("input")) field.remove();
    for (const name of ["returnTo", "callbackUrl"]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.action += `?returnTo=${encodeURIComponent(value)}`;
  }, attack);
}

test("no return address of the list leads a browser away: in query, body, cookie or Referer (OR-1, OR-2)", async ({
  page,
  context,
  person,
}) => {
  test.setTimeout(240_000);
  await signInAtHome(page, person);
  for (const attack of attacks(new URL(baseUrl()).host)) {
    // Kakao remembers the person, so each of these is one click.
    await context.clearCookies({ domain: "localhost" });
    const value = encodeURIComponent(attack.slice(0, 1000));
    await context.addCookies(
      ["returnTo", "callback-url", "authjs.callback-url"].map((name) => ({
        name,
        value,
        url: baseUrl(),
      })),
    );
    // The page's own address, the attack in it, is the Referer of the form.
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(attack)}`);
    await kakaoButton(page).click();
    await expectHere(page, `${attack} in query, cookie and Referer`);
    await context.clearCookies({ domain: "localhost", name: "session" });
    await page.goto("/sign-in");
    await bendForm(page, attack);
    await kakaoButton(page).click();
    await expectHere(page, `${attack} in the body`);
  }
});
