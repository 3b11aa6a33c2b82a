// The privacy page is made from the table: every entry of it stands there, in both languages, with
// each column, the reason and the lengths of time that the code keeps to.
import { Writable } from "node:stream";
import { createElement } from "react";
import { prerenderToNodeStream } from "react-dom/static";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Locale } from "#lib/text/choose-locale";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";
import { kept } from "#lib/users/personal-data";
import { cookies } from "./cookies";
import PrivacyPage from "./page";

const texts = { ko, en };
let locale: Locale = "ko";
vi.mock("#lib/text/locale", () => ({
  readLocale: async () => locale,
  readText: async () => texts[locale],
}));

/** Its words, without tags. */
async function readPage(): Promise<string> {
  const { prelude } = await prerenderToNodeStream(createElement(PrivacyPage));
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await new Promise((resolve) => prelude.pipe(sink).on("finish", resolve));
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/<!--.*?-->/g, "")
    .replace(/<[^>]+>/g, "\n")
    .replaceAll("&#x27;", "'");
}

const DAY = 24 * 60 * 60;
const sayLength = {
  ko: (s: number) => (s % DAY === 0 ? `${s / DAY}일` : `${s / 60}분`),
  en: (s: number) =>
    s % DAY === 0 ? `${s / DAY} day${s === DAY ? "" : "s"}` : `${s / 60} minutes`,
};

describe.each(["ko", "en"] as const)("in %s", (language) => {
  const { privacy } = texts[language];
  let page = "";
  beforeAll(async () => {
    locale = language;
    page = await readPage();
  });

  test.each(kept)("$name: what, why and how long (WD-8)", ({ name, periods }) => {
    const { title, columns, why } = privacy.kept[name];
    const [, block = ""] = page.split(`\n${title}\n`);
    const [own = ""] = block.split(`\n${privacy.items}\n`).slice(1);
    for (const word of Object.values(columns)) expect(own).toContain(word);
    expect(own).toContain(why);
    for (const seconds of Object.values(periods))
      expect(own).toContain(sayLength[language](seconds));
  });

  test.each(cookies)("the cookie $name, and for how long", ({ name, seconds }) => {
    const [, own = ""] = page.split(`\n${name}\n`);
    expect(own.slice(0, 200)).toContain(sayLength[language](seconds));
  });

  test("the log is there, and no placeholder is left", () => {
    expect(page).toContain(privacy.log.items);
    expect(page).not.toMatch(/[{}]/);
  });
});
