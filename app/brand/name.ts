// The service's name. A fork replaces this file and drawing.ts, and runs draw-icons.ts.
import type { Locale } from "#lib/text/choose-locale";

export const brandName: Record<Locale, string> = { ko: "험블벅", en: "Humblebug" };
