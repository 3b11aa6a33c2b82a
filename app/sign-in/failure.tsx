// What went wrong, in one sentence, and the id to quote. Called by the sign-in page.
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";

type Props = { sentence: string; reference: string | null; text: Text };

export function Failure({ sentence, reference, text }: Props) {
  return (
    <div className="failure" role="alert">
      <p>{sentence}</p>
      {reference !== null && (
        <p className="reference">{fill(text.crash.reference, { reference })}</p>
      )}
    </div>
  );
}
