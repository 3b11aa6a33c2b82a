// The two forms of the last step: prove anew who one is, then leave. Called by the page.
import type { Text } from "#lib/text/ko";

type ProofProps = { csrfToken: string; text: Text };

export function ProofForm({ csrfToken, text }: ProofProps) {
  return (
    <form className="last-step" action="/account/withdraw/sign-in" method="post">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <p className="quiet">{text.withdrawal.proveWhy}</p>
      <button className="button" type="submit">
        {text.withdrawal.proveButton}
      </button>
    </form>
  );
}

export function ConfirmForm({ csrfToken, text, timeLeft }: ProofProps & { timeLeft: string }) {
  return (
    <form className="last-step" action="/account/withdraw/confirm" method="post">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <label className="tick">
        <input type="checkbox" name="confirm" value="yes" required autoComplete="off" />
        <span>{text.withdrawal.understood}</span>
      </label>
      <p className="quiet">{timeLeft}</p>
      <button className="button button-danger" type="submit">
        {text.withdrawal.button}
      </button>
    </form>
  );
}
