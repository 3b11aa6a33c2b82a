// Which of our two languages a request gets. Called by locale.ts and by the language form.

export type Locale = "ko" | "en";

/** So long the person's own choice is remembered. */
export const LOCALE_SECONDS = 365 * 24 * 60 * 60;

export function isLocale(value: unknown): value is Locale {
  return value === "ko" || value === "en";
}

/** The person's own choice first, then what their browser prefers, else Korean. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  return findPreferredLocale(acceptLanguage ?? "") ?? "ko";
}

/** @see RFC 9110, section 12.5.4. The first of two equals wins. */
function findPreferredLocale(acceptLanguage: string): Locale | null {
  let best: { locale: Locale; weight: number } | null = null;
  for (const range of acceptLanguage.slice(0, 500).split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const locale = tag.split("-")[0];
    const weight = readWeight(parameters);
    if (isLocale(locale) && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale ?? null;
}

function readWeight(parameters: string[]): number {
  const parameter = parameters.find((part) => part.startsWith("q="));
  if (parameter === undefined) return 1;
  const weight = Number(parameter.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
