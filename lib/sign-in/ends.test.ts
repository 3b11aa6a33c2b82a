// Where each kind of trip ends, well or not. No end is outside of this site.
import { expect, test } from "vitest";
import { type Ending, findDestination, findWayBack } from "#lib/sign-in/ends";
import type { Flow } from "#lib/sign-in/flow";

const flow = (change: Partial<Flow>): Flow => ({
  id: "f",
  codeVerifier: "v",
  nonce: "n",
  returnTo: "/account?tab=1",
  intent: "sign-in",
  ...change,
});

test.each<[string, Partial<Flow>, string]>([
  ["a sign-in", {}, "/account?tab=1"],
  ["a silent try", { intent: "silent", page: "/sign-in" }, "/account?tab=1"],
  ["a consent", { intent: "consent", userId: "me" }, "/account?notice=consented"],
  ["a consent by another", { intent: "consent", userId: "you" }, "/account?notice=other_account"],
  ["a consent asked by nobody", { intent: "consent" }, "/account?notice=other_account"],
  [
    "a fresh authentication",
    { intent: "reauthenticate", userId: "me", returnTo: "/account/withdraw" },
    "/account/withdraw",
  ],
  [
    "a fresh authentication as another",
    { intent: "reauthenticate", userId: "you", returnTo: "/account/withdraw" },
    "/account?notice=other_account",
  ],
])("%s leads on (B5)", (_, change, destination) => {
  expect(findDestination(flow(change), "me")).toBe(destination);
});

test.each<[string, Ending, string]>([
  ["of nobody here", {}, "/sign-in?error=cancelled&ref=r"],
  ["of a sign-in", { intent: "sign-in", returnTo: "/" }, "/sign-in?error=cancelled&ref=r"],
  [
    "of a sign-in to a page",
    { intent: "sign-in", returnTo: "/account" },
    "/sign-in?error=cancelled&ref=r&returnTo=%2Faccount",
  ],
  ["of a silent try at home", { intent: "silent", returnTo: "/", page: "/" }, "/"],
  ["of a silent try", { intent: "silent", returnTo: "/", page: "/sign-in" }, "/sign-in"],
  [
    "of a silent try to a page",
    { intent: "silent", returnTo: "/account", page: "/sign-in" },
    "/sign-in?returnTo=%2Faccount",
  ],
  ["of a consent", { intent: "consent", returnTo: "/account" }, "/account?notice=cancelled"],
  [
    "of a fresh authentication",
    { intent: "reauthenticate", returnTo: "/account/withdraw" },
    "/account/withdraw?error=cancelled&ref=r",
  ],
])("a cancelled trip %s leads back (B11)", (_, trip, back) => {
  expect(findWayBack(trip, "cancelled", "r")).toBe(back);
});

test("a consent that failed says so, and a silent try says nothing whatever fails", () => {
  const consent: Ending = { intent: "consent", returnTo: "/account" };
  expect(findWayBack(consent, "kakao_unavailable", "r")).toBe(
    "/account?error=kakao_unavailable&ref=r",
  );
  for (const code of ["misconfigured", "kakao_rejected", "unknown", "rate_limited"] as const)
    expect(findWayBack({ intent: "silent", returnTo: "/", page: "/" }, code, "r")).toBe("/");
});
