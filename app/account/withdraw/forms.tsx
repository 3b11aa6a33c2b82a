// The two forms of the last step: prove anew who one is, then leave. Called by the page.
import { siteUrl } from "#lib/http/site";
import { externalBrowserUrl } from "#lib/sign-in/in-kakaotalk";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";

const PAGE = "/account/withdraw";

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

/** Inside KakaoTalk, where Kakao would ask for nothing: the same page, in the phone's browser. */
export function ProofElsewhere({ text }: { text: Text }) {
  const address = siteUrl(PAGE).href;
  return (
    <div className="last-step">
      <p className="quiet">{text.withdrawal.proveElsewhere}</p>
      <a className="button" href={externalBrowserUrl(PAGE)}>
        {text.withdrawal.openElsewhere}
      </a>
      <p className="quiet">{fill(text.withdrawal.orCopy, { address })}</p>
    </div>
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
