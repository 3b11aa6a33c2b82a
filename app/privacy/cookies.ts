// Every cookie that this site sets, and for how long. Called by the privacy page. cookies.test.ts holds
// it to the code: a cookie that is set and not named here fails it.
import { ABSOLUTE_SECONDS } from "#lib/session/lifetimes";
import { COOKIE_CHECK_SECONDS } from "#lib/sign-in/cookie-check";
import { FLOW_SECONDS } from "#lib/sign-in/flow";
import { KAKAO_SIGN_OUT_SECONDS } from "#lib/sign-in/kakao-sign-out";
import { SIGNED_IN_BEFORE_SECONDS } from "#lib/sign-in/signed-in-before";
import { SILENT_TRY_SECONDS } from "#lib/sign-in/silent-try";
import { LOCALE_SECONDS } from "#lib/text/choose-locale";
import type { cookiesKo } from "#lib/text/personal-data-ko";

type SiteCookie = {
  /** Names its sentence in the dictionaries. */
  key: keyof typeof cookiesKo;
  /** Over https `__Host-` stands before some of them; dots stand for what differs each time. */
  name: string;
  seconds: number;
};

export const cookies: readonly SiteCookie[] = [
  { key: "session", name: "session", seconds: ABSOLUTE_SECONDS },
  { key: "flow", name: "flow-…", seconds: FLOW_SECONDS },
  { key: "kakaoSignOut", name: "kakao-sign-out", seconds: KAKAO_SIGN_OUT_SECONDS },
  { key: "cookieCheck", name: "cookie-check", seconds: COOKIE_CHECK_SECONDS },
  { key: "signedInBefore", name: "signed-in-before", seconds: SIGNED_IN_BEFORE_SECONDS },
  { key: "silentTry", name: "silent-try", seconds: SILENT_TRY_SECONDS },
  { key: "locale", name: "locale", seconds: LOCALE_SECONDS },
];
