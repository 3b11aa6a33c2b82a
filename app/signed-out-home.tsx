// Home for a stranger: what this is in one line, and the Kakao button. Called by page.tsx.

import { hasSignedInBefore } from "#lib/sign-in/signed-in-before";
import { readText } from "#lib/text/locale";
import { Lockup } from "./brand/lockup";
import { Screen } from "./frame";
import { Papers } from "./privacy/papers";
import { Bubble } from "./sign-in/bubble";
import { KakaoButton } from "./sign-in/kakao-button";
import { SilentTry } from "./sign-in/silent-try";

export async function SignedOutHome() {
  const [text, signedInBefore] = await Promise.all([readText(), hasSignedInBefore()]);
  const actions = (
    <>
      <Bubble>{signedInBefore ? text.signIn.signedInBefore : text.home.bubble}</Bubble>
      <KakaoButton label={text.signIn.button} returnTo="/" />
      <Papers />
      <SilentTry page="/" returnTo="/" />
    </>
  );
  return (
    <Screen actions={actions}>
      <Lockup />
      <h1 className="headline">{text.home.headline}</h1>
      <p className="under-headline">{text.home.underHeadline}</p>
    </Screen>
  );
}
