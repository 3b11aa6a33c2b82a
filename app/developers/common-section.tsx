// What holds for every call: the shape of a refusal, its headers, and the codes that many calls
// share. Called by page.tsx.
import { calls, listRefusals } from "#lib/openapi/calls";
import { exampleOfRefusal } from "#lib/openapi/examples";
import { headerNames } from "#lib/openapi/headers";
import type { ApiText } from "#lib/text/api-ko";
import { FieldList } from "./field-list";
import { isCommon, RefusalList } from "./refusal-list";

const common = [
  ...new Map(
    calls
      .flatMap(listRefusals)
      .filter(isCommon)
      .map((refusal) => [refusal.wording, refusal]),
  ).values(),
].sort((one, other) => one.status - other.status);

export function CommonSection({ text }: { text: ApiText }) {
  return (
    <section className="call" aria-labelledby="common">
      <h2 className="call-heading" id="common">
        {text.common}
      </h2>
      <p className="quiet">{text.errorShape}</p>
      <p className="quiet">{text.temporary}</p>
      <pre className="code-block">{JSON.stringify(exampleOfRefusal("RATE_LIMITED"), null, 2)}</pre>
      <FieldList body="Error" text={text} />
      <RefusalList refusals={common} text={text} />
      <Headers text={text} />
    </section>
  );
}

function Headers({ text }: { text: ApiText }) {
  return (
    <>
      <h3 className="part-heading">{text.answerHeaders}</h3>
      <ul className="entries">
        {Object.entries(headerNames).map(([id, name]) => (
          <li key={id}>
            <code className="strong">{name}</code>
            <p className="quiet">{text.headers[id as keyof typeof headerNames]}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
