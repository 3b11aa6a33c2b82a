// One call: how to make it, what it answers, and when it says no. Called by page.tsx.
import { type Call, listRefusals } from "#lib/openapi/calls";
import { writeCurls } from "#lib/openapi/curl";
import { examples } from "#lib/openapi/examples";
import type { BodyName } from "#lib/openapi/schemas";
import type { ApiText } from "#lib/text/api-ko";
import { FieldList } from "./field-list";
import { isCommon, RefusalList } from "./refusal-list";

type Props = { call: Call; text: ApiText };

export function CallSection({ call, text, origin }: Props & { origin: string }) {
  const { summary, description } = text.calls[call.id];
  return (
    <section className="call" aria-labelledby={call.id}>
      <h2 className="call-heading" id={call.id}>
        {summary}
      </h2>
      <p>
        <code>{`${call.method} ${call.path}`}</code>
      </p>
      <p className="quiet">{description}</p>
      <h3 className="part-heading">{text.request}</h3>
      {writeCurls(origin, call).map((command) => (
        <pre key={command} className="code-block">
          {command}
        </pre>
      ))}
      {call.request && <FieldList body={call.request.body} text={text} />}
      {Object.entries(call.answers).map(([status, body]) => (
        <Answer key={status} status={status} body={body} text={text} />
      ))}
      <Refusals call={call} text={text} />
    </section>
  );
}

function Answer({ status, body, text }: { status: string; body: BodyName; text: ApiText }) {
  return (
    <>
      <h3 className="part-heading">
        {text.answer} <code>{status}</code>
      </h3>
      <pre className="code-block">{JSON.stringify(examples[body], null, 2)}</pre>
      <FieldList body={body} text={text} />
    </>
  );
}

/** What only this call says in full, and the codes that many calls have by name. */
function Refusals({ call, text }: Props) {
  const all = listRefusals(call);
  const own = all.filter((refusal) => !isCommon(refusal));
  const common = all.filter(isCommon);
  return (
    <>
      <h3 className="part-heading">{text.refusals}</h3>
      {own.length > 0 && <RefusalList refusals={own} text={text} />}
      <p className="reference-line quiet">
        <a className="link" href="#common">
          {text.common}
        </a>
        {": "}
        {common.map(({ status, code }) => `${status}\u00a0${code}`).join(", ")}
      </p>
    </>
  );
}
