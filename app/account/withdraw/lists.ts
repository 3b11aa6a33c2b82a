// What a withdrawal deletes, and what it leaves and why: the table of all that is kept says it.
// Called by the page.
import type { Text } from "#lib/text/ko";
import { kept } from "#lib/users/personal-data";

/** Whatever belongs to the account goes with it. */
export function listDeleted({ withdrawal, privacy }: Text): string[] {
  const owned = kept.filter(({ owner }) => owner !== null);
  return [...owned.map(({ name }) => privacy.kept[name].what), withdrawal.link];
}

export type Remains = { what: string; why: string };

/** Of the rest, what comes from the withdrawal itself; the log is as long as anybody's. */
export function listKept({ privacy }: Text): Remains[] {
  return [privacy.kept.errands, privacy.kept.journal, privacy.kept.journalNames, privacy.log];
}
