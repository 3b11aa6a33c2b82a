// The screens that stand still, by name. Read by the specs that look at all of them.
import { expect, type Page } from "@playwright/test";
import { kakaoButton } from "./fixtures";
import { agree, signInAtKakao } from "./kakao-emulator/playwright";
import type { Person } from "./kakao-emulator/world/person-schema";

/** Chromium writes these about a page's own status; here the status is what is wanted. */
export const errorPages = /status of (404|503)/;

export const signedOut: Array<[name: string, path: string]> = [
  ["home", "/"],
  ["sign-in", "/sign-in"],
  ["sign-in-cancelled", "/sign-in?error=cancelled&ref=01234567-89ab-cdef"],
  ["sign-in-expired", "/sign-in?error=expired"],
  ["not-found", "/nowhere"],
  ["unavailable", "/unavailable"],
  ["developers", "/developers"],
  ["privacy", "/privacy"],
  ["terms", "/terms"],
  ["goodbye", "/goodbye"],
];

export const signedIn: Array<[name: string, path: string]> = [
  ["home-signed-in", "/"],
  ["account", "/account"],
  ["withdraw", "/account/withdraw"],
];

/** Every screen there is, in the order in which a person would see them. */
export async function visitScreens(
  page: Page,
  person: Person,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const [name, path] of signedOut) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(name);
  }
  await page.goto("/");
  await kakaoButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await look("kakao-sign-in");
  await signInAtKakao(page, person);
  await expect(page).toHaveURL(/\/_emulator\/consent/);
  await look("kakao-consent");
  await agree(page, ["profile_image", "account_email"]);
  await expect(page.getByRole("link", { name: /^(내 계정|My account)$/ })).toBeVisible();
  for (const [name, path] of signedIn) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(name);
  }
}
