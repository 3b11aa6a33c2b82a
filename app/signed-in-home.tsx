// Home for somebody signed in: their picture, a greeting, the way to their account and out.
// Called by page.tsx.
import type { CurrentUser } from "#lib/session/current-user";
import { readText } from "#lib/text/locale";
import { Avatar } from "./account/avatar";
import { SignOutForm } from "./account/sign-out-form";
import { Screen } from "./frame";
import { Greeting } from "./greeting";

export async function SignedInHome({ user }: { user: CurrentUser }) {
  const text = await readText();
  const actions = (
    <>
      <a className="button" href="/account">
        {text.home.account}
      </a>
      <SignOutForm csrfToken={user.csrfToken}>
        <button className="text-button" type="submit">
          {text.signOut.here}
        </button>
      </SignOutForm>
    </>
  );
  return (
    <Screen actions={actions}>
      <Avatar nickname={user.nickname} image={user.image} />
      <Greeting nickname={user.nickname} text={text} />
    </Screen>
  );
}
