// Which language a request gets.
import { expect, test } from "vitest";
import { chooseLocale } from "#lib/text/choose-locale";

test.each([
  [undefined, null, "ko"],
  [undefined, "", "ko"],
  [undefined, "en-US,en;q=0.9", "en"],
  [undefined, "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
  [undefined, "en;q=0.5, ko;q=0.8", "ko"],
  [undefined, "ko;q=0.5, EN-GB;Q=0.8", "en"],
  [undefined, "fr-FR, de;q=0.9, *;q=0.1", "ko"],
  [undefined, "fr-FR, en;q=0.3", "en"],
  [undefined, "en;q=0", "ko"],
  [undefined, "en;q=2, ko;q=0.1", "ko"],
  [undefined, "en;q=nonsense", "ko"],
  [undefined, "english", "ko"],
  ["en", "ko", "en"],
  ["ko", "en", "ko"],
  ["fr", "en", "en"],
  ["EN", null, "ko"],
  ["", "en", "en"],
])("cookie %j and Accept-Language %j give %s", (cookie, acceptLanguage, locale) => {
  expect(chooseLocale(cookie, acceptLanguage)).toBe(locale);
});
