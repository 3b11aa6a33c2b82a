// The button in the footer that changes the language and stays on the same page. Called by layout.tsx.
import { headers } from "next/headers";
import { readOwnPage } from "#lib/sign-in/return-to";
import { readLocale, readText } from "#lib/text/locale";

export async function LanguageSwitch() {
  const [locale, text, requestHeaders] = await Promise.all([readLocale(), readText(), headers()]);
  const other = locale === "ko" ? "en" : "ko";
  const currentPath = readOwnPage(requestHeaders.get("x-pathname"));
  return (
    <form action="/language" method="post">
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="returnTo" value={currentPath} />
      <button className="text-button" type="submit" lang={other}>
        {text.frame.otherLanguage}
      </button>
    </form>
  );
}
