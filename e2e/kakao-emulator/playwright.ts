// For Playwright tests of any project: fixtures that give each test a Kakao person and faults of
// its own, and what a person does on the emulator's pages, by role and accessible name, in Korean
// or English.
import { randomUUID } from "node:crypto";
import type { BrowserContext, Fixtures, Page } from "@playwright/test";
import { KakaoEmulatorClient } from "./client";
import type { FaultInput } from "./faults/fault-schema";
import { consentItemNames, pageText } from "./pages/text";
import type { ConsentItemId } from "./world/app-schema";
import type { Person, PersonInput } from "./world/person-schema";

export type KakaoFixtures = {
  kakao: KakaoEmulatorClient;
  createPerson: (overrides?: PersonInput) => Promise<Person>;
  /** A person of this test's own, forgotten afterwards. */
  person: Person;
  /** For this test's person, unless it says otherwise; cleared afterwards. */
  setFault: (fault: FaultInput) => Promise<() => Promise<unknown>>;
};

/**
 * `base.extend<KakaoFixtures>(kakaoFixtures(() => "http://127.0.0.1:4100"))`
 *
 * @param findOrigin asked once a test, so that it may read what a global set-up wrote
 */
export function kakaoFixtures(findOrigin: () => string): Fixtures<KakaoFixtures> {
  return {
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    kakao: async ({}, use) => use(new KakaoEmulatorClient(findOrigin())),

    createPerson: async ({ kakao }, use) => {
      const created: Person[] = [];
      await use(async (overrides = {}) => {
        // An address of its own, so that tests never sign in as each other's people.
        const email = `${randomUUID()}@example.com`;
        const person = await kakao.createPerson({ email, ...overrides });
        created.push(person);
        return person;
      });
      for (const person of created) await kakao.deletePerson(person.id, { silent: true });
    },

    person: async ({ createPerson }, use) => use(await createPerson()),

    setFault: async ({ kakao, person }, use) => {
      const clear: Array<() => Promise<unknown>> = [];
      await use(async (fault) => {
        const isScoped = fault.personId !== undefined || fault.clientId !== undefined;
        const scoped = isScoped ? fault : { ...fault, personId: person.id };
        const { id } = await kakao.setFault(scoped);
        const clearOnce = () => kakao.clearFault(id).catch(() => {});
        clear.push(clearOnce);
        return clearOnce;
      });
      for (const clearOnce of clear) await clearOnce();
    },
  };
}

/** A sentence of the emulator's pages, in either language. */
function either(name: keyof typeof pageText.ko): RegExp {
  return new RegExp(`^(${pageText.ko[name]}|${pageText.en[name]})$`);
}

/** On the sign-in page: types the login id and signs in. What follows depends on the link. */
export async function signInAtKakao(page: Page, person: { loginId: string }): Promise<void> {
  await page.getByRole("textbox", { name: either("loginId") }).fill(person.loginId);
  await page.getByRole("button", { name: either("logIn") }).click();
}

/** On the sign-in page or the account chooser: chooses the card of a person. */
export async function choosePersonAtKakao(page: Page, nickname: string): Promise<void> {
  await page.getByRole("button", { name: nickname }).click();
}

/** On the consent page: ticks these optional items (or terms, by their title), and agrees. */
export async function agree(
  page: Page,
  optional: ConsentItemId[] = [],
  terms: string[] = [],
): Promise<void> {
  for (const item of optional) {
    const { ko, en } = consentItemNames[item];
    const box = page
      .getByRole("checkbox", { name: ko })
      .or(page.getByRole("checkbox", { name: en }));
    await box.check();
  }
  for (const title of terms) await page.getByRole("checkbox", { name: title }).check();
  await page.getByRole("button", { name: either("agree") }).click();
}

/** On the consent page: goes back to the app with `access_denied`. */
export async function cancel(page: Page): Promise<void> {
  await page.getByRole("button", { name: either("cancel") }).click();
}

/** On the page of /oauth/logout: out of the Kakao account too, or of this service only. */
export async function logOutAtKakao(page: Page, extent: "account" | "service"): Promise<void> {
  const name = extent === "account" ? "logoutAccount" : "logoutService";
  await page.getByRole("button", { name: either(name) }).click();
}

/** Puts the person's Kakao account session into a browser, without the sign-in page. */
export async function bringKakaoSession(
  context: BrowserContext,
  kakao: KakaoEmulatorClient,
  person: { id: string },
): Promise<void> {
  const { name, value } = await kakao.openAccountSession(person.id);
  await context.addCookies([{ name, value, url: kakao.origin, httpOnly: true, sameSite: "Lax" }]);
}
