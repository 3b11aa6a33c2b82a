// Who is asking, for pages. Any page, layout or component of the server may call these.
import "server-only";
import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { orUnavailable } from "../http/unavailable";
import { type CurrentUser, findCurrentUser } from "./find";

export type { CurrentUser };

/**
 * One look-up a request, however many components ask.
 *
 * @returns null when nobody is signed in; goes to /unavailable when the database is away
 */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const cookieHeader = (await headers()).get("cookie");
  return orUnavailable(findCurrentUser(cookieHeader));
});

/** Redirects to /sign-in when nobody is signed in, and comes back to `returnTo` afterwards. */
export async function requireUser(returnTo: string): Promise<CurrentUser> {
  const user = await currentUser();
  if (!user) redirect(`/sign-in?${new URLSearchParams({ returnTo })}` as Route);
  return user;
}
