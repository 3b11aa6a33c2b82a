// The language of this request and its dictionary. Called by the layout and every page.
import "server-only";
import { cookies, headers } from "next/headers";
import { chooseLocale, type Locale } from "#lib/text/choose-locale";
import { en } from "#lib/text/en";
import { ko, type Text } from "#lib/text/ko";

const dictionaries: Record<Locale, Text> = { ko, en };

export async function readLocale(): Promise<Locale> {
  const [cookieStore, requestHeaders] = await Promise.all([cookies(), headers()]);
  return chooseLocale(cookieStore.get("locale")?.value, requestHeaders.get("accept-language"));
}

/** Every sentence, in the language of this request. */
export async function readText(): Promise<Text> {
  return dictionaries[await readLocale()];
}
