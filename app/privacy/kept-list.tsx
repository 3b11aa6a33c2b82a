// What is kept, why and for how long, from the one table. Called by the privacy page.

import { describeKept } from "#lib/text/describe-kept";
import type { Text } from "#lib/text/ko";
import type { PrivacyText } from "#lib/text/privacy-ko";
import { kept } from "#lib/users/personal-data";
import type { Words } from "./particulars";

export function KeptList({ text, particulars }: { text: Text; particulars: Words }) {
  const { privacy } = text;
  return (
    <section aria-labelledby="kept">
      <h2 className="group-heading" id="kept">
        {privacy.keptHeading}
      </h2>
      <ul className="entries">
        {kept.map((one) => {
          const { fields, ...words } = describeKept(one, privacy);
          const items = Object.values(fields).join(", ");
          return <Entry key={one.name} words={{ ...words, items }} text={privacy} />;
        })}
        <Entry words={{ ...privacy.log, until: particulars.logs }} text={privacy} />
      </ul>
    </section>
  );
}

type Props = {
  words: { title: string; items: string; why: string; until: string };
  text: PrivacyText;
};

function Entry({ words, text }: Props) {
  return (
    <li>
      <p className="strong">{words.title}</p>
      <dl className="kept">
        <dt>{text.items}</dt>
        <dd>{words.items}</dd>
        <dt>{text.why}</dt>
        <dd>{words.why}</dd>
        <dt>{text.until}</dt>
        <dd>{words.until}</dd>
      </dl>
    </li>
  );
}
