// Which cookies there are, what each says and for how long. Called by the privacy page.

import { sayLength } from "#lib/text/describe-kept";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import { cookies } from "./cookies";

export function CookieList({ text }: { text: Text }) {
  const { privacy } = text;
  const { heading, body } = privacy.cookiesSection;
  return (
    <section aria-labelledby="cookies">
      <h2 className="group-heading" id="cookies">
        {heading}
      </h2>
      <p>{body}</p>
      <ul className="entries">
        {cookies.map(({ key, name, seconds }) => (
          <li key={key}>
            <p className="strong">
              <code>{name}</code>
            </p>
            <p className="quiet">
              {fill(privacy.cookies[key], { period: sayLength(seconds, privacy) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
