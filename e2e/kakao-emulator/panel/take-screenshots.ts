// Makes the pictures of the panel for the READMEs anew: `npx tsx
// e2e/kakao-emulator/panel/take-screenshots.ts`. Run by hand after the panel's look has changed.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromiumFlags, findChromium } from "#scripts/e2e/chromium";
import { KakaoEmulatorClient } from "../client";
import { createKakaoEmulator } from "../server";
import {
  authorizeQuery,
  callKapi,
  obtainTokens,
  requestToken,
  Visitor,
} from "../testing/test-visitor";

const folder = fileURLToPath(new URL("../../../docs/images/", import.meta.url));

/** A morning of a developer: two people sign in, and four things go wrong. */
export async function liveAMorning(origin: string): Promise<void> {
  const kakao = new KakaoEmulatorClient(origin);
  const { access_token } = await obtainTokens(origin, "haneul", {
    changes: { nonce: "q7Jp0cZt" },
    items: ["profile_image", "account_email"],
  });
  await callKapi(origin, "/v2/user/me?secure_resource=true", access_token);
  const visitor = new Visitor(origin);
  const code = await visitor.obtainCode("seoyeon", { state: "xyz", nonce: "n-0S6_WzA2Mj" });
  await requestToken(origin, { code });
  await requestToken(origin, { code });
  await kakao.setFault({ endpoint: "user_me", personId: "3956953901", kakaoCode: -1, times: 1 });
  const doyun = await kakao.issueTokens("3956953901");
  await callKapi(origin, "/v2/user/me", doyun.access_token);
  await callKapi(origin, "/v2/user/me", doyun.access_token);
  await new Visitor(origin).authorize({ redirect_uri: "http://localhost:3000/callback" });
  await callKapi(origin, "/v2/user/me", "an-old-token");
}

type Picture = {
  name: string;
  height: number;
  fullPage?: true;
  open: (page: Page, origin: string) => Promise<void>;
};

const pictures: Picture[] = [
  {
    name: "emulator-panel-ledger",
    height: 760,
    open: async (page, origin) => {
      await page.goto(`${origin}/_emulator`);
    },
  },
  {
    name: "emulator-panel-person",
    height: 900,
    fullPage: true,
    open: async (page, origin) => {
      await page.goto(`${origin}/_emulator/people/3956953872`);
    },
  },
  {
    name: "emulator-sign-in",
    height: 760,
    open: async (page, origin) => {
      await page.goto(`${origin}/oauth/authorize?${authorizeQuery()}`);
    },
  },
];

async function takePicture(browser: Browser, origin: string, picture: Picture): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: picture.height },
    locale: "en-US",
  });
  await picture.open(page, origin);
  await page.screenshot({
    path: join(folder, `${picture.name}.png`),
    fullPage: picture.fullPage ?? false,
  });
  await page.close();
}

async function run(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const emulator = await createKakaoEmulator();
  await liveAMorning(emulator.origin);
  const executablePath = findChromium()?.executablePath;
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  for (const picture of pictures) await takePicture(browser, emulator.origin, picture);
  await browser.close();
  await emulator.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
