// What a person does on the emulator's pages, for Playwright tests: by role and accessible name,
// in Korean or English.
import type { Page } from "@playwright/test";
import { consentItemNames } from "./pages/text";
import type { ConsentItemId } from "./world/app-schema";

const loginId = /^(이메일 또는 로그인 아이디|E-mail or login ID)$/;
const logIn = /^(로그인|Log in)$/;
const agreeAndContinue = /^(동의하고 계속하기|Agree and continue)$/;
const cancelButton = /^(취소|Cancel)$/;

/** On the sign-in page: types the login id and signs in. What follows depends on the link. */
export async function signInAtKakao(page: Page, person: { loginId: string }): Promise<void> {
  await page.getByRole("textbox", { name: loginId }).fill(person.loginId);
  await page.getByRole("button", { name: logIn }).click();
}

/** On the sign-in page: chooses the card of a listed person. */
export async function choosePersonAtKakao(page: Page, nickname: string): Promise<void> {
  await page.getByRole("button", { name: nickname }).click();
}

/** On the consent page: ticks these optional items, and agrees. */
export async function agree(page: Page, optional: ConsentItemId[] = []): Promise<void> {
  for (const item of optional) {
    const { ko, en } = consentItemNames[item];
    const box = page
      .getByRole("checkbox", { name: ko })
      .or(page.getByRole("checkbox", { name: en }));
    await box.check();
  }
  await page.getByRole("button", { name: agreeAndContinue }).click();
}

/** On the consent page: goes back to the app with `access_denied`. */
export async function cancel(page: Page): Promise<void> {
  await page.getByRole("button", { name: cancelButton }).click();
}
