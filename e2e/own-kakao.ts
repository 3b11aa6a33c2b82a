// For tests in which Kakao itself breaks, for everybody: an emulator and an instance of the app of
// their own, so that nobody else's sign-in is in the way.
import { baseUrl, callbackPath } from "./addresses";
import { test as base, expect } from "./fixtures";
import { createKakaoEmulator, type KakaoEmulator } from "./kakao-emulator/server";
import { defaultSeed, withRedirectUris } from "./kakao-emulator/world/seed";
import { type Changes, firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { finishSignIn, reachCallback } from "./sign-in-steps";
import { Visitor } from "./visitor";

type SomePerson = { id: string; loginId: string };
type Trip = { visitor: Visitor; callback: URL };

/** An emulator that sends people back to the app's canonical address, as the shared one does. */
export function startOwnKakao(
  options: Parameters<typeof createKakaoEmulator>[0] = {},
): Promise<KakaoEmulator> {
  const seed = withRedirectUris(defaultSeed, [`${baseUrl()}${callbackPath}`]);
  return createKakaoEmulator({ seed, ...options });
}

/** The environment of the shared instances, with another Kakao. */
export function environmentWith(kakaoOrigin: string, changes: Changes = {}): Changes {
  const urls = { KAKAO_AUTH_URL: kakaoOrigin, KAKAO_API_URL: kakaoOrigin };
  return { ...firstInstanceEnvironment(), ...urls, ...changes };
}

type OwnKakao = {
  ownKakao: KakaoEmulator;
  app: OwnApp;
  /** Up to the moment before the browser is back. */
  travel: (person: SomePerson) => Promise<Trip>;
  /** The way back: what the app answers, and after how long. */
  arrive: (trip: Trip) => Promise<Trip & { answer: Answer; tookMs: number }>;
};
type Answer = Awaited<ReturnType<typeof finishSignIn>>;

export const test = base.extend<OwnKakao & { environment: Changes }>({
  /** What is different from the shared instances' environment. */
  environment: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  ownKakao: async ({}, use) => {
    const kakao = await startOwnKakao();
    await use(kakao);
    await kakao.close();
  },
  app: async ({ ownKakao, environment }, use) => {
    const app = await startApp(environmentWith(ownKakao.origin, environment));
    await use(app);
    expect(app.process.exitCode, "the process survives").toBeNull();
    await app.stop();
  },
  travel: async ({ ownKakao, app }, use) =>
    use(async (person) => {
      const visitor = new Visitor();
      const where = { at: app.url, kakaoAt: ownKakao.origin };
      return { visitor, callback: await reachCallback(visitor, person, where) };
    }),
  arrive: async ({ app }, use) =>
    use(async ({ visitor, callback }) => {
      const startedAt = Date.now();
      const answer = await finishSignIn(visitor, callback, { at: app.url });
      return { visitor, callback, answer, tookMs: Date.now() - startedAt };
    }),
});

export { expect };
