// Inside KakaoTalk, once: a sign-in that shows no page of Kakao's, where somebody has agreed before.
// The page stands as it is meanwhile; without scripts nothing happens. Called by home and the sign-in
// page. docs/decisions/0014 says why no press of a button is needed.
import { headers } from "next/headers";
import { NONCE_HEADER } from "#lib/http/request-id";
import { maySignInSilently } from "#lib/sign-in/silent-try";

/** Runs while the page is read: the browser then keeps one entry for it in its history. */
const SUBMIT = "document.currentScript.parentNode.submit()";

type Props = { page: "/" | "/sign-in"; returnTo: string };

export async function SilentTry({ page, returnTo }: Props) {
  if (!(await maySignInSilently())) return null;
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <form action="/api/auth/signin/kakao" method="post" hidden>
      <input type="hidden" name="prompt" value="none" />
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <script nonce={nonce}>{SUBMIT}</script>
    </form>
  );
}
