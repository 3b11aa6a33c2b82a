// Where a trip ends, by what it was for. Called by begin.ts, finish.ts and refuse.ts.
import "server-only";
import type { SignInErrorCode } from "../text/sign-in-error";
import type { Flow } from "./flow";

/** What of a trip decides where it ends; nothing is known of one that is not this browser's. */
export type Ending = Partial<Pick<Flow, "intent" | "returnTo" | "page">>;

/** @param userId who came back: another than who asked is told so (DEC-4) */
export function findDestination({ intent, returnTo, userId: asker }: Flow, userId: string): string {
  if (intent === "sign-in" || intent === "silent") return returnTo;
  if (asker !== userId) return "/account?notice=other_account";
  return intent === "consent" ? "/account?notice=consented" : returnTo;
}

/** A path of ours: nothing of the request goes into it but a code of ours and our own id. */
export function findWayBack(trip: Ending, code: SignInErrorCode, requestId: string): string {
  const query = new URLSearchParams({ error: code, ref: requestId });
  const { intent = "sign-in", returnTo = "/" } = trip;
  if (intent === "silent") return silentPage(trip.page, returnTo);
  if (intent === "reauthenticate") return `${returnTo}?${query}`;
  if (intent === "consent")
    return code === "cancelled" ? "/account?notice=cancelled" : `/account?${query}`;
  if (returnTo !== "/") query.set("returnTo", returnTo);
  return `/sign-in?${query}`;
}

/** The page as it was: nobody had asked for anything, so there is nothing to say. */
function silentPage(page: Ending["page"], returnTo: string): string {
  if (page !== "/sign-in") return "/";
  return returnTo === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ returnTo })}`;
}
