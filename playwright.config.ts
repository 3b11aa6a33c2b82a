// End-to-end tests against the production build, in a real browser, through the Kakao emulator.
// Everything they talk to is started by scripts/e2e/start-servers.ts and named in E2E_* variables.
import { defineConfig, devices } from "@playwright/test";
import { chromiumFlags, findChromium } from "./scripts/e2e/chromium";

const isCi = Boolean(process.env.CI);
const desktop = devices["Desktop Chrome"];
/** KakaoTalk's own browser on a small phone, where most Korean sign-ins happen. */
const KAKAOTALK =
  "Mozilla/5.0 (Linux; Android 14; SM-S921N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/10.8.0";
const apiSpecs = "**/*.api.spec.ts";
const notInBrowsers = [apiSpecs, "**/*.full.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/playwright",
  globalSetup: "./scripts/e2e/start-servers.ts",
  fullyParallel: true,
  forbidOnly: isCi,
  retries: isCi ? 1 : 0,
  workers: 2,
  reporter: [
    ["list"],
    ["html", { open: "never" }],
    ...(process.env.GITHUB_ACTIONS ? ([["github"]] as const) : []),
    ["./scripts/e2e/playwright-count-reporter.ts"],
  ],
  use: {
    baseURL: process.env.E2E_BASE_URL,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findChromium()?.executablePath, args: chromiumFlags() },
  },
  // A test runs in every project unless its title is tagged: @desktop (once is enough) or
  // @javascript (means nothing without scripts). Files *.api.spec.ts need no browser. What takes
  // minutes is tagged @full, or is a file *.full.spec.ts: `npm test` names its projects
  // (scripts/test/steps.ts) and leaves it to `npm run test:full`.
  projects: [
    { name: "api", testMatch: apiSpecs, grepInvert: /@full/ },
    { name: "full", grep: /@full|\.full\.spec\.ts/, use: { ...desktop } },
    { name: "desktop", testIgnore: notInBrowsers, grepInvert: /@full/, use: { ...desktop } },
    {
      name: "phone",
      testIgnore: notInBrowsers,
      grepInvert: /@desktop|@full/,
      use: {
        ...desktop,
        userAgent: KAKAOTALK,
        viewport: { width: 360, height: 740 },
        deviceScaleFactor: 3,
        isMobile: true,
        hasTouch: true,
      },
    },
    {
      name: "no-javascript",
      testIgnore: notInBrowsers,
      grepInvert: /@desktop|@javascript|@full/,
      use: { ...desktop, javaScriptEnabled: false },
    },
  ],
});
