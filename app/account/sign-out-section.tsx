// The three ways out, each with one line that says what it does. Called by the account page.
import { readText } from "#lib/text/locale";
import { DevicesForm } from "./devices-form";
import { SignOutForm } from "./sign-out-form";

export async function SignOutSection({ csrfToken }: { csrfToken: string }) {
  const { account, signOut } = await readText();
  return (
    <section aria-labelledby="sign-out">
      <h2 className="group-heading" id="sign-out">
        {account.signOut}
      </h2>
      <SignOutForm csrfToken={csrfToken}>
        <WayOut id="sign-out-here" label={signOut.here} what={signOut.hereWhat} />
      </SignOutForm>
      <DevicesForm csrfToken={csrfToken} device="all">
        <WayOut id="sign-out-all" label={signOut.everywhere} what={signOut.everywhereWhat} />
      </DevicesForm>
      <SignOutForm csrfToken={csrfToken} ofKakaoToo>
        <WayOut id="sign-out-kakao" label={signOut.kakaoAccount} what={signOut.kakaoAccountWhat} />
      </SignOutForm>
    </section>
  );
}

/** The button is called by its label alone; what it does is its description. */
function WayOut({ id, label, what }: { id: string; label: string; what: string }) {
  return (
    <button className="row-button" type="submit" aria-label={label} aria-describedby={id}>
      {label}
      <span className="row-what" id={id}>
        {what}
      </span>
    </button>
  );
}
