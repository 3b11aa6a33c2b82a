// What the specs of an account's trips to Kakao share: somebody signed in, and where a trip ends.
import { sayConsents } from "./account-rows";
import { baseUrl, kakaoUrl } from "./addresses";
import { expect } from "./fixtures";
import { readCsrfToken, signIn } from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";

type SomePerson = { id: string; loginId: string };

export type SignedIn = { visitor: Visitor; token: string; csrfToken: string };

export const CONSENTS = "/account/consents";
export const FRESH_SIGN_IN = "/account/withdraw/sign-in";

export async function signInNew(person: SomePerson): Promise<SignedIn> {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  return { visitor, token, csrfToken: await readCsrfToken(visitor) };
}

/** Somebody who has agreed to the least, and what Kakao says they can be asked for. */
export async function signInAskable(person: SomePerson, change: object = {}) {
  const signedIn = await signInNew(person);
  const said = { openid: "given", profile_nickname: "given", profile_image: "askable", ...change };
  await sayConsents(person.id, said);
  return signedIn;
}

export function requireTrip(answer: Answer): URL {
  expect(answer.status).toBe(303);
  expect(answer.location?.origin, answer.location?.pathname).toBe(kakaoUrl());
  return answer.location as URL;
}

/** Path and query, without the request id. */
export const endOf = ({ location }: Answer) =>
  location && (location.pathname + location.search).replace(/&ref=[0-9a-f-]{13}/, "");

/** Kakao sends the browser back with an error. */
export function refuseAt(visitor: Visitor, trip: URL, error: string): Promise<Answer> {
  const query = new URLSearchParams({ error, state: trip.searchParams.get("state") ?? "" });
  return visitor.send(`${baseUrl()}/api/auth/callback/kakao?${query}`);
}
