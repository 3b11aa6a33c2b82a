// The file of one's own data: part by part in the order of the privacy page and with its words, in the
// reader's language. Called by download/route.ts.
import type { Locale } from "#lib/text/choose-locale";
import { describeKept } from "#lib/text/describe-kept";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import { type OwnData, shownOf } from "#lib/users/own-data";
import { type Kept, kept } from "#lib/users/personal-data";
import { brandName } from "../brand/name";

/** Parts that nothing leads to from a person are described, and have no rows. */
export function describeOwnData(data: OwnData[], { privacy }: Text, locale: Locale): object {
  const rowsOf = ({ name }: Kept) => {
    const { rows, isComplete } = data.find((part) => part.name === name) ?? {};
    return rows && { isComplete, rows };
  };
  const parts = kept.map((one) => {
    const { fields, ...words } = describeKept(one, privacy);
    const shown = shownOf(one);
    const only = (isShown: boolean) =>
      Object.fromEntries(
        Object.entries(fields).filter(([column]) => shown.includes(column) === isShown),
      );
    return [
      one.name,
      { ...words, fields: only(true), notShown: only(false), ...rowsOf(one) },
    ] as const;
  });
  return {
    about: fill(privacy.download.about, { service: brandName[locale] }),
    notShown: privacy.download.notShown,
    madeAt: new Date().toISOString(),
    ...Object.fromEntries(parts),
    log: privacy.log,
  };
}
