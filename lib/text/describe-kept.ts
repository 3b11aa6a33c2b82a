// One entry of the table in words. Called by the privacy page, the page that asks whether to withdraw,
// and the download, so that all of them say the same.
import { fill } from "#lib/text/fill";
import type { PrivacyText } from "#lib/text/privacy-ko";
import type { Kept } from "../users/personal-data";

export type Description = {
  title: string;
  /** By column. */
  fields: Record<string, string>;
  why: string;
  until: string;
};

export function describeKept({ name, periods }: Kept, text: PrivacyText): Description {
  const { title, columns, why, until } = text.kept[name];
  const lengths = Object.entries(periods).map(([key, seconds]) => [key, sayLength(seconds, text)]);
  return { title, fields: columns, why, until: fill(until, Object.fromEntries(lengths)) };
}

const DAY = 24 * 60 * 60;

/** "7일", "10분": whole days where it is days. */
export function sayLength(seconds: number, text: PrivacyText): string {
  if (seconds % DAY !== 0) return fill(text.minutes, { n: String(Math.ceil(seconds / 60)) });
  const days = seconds / DAY;
  return fill(days === 1 ? text.day : text.days, { n: String(days) });
}
