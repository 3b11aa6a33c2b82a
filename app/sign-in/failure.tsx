// What went wrong, in one sentence, and the id to quote. Called by the sign-in page.
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import type { SignInErrorCode } from "#lib/text/sign-in-error";

type Props = { error: SignInErrorCode; reference: string | null; text: Text };

export function Failure({ error, reference, text }: Props) {
  return (
    <div className="failure" role="alert">
      <p>{text.errors[error]}</p>
      {reference !== null && (
        <p className="reference">{fill(text.crash.reference, { reference })}</p>
      )}
    </div>
  );
}
