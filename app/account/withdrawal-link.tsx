// The way to withdraw, last and plain. Called by the account page.
import { readText } from "#lib/text/locale";

export async function WithdrawalLink() {
  const text = await readText();
  return (
    <section aria-labelledby="withdrawal">
      <h2 className="group-heading" id="withdrawal">
        {text.account.withdraw}
      </h2>
      <a className="row-button row-link" href="/account/withdraw">
        {text.account.withdraw}
      </a>
    </section>
  );
}
