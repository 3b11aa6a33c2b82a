// The operator's particulars as the pages say them, gaps included. Called by /privacy and /terms.
import type { Locale } from "#lib/text/choose-locale";
import { sayLength } from "#lib/text/describe-kept";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import { brandName } from "../brand/name";
import { operator } from "../operator";

const DAY = 24 * 60 * 60;

export type Words = Record<
  "operator" | "service" | "address" | "officer" | "email" | "date" | "processors" | "logs",
  string
>;

/** Nothing is left out in silence: what a team has not filled in stands there as a gap. */
export function readParticulars(locale: Locale, { privacy }: Text): Words {
  const gap = (what: keyof typeof privacy.gaps) => fill(privacy.gap, { what: privacy.gaps[what] });
  const { name, address, privacyOfficer, privacyEmail, effectiveFrom, logDays } = operator;
  return {
    operator: name?.[locale] ?? gap("name"),
    service: brandName[locale],
    address: address?.[locale] ?? gap("address"),
    officer: privacyOfficer?.[locale] ?? gap("privacyOfficer"),
    email: privacyEmail ?? gap("privacyEmail"),
    date: effectiveFrom ?? gap("effectiveFrom"),
    processors: listProcessors(locale) ?? gap("processors"),
    logs: logDays === null ? gap("logDays") : sayLength(logDays * DAY, privacy),
  };
}

function listProcessors(locale: Locale): string | null {
  const listed = operator.processors?.map(({ name, task }) => `${name} (${task[locale]})`);
  return listed?.join(", ") ?? null;
}
