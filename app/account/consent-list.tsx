// What the person has agreed to give, and what they can still agree to. Called by the account page.
import { fill } from "#lib/text/fill";
import { readText } from "#lib/text/locale";
import type { ConsentItem, ConsentState, Consents } from "#lib/users/account";

type Props = { consents: Consents; csrfToken: string };

export async function ConsentList({ consents, csrfToken }: Props) {
  const { account: text } = await readText();
  const items = Object.keys(text.consentItems) as ConsentItem[];
  const known = items.flatMap((item) => {
    const state = consents[item];
    return state ? [{ item, state }] : [];
  });
  return (
    <section aria-labelledby="consents">
      <h2 className="group-heading" id="consents">
        {text.consents}
      </h2>
      {known.length === 0 && <p className="row quiet">{text.noConsents}</p>}
      {known.length > 0 && (
        <ul className="rows">
          {known.map((consent) => (
            <ConsentRow key={consent.item} {...consent} csrfToken={csrfToken} />
          ))}
        </ul>
      )}
      <p className="under-rows quiet">{text.takeBack}</p>
    </section>
  );
}

type RowProps = { item: ConsentItem; state: ConsentState; csrfToken: string };

async function ConsentRow({ item, state, csrfToken }: RowProps) {
  const { account: text } = await readText();
  const words = {
    given: text.agreed,
    unverified: text.agreed,
    empty: text.agreedEmpty,
    askable: text.notAgreed,
  };
  const name = text.consentItems[item];
  return (
    <li className="row device">
      <div className="device-words">
        <p>{name}</p>
        <p className="quiet small">{words[state]}</p>
      </div>
      {state === "askable" && (
        <form action="/account/consents" method="post">
          <input type="hidden" name="csrfToken" value={csrfToken} />
          <input type="hidden" name="item" value={item} />
          <button
            className="text-button"
            type="submit"
            aria-label={fill(text.agreeToNamed, { item: name })}
          >
            {text.agree}
          </button>
        </form>
      )}
    </li>
  );
}
