// The end of a trip that went well: where the person wanted to go, with the session's cookie.
// Called by finish.ts.
import "server-only";
import type { Cookie } from "../http/cookies";
import { seeOther } from "../http/redirect";
import { findDestination } from "./ends";
import { closedFlowCookie, type Flow } from "./flow";
import { forgottenAccountSignOutCookies } from "./kakao-sign-out";
import { signedInBeforeCookie } from "./signed-in-before";
import { forgottenSilentTryCookies } from "./silent-try";

export type SignedIn = { userId: string; cookie: Cookie };

export function arrive(flow: Flow, { userId, cookie }: SignedIn, { headers }: Request): Response {
  return seeOther(findDestination(flow, userId), [
    cookie,
    closedFlowCookie(flow.id),
    signedInBeforeCookie(),
    ...(flow.intent === "sign-in" ? forgottenSilentTryCookies(headers) : []),
    ...forgottenAccountSignOutCookies(headers),
  ]);
}
