// The mark and the name at the top of a page, leading home. Called by the pages that hold lists.
import { fill } from "#lib/text/fill";
import { readLocale, readText } from "#lib/text/locale";
import { Mark } from "./mark";
import { brandName } from "./name";

export async function TopBar() {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const name = brandName[locale];
  return (
    <header className="top-bar">
      <a className="home-link" href="/" aria-label={fill(text.frame.home, { name })}>
        <Mark size="small" />
        <span>{name}</span>
      </a>
    </header>
  );
}
