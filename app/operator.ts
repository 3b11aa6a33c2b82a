// Who runs this service: the particulars that the law wants on /privacy and /terms. A team fills
// this file in and nothing else; what is null stands on the pages as a visible gap.
import type { Locale } from "#lib/text/choose-locale";

type InBoth = Record<Locale, string>;

export type Operator = {
  /** Company or person. */
  name: InBoth | null;
  address: InBoth | null;
  /** Who answers for personal data, and how to reach them (개인정보 보호책임자). */
  privacyOfficer: InBoth | null;
  privacyEmail: string | null;
  /** ISO date from which both pages hold. */
  effectiveFrom: string | null;
  /** Who processes data for the service: hosting, database, log storage (처리위탁). */
  processors: readonly { name: string; task: InBoth }[] | null;
  /** How long the server's log is kept. */
  logDays: number | null;
};

export const operator: Operator = {
  name: null,
  address: null,
  privacyOfficer: null,
  privacyEmail: null,
  effectiveFrom: null,
  processors: null,
  logDays: null,
};
