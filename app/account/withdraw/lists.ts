// What a withdrawal deletes, and what it leaves and why: the table of all that is kept says it.
// Called by the page.

import { describeKept } from "#lib/text/describe-kept";
import type { Text } from "#lib/text/ko";
import { goesWithAccount, kept } from "#lib/users/personal-data";

/** Whatever belongs to the account goes with it. */
export function listDeleted({ withdrawal, privacy }: Text): string[] {
  const owned = kept.filter(goesWithAccount);
  return [...owned.map(({ name }) => privacy.kept[name].title), withdrawal.link];
}

export type Remains = { what: string; why: string; until: string | null };

/** Of the rest, what speaks of whoever leaves; the log is as long as anybody's. */
export function listKept({ privacy }: Text): Remains[] {
  const entries = kept.filter(({ remains }) => remains).map((one) => describeKept(one, privacy));
  return [
    ...entries.map(({ title, why, until }) => ({ what: title, why, until })),
    { what: privacy.log.title, why: privacy.log.why, until: null },
  ];
}
