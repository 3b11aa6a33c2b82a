// The beetle over the name. Called by the screens that say one thing.
import { fill } from "#lib/text/fill";
import { readLocale, readText } from "#lib/text/locale";
import { Mark } from "./mark";
import { brandName } from "./name";

export async function Lockup() {
  return (
    <p className="lockup">
      <Mark size="large" />
      <span>{brandName[await readLocale()]}</span>
    </p>
  );
}

/** The same, leading home: for screens whose one action leads elsewhere. */
export async function HomeLockup() {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const name = brandName[locale];
  return (
    <a className="lockup" href="/" aria-label={fill(text.frame.home, { name })}>
      <Mark size="large" />
      <span>{name}</span>
    </a>
  );
}
