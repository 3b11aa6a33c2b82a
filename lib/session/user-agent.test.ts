// Two words out of a User-Agent header, for the list of devices.
import { expect, test } from "vitest";
import { readAppUserAgent, readUserAgent } from "#lib/session/user-agent";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 15; SM-S931N) AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [CHROME, "Chrome", "Windows"],
  [`${CHROME} Edg/140.0.0.0`, "Edge", "Windows"],
  [`${CHROME} Whale/4.33.325.17`, "Whale", "Windows"],
  [`${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, "Safari", "iPhone"],
  [`${IPHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome", "iPhone"],
  [`${IPHONE} FxiOS/142.0 Mobile/15E148 Safari/605.1.15`, "Firefox", "iPhone"],
  [`${IPHONE} EdgiOS/140.0 Version/18.0 Mobile/15E148 Safari/604.1`, "Edge", "iPhone"],
  [`${IPHONE} Mobile/15E148 KAKAOTALK 25.7.3`, "KakaoTalk", "iPhone"],
  [
    `${ANDROID} Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410730`,
    "KakaoTalk",
    "Android",
  ],
  [
    `${ANDROID} Version/4.0 Chrome/140.0.0.0 Whale/1.0 NAVER(inapp; search; 1300)`,
    "Naver",
    "Android",
  ],
  [`${ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36 Instagram 390.0.0`, "Instagram", "Android"],
  [
    `${ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet",
    "Android",
  ],
  ["Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari", "iPad"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15",
    "Safari",
    "macOS",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 16181.61.0) Chrome/140.0.0.0 Safari/537.36",
    "Chrome",
    "ChromeOS",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox", "Linux"],
  ["curl/8.5.0", null, null],
  ["", null, null],
  [null, null, null],
])("%s", (header, browser, system) => {
  expect(readUserAgent(header)).toEqual({ browser, system });
});

test("only the first 1000 characters count, and nothing of the header itself comes out (SE-7)", () => {
  expect(readUserAgent(`${"x".repeat(1000)} Firefox/142.0`)).toEqual({
    browser: null,
    system: null,
  });
  const words = Object.values(readUserAgent(`${CHROME}\r\n<script>canary</script>`));
  expect(words).toEqual(["Chrome", "Windows"]);
});

test.each([
  ["Humblebug/1.2 CFNetwork/1498.700.2 Darwin/23.6.0", { app: "Humblebug", system: "iOS" }],
  ["okhttp/4.12.0", { app: null, system: "Android" }],
  ["Dart/3.5 (dart:io)", { app: null, system: null }],
  ["험블벅/2.0 (Android 14; SM-S921N)", { app: "험블벅", system: "Android" }],
  ["Dalvik/2.1.0 (Linux; U; Android 14)", { app: null, system: "Android" }],
  ["Humblebug/3 (iPhone; iOS 18.0)", { app: "Humblebug", system: "iPhone" }],
  ['<script>alert("x")</script>/1', { app: null, system: null }],
  [`${"x".repeat(50)}/1`, { app: null, system: null }],
  ["", { app: null, system: null }],
  [null, { app: null, system: null }],
])("the app of %j is %j", (header, expected) => {
  expect(readAppUserAgent(header)).toEqual(expected);
});
