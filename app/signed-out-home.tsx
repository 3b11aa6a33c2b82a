// Home for a stranger: what this is in one line, and the Kakao button. Called by page.tsx.
import { readLocale, readText } from "#lib/text/locale";
import { Mark } from "./brand/mark";
import { brandName } from "./brand/name";
import { Screen } from "./frame";
import { Bubble } from "./sign-in/bubble";
import { KakaoButton } from "./sign-in/kakao-button";
import { hasSignedInBefore } from "./sign-in/signed-in-before";

export async function SignedOutHome() {
  const [locale, text, signedInBefore] = await Promise.all([
    readLocale(),
    readText(),
    hasSignedInBefore(),
  ]);
  const actions = (
    <>
      <Bubble>{signedInBefore ? text.signIn.signedInBefore : text.home.bubble}</Bubble>
      <KakaoButton label={text.signIn.button} returnTo="/" />
    </>
  );
  return (
    <Screen actions={actions}>
      <Mark size="large" />
      <p className="brand-name">{brandName[locale]}</p>
      <h1 className="headline">{text.home.headline}</h1>
      <p className="under-headline">{text.home.underHeadline}</p>
    </Screen>
  );
}
