// What is kept, why and for how long, from the one table. Called by the privacy page.
import type { ReactNode } from "react";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import type { PrivacyText } from "#lib/text/privacy-ko";
import { type Kept, kept } from "#lib/users/personal-data";

export function KeptList({ text, logs }: { text: Text; logs: string }) {
  const { privacy } = text;
  return (
    <section aria-labelledby="kept">
      <h2 className="group-heading" id="kept">
        {privacy.keptHeading}
      </h2>
      <ul className="entries">
        {kept.map((one) => (
          <Entry key={one.name} words={privacy.kept[one.name]} text={privacy}>
            {sayTerm(one, privacy)}
          </Entry>
        ))}
        <Entry words={privacy.log} text={privacy}>
          {fill(privacy.untilTerm, { period: logs })}
        </Entry>
      </ul>
    </section>
  );
}

type Props = {
  words: { what: string; why: string };
  text: PrivacyText;
  children: ReactNode;
};

function Entry({ words, text, children }: Props) {
  return (
    <li>
      <p className="strong">{words.what}</p>
      <dl className="kept">
        <dt>{text.why}</dt>
        <dd>{words.why}</dd>
        <dt>{text.until}</dt>
        <dd>{children}</dd>
      </dl>
    </li>
  );
}

/** @returns for example "7일 또는 30일, 그 전에 회원 탈퇴하면 그때까지" */
export function sayTerm({ owner, terms, seconds }: Kept, text: PrivacyText): string {
  if (seconds.length === 0 && terms.length === 0)
    return owner === null ? text.untilDone : text.untilWithdrawal;
  const period = seconds.map((length) => sayLength(length, text)).join(` ${text.or} `);
  return fill(owner === null ? text.untilTerm : text.untilTermOrWithdrawal, { period });
}

const DAY = 24 * 60 * 60;

function sayLength(seconds: number, text: PrivacyText): string {
  return seconds % DAY === 0
    ? fill(text.days, { n: String(seconds / DAY) })
    : fill(text.minutes, { n: String(Math.ceil(seconds / 60)) });
}
