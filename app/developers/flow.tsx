// How an app signs in and stays signed in, in four steps. Called by page.tsx.
import type { ApiText } from "#lib/text/api-ko";
import { splitAt } from "#lib/text/fill";

export function Flow({ text }: { text: ApiText }) {
  return (
    <section aria-labelledby="flow">
      <h2 className="group-heading" id="flow">
        {text.flow}
      </h2>
      <ol className="flow">
        <li>{text.step1}</li>
        <Step sentence={text.step2} name="exchange" code="POST /api/token" />
        <Step sentence={text.step3} name="header" code="Authorization: Bearer …" />
        <Step sentence={text.step4} name="refresh" code="POST /api/token/refresh" />
      </ol>
    </section>
  );
}

function Step({ sentence, name, code }: { sentence: string; name: string; code: string }) {
  const { before, after } = splitAt(sentence, name);
  return (
    <li>
      {before}
      <code>{code}</code>
      {after}
    </li>
  );
}
