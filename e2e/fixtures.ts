// What every end-to-end test starts from: a Kakao person of its own, faults that end with the
// test, pages on which an unexpected error fails it, and, where something raced or failed, the
// invariants at the end.
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { baseUrl, databaseUrl, kakaoUrl } from "./addresses";
import { endsWithInvariants, type Invariants, watchInvariants } from "./invariants";
import {
  agree,
  type KakaoFixtures,
  kakaoFixtures,
  signInAtKakao,
} from "./kakao-emulator/playwright";
import type { Person } from "./kakao-emulator/world/person-schema";
import { firstInstanceEnvironment } from "./own-app";
import { requireLogFolder } from "./server-log";
import { newAddress } from "./visitor";

export { expect };

type Fixtures = {
  /** Another browser with nothing in it, and with the same watch on its pages. */
  openBrowser: () => Promise<Page>;
  /** Problems of a page that a test provokes, by their text; everything else fails the test. */
  expectedProblems: RegExp[];
  /**
   * Whether KakaoTalk's browser, which the phone's tests are, signs in by itself where it may. Else
   * it has tried before, so that no page leaves under a test's hands.
   */
  triesSilently: boolean;
  guard: (context: BrowserContext) => Promise<void>;
  checkInvariants: undefined;
};

type WorkerFixtures = { invariants: Invariants };

/** One grey dot: Kakao's pictures are on the internet, where no test goes. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);

/** Records what goes wrong in a page; answers Kakao's pictures and refuses every other stranger. */
async function watch(context: BrowserContext, problems: string[]): Promise<void> {
  const isOutside = ({ hostname }: URL) => !["localhost", "127.0.0.1"].includes(hostname);
  await context.route(isOutside, (route) => {
    const { hostname, href } = new URL(route.request().url());
    if (hostname.endsWith(".kakaocdn.net"))
      return route.fulfill({ body: PICTURE, contentType: "image/png" });
    problems.push(`a request to ${href}`);
    return route.abort();
  });
  // A violated Content-Security-Policy is a console error, too.
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  context.on("weberror", (event) => problems.push(String(event.error())));
  context.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
}

const withKakao = base.extend<KakaoFixtures>(kakaoFixtures(kakaoUrl));

export const test = withKakao.extend<Fixtures, WorkerFixtures>({
  invariants: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const invariants = watchInvariants({
        databaseUrl: databaseUrl(),
        kakaoUrl: kakaoUrl(),
        logFolder: requireLogFolder(),
        environment: firstInstanceEnvironment(),
      });
      await use(invariants);
      await invariants.close();
    },
    { scope: "worker" },
  ],

  checkInvariants: [
    async ({ invariants }, use, { title }) => {
      await use(undefined);
      if (endsWithInvariants(title)) expect(await invariants.check(), "invariants").toEqual([]);
    },
    { auto: true },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  expectedProblems: async ({}, use) => use([]),

  triesSilently: [false, { option: true }],

  guard: async ({ expectedProblems, triesSilently }, use) => {
    const problems: string[] = [];
    await use(async (context) => {
      const tried = { name: "silent-try", value: "1", url: baseUrl() };
      if (!triesSilently) await context.addCookies([tried]);
      await watch(context, problems);
    });
    const unexpected = problems.filter(
      (problem) => !expectedProblems.some((expected) => expected.test(problem)),
    );
    expect(unexpected, "problems in the browser").toEqual([]);
  },

  // As the proxy in front of the app would say it: each test's browser is somewhere else.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  extraHTTPHeaders: async ({}, use) => use({ "x-forwarded-for": newAddress() }),

  context: async ({ context, guard }, use) => {
    await guard(context);
    await use(context);
  },

  openBrowser: async ({ browser, guard }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const extraHTTPHeaders = { "x-forwarded-for": newAddress() };
      const context = await browser.newContext({ extraHTTPHeaders });
      contexts.push(context);
      await guard(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export const kakaoButton = (page: Page) =>
  page.getByRole("button", { name: /^(카카오 로그인|Login with Kakao)$/ });

export const signOutHere = (page: Page) =>
  page.getByRole("button", { name: /^(이 기기에서 로그아웃|Sign out here)$/ });

/** The sentence about a failed sign-in. Next.js has an alert of its own, outside of main. */
export const failure = (page: Page) => page.getByRole("main").getByRole("alert");

/** "사람 1234님, 반가워요" */
export const greeting = (page: Page, nickname: string) =>
  page.getByRole("heading", { level: 1, name: nickname });

/** Through the screens: presses the button where the page stands, signs in at Kakao, agrees. */
export async function signInFrom(page: Page, person: Person): Promise<void> {
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page);
}

/** From home to home, as somebody who was never here before. */
export async function signInAtHome(page: Page, person: Person): Promise<void> {
  await page.goto("/");
  await signInFrom(page, person);
  await expect(signOutHere(page)).toBeVisible();
}

/** On another device: Kakao asks who one is, and not again what one agrees to. */
export async function signInOnAnotherDevice(page: Page, person: Person): Promise<void> {
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await expect(signOutHere(page)).toBeVisible();
}

/** The session cookie as a thief would copy it. */
export async function readSessionCookie(page: Page): Promise<string> {
  const cookies = await page.context().cookies(baseUrl());
  return cookies.find(({ name }) => name === "session")?.value ?? "";
}
