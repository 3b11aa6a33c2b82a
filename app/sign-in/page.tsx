// `/sign-in`: the Kakao button, and one sentence chosen by ?error= after a failure.
// Somebody signed in already goes straight on.
import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { currentUser } from "#lib/session/current-user";
import { hasKeptCookieCheck } from "#lib/sign-in/cookie-check";
import { isBackFromAccountSignOut } from "#lib/sign-in/kakao-sign-out";
import { findMissingSetup } from "#lib/sign-in/setup";
import { hasSignedInBefore } from "#lib/sign-in/signed-in-before";
import { readText } from "#lib/text/locale";
import { HomeLockup } from "../brand/lockup";
import { Screen } from "../frame";
import { Papers } from "../privacy/papers";
import { SetupScreen } from "../setup/setup-screen";
import { Bubble } from "./bubble";
import { Failure } from "./failure";
import { KakaoButton } from "./kakao-button";
import { Notice } from "./notice";
import { OtherAccount } from "./other-account";
import { readSignInQuery, type SignInQuery } from "./query";
import { SilentTry } from "./silent-try";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  // Under no-referrer, which the header says, browsers post a form with "Origin: null", and those
  // before Sec-Fetch-Site (Safari 16.3) could not show that it is ours. Other sites learn nothing.
  return { title: text.signIn.title, referrer: "same-origin" };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const missing = findMissingSetup();
  if (missing) return <SetupScreen missing={missing} />;
  const query = readSignInQuery(await searchParams);
  if (await currentUser()) redirect(query.returnTo as Route);
  const text = await readText();
  return (
    <Screen actions={<SignInActions query={query} />}>
      <HomeLockup />
      <h1 className="headline">{text.signIn.headline}</h1>
    </Screen>
  );
}

async function SignInActions({ query }: { query: SignInQuery }) {
  const { error, reference } = query;
  const [text, signedInBefore, isBack] = await Promise.all([
    readText(),
    hasSignedInBefore(),
    isBackFromAccountSignOut(query.state),
  ]);
  // Only who comes straight from a refused sign-in could have kept the cookie that it set.
  const mayCheck = error === "expired" && reference !== null;
  const needsCookies = mayCheck && !(await hasKeptCookieCheck());
  const sentence = needsCookies ? text.signIn.needsCookies : error && text.errors[error];
  return (
    <>
      {isBack && !sentence && <Notice>{text.signOut.kakaoAccountDone}</Notice>}
      {sentence && <Failure sentence={sentence} reference={reference} text={text} />}
      {signedInBefore && <Bubble>{text.signIn.signedInBefore}</Bubble>}
      <KakaoButton label={text.signIn.button} returnTo={query.returnTo} />
      <OtherAccount label={text.signIn.otherAccount} returnTo={query.returnTo} />
      <Papers />
      {!error && <SilentTry page="/sign-in" returnTo={query.returnTo} />}
    </>
  );
}
