// Every sentence a person reads, in English. The compiler compares its keys with Korean's.
// Called through locale.ts.
import { apiEn } from "#lib/text/api-en";
import { crashText } from "#lib/text/crash";
import type { Text } from "#lib/text/ko";

export const en = {
  home: {
    headline: "Start in seconds with Kakao",
    underHeadline: "No new password to remember.",
    bubble: "New here? It’s the same button",
    greeting: "Welcome, {nickname}",
    greetingNameless: "Welcome",
    account: "My account",
  },
  signIn: {
    title: "Sign in",
    headline: "Sign in to continue",
    button: "Login with Kakao",
    otherAccount: "Use another Kakao account",
    signedInBefore: "You last signed in with Kakao",
    needsCookies:
      "This browser does not keep cookies, so the sign-in cannot finish. Allow them and try again.",
  },
  signOut: {
    here: "Sign out here",
    hereWhat: "Only this browser. Your other devices and apps stay signed in.",
    everywhere: "Sign out everywhere",
    everywhereWhat: "Every browser and app where you are signed in.",
    kakaoAccount: "Sign out of Kakao too",
    kakaoAccountWhat:
      "For shared computers: signs you out here, then takes you to sign out of your Kakao account.",
    kakaoAccountDone: "You are signed out of your Kakao account too",
  },
  account: {
    title: "My account",
    profile: "Profile",
    nickname: "Nickname",
    email: "E-mail",
    notReceived: "Not received from Kakao",
    refreshed: "Last updated",
    devices: "Signed-in devices",
    thisDevice: "This device",
    app: "App",
    unknownDevice: "Unknown device",
    signOutOfDevice: "Sign out",
    signOutOfNamedDevice: "Sign out on {device}",
    signOut: "Sign out",
  },
  setup: {
    title: "Set up",
    headline: "Just connect Kakao",
    underHeadline: "Finish these steps and restart the server: this page turns into the sign-in.",
    app: "Create a Kakao app",
    appHow: "Create an app and turn [Kakao Login] on.",
    console: "Open Kakao Developers",
    redirectUri: "Register the redirect URI",
    redirectUriWhere: "[App] > [Platform key] > REST API key > Redirect URI",
    redirectUriLabel: "Redirect URI",
    logoutRedirectUriWhere: "[Kakao Login] > [Advanced] > Logout redirect URI",
    logoutRedirectUriLabel: "Logout redirect URI",
    redirectUriHow: "Copy it exactly: Kakao refuses a single different letter.",
    consent: "Turn on the consent items",
    consentWhere: "[Kakao Login] > [Consent items]",
    consentNickname: "Nickname",
    consentImage: "Profile image",
    consentEmail: "E-mail, business apps only",
    variables: "Set the environment variables",
    variablesHow: "These are still empty.",
    kakaoId: "REST API key, under [App] > [Platform key]",
    kakaoSecret: "Client secret of that REST API key",
    kakaoAppId: "App ID, under [App] > [General]",
    kakaoAdminKey: "Primary key, under [App] > [Admin key]",
  },
  errors: {
    cancelled: "You cancelled. You can start again any time.",
    expired: "This sign-in took too long or came back in another browser. Please start again.",
    kakao_unavailable: "We can't reach Kakao right now. Please try again in a moment.",
    kakao_rejected: "Kakao did not confirm this sign-in. Please try again.",
    misconfigured: "Sign-in is not set up correctly yet. Please try again later.",
    rate_limited: "Too many tries. Please wait a moment.",
    in_kakaotalk:
      "You cannot confirm who you are inside KakaoTalk. Please open this page in another browser.",
    under_14: "Under 14, a guardian's consent is needed.",
    unknown: "Something went wrong. Please try again.",
    unavailable:
      "We can't load your information right now. You are still signed in. Please try again in a moment.",
  },
  crash: crashText.en,
  unavailable: { title: "One moment", retry: "Try again" },
  notFound: { title: "Page not found", headline: "There is no page here", home: "Go home" },
  frame: {
    description: "Start in seconds with Kakao. No new password to remember.",
    home: "{name} home",
    otherLanguage: "한국어",
  },
  api: apiEn,
  dates: { now: "just now" },
} satisfies Text;
