// The ways to sign out. Called by the account page.
import { readText } from "#lib/text/locale";
import { DevicesForm } from "./devices-form";
import { SignOutForm } from "./sign-out-form";

export async function SignOutSection({ csrfToken }: { csrfToken: string }) {
  const text = await readText();
  return (
    <section aria-labelledby="sign-out">
      <h2 className="group-heading" id="sign-out">
        {text.account.signOut}
      </h2>
      <SignOutForm csrfToken={csrfToken}>
        <button className="row-button" type="submit">
          {text.signOut.here}
        </button>
      </SignOutForm>
      <DevicesForm csrfToken={csrfToken} device="all">
        <button className="row-button" type="submit">
          {text.signOut.everywhere}
        </button>
      </DevicesForm>
    </section>
  );
}
