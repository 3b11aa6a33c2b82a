// "방금", "3분 전", "3일 전": how long ago something was. Called by the account page.
import type { Locale } from "#lib/text/choose-locale";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";

const unitsInSeconds = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const formats: Record<Locale, { now: string; relative: Intl.RelativeTimeFormat }> = {
  ko: { now: ko.dates.now, relative: new Intl.RelativeTimeFormat("ko") },
  en: { now: en.dates.now, relative: new Intl.RelativeTimeFormat("en") },
};

/** The largest whole unit; under a minute, or in the future by a clock's drift, "방금". */
export function formatRelativeTime(date: Date, locale: Locale, now = new Date()): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  const { now: justNow, relative } = formats[locale];
  const found = unitsInSeconds.find(([, length]) => seconds >= length);
  if (!found) return justNow;
  const [unit, length] = found;
  return relative.format(-Math.floor(seconds / length), unit);
}
