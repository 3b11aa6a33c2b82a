// Proving anew who one is, over HTTP: what counts as a proof, and what does not.
import { readProofs } from "./account-rows";
import {
  endOf,
  FRESH_SIGN_IN,
  refuseAt,
  requireTrip,
  type SignedIn,
  signInNew,
} from "./account-trip-steps";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  agreeAtKakao,
  finishSignIn,
  readMe,
  signIn,
  startSignIn,
  statusOfCookie,
} from "./sign-in-steps";
import { Visitor } from "./visitor";

const KAKAOTALK = { "user-agent": "Mozilla/5.0 (Linux; Android 14) Mobile KAKAOTALK/10.8.0" };

const prove = (by: SignedIn, headers = {}) =>
  by.visitor.post(`${baseUrl()}${FRESH_SIGN_IN}`, { csrfToken: by.csrfToken }, headers);

test("has Kakao ask again, and is written down in the new session alone (WD-1)", async ({
  person,
}) => {
  const signedIn = await signInNew(person);
  expect(await readProofs(person.id)).toEqual([false]);
  const trip = requireTrip(await prove(signedIn));
  expect(trip.searchParams.get("prompt")).toBe("login");
  const asked = await signedIn.visitor.send(trip);
  expect(asked.location?.pathname, "although Kakao knows them").toBe("/_emulator/sign-in");
  const callback = await agreeAtKakao(signedIn.visitor, trip, person);
  expect(endOf(await finishSignIn(signedIn.visitor, callback))).toBe("/account/withdraw");
  expect(await readProofs(person.id)).toEqual([true]);
  expect(await statusOfCookie(signedIn.token)).toBe(401);
  await signIn(signedIn.visitor, person);
  expect(await readProofs(person.id), "a plain sign-in proves nothing").toEqual([false]);
});

test("is none by a plain sign-in with prompt=login (WD-1)", async ({ person }) => {
  const { visitor } = await signInNew(person);
  const trip = await startSignIn(visitor, { form: { prompt: "login" } });
  await finishSignIn(visitor, await agreeAtKakao(visitor, trip, person));
  expect(await readProofs(person.id)).toEqual([false]);
});

const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
for (const [name, authTime] of [
  ["of an hour ago", () => inSeconds(-3600)],
  ["just past its time", () => inSeconds(-370)],
  ["from ahead", () => inSeconds(300)],
  ["that is missing", () => null],
  ["that is text", () => String(inSeconds(0))],
] as const)
  test(`an auth_time ${name} proves nothing and changes nothing (WD-1)`, async ({
    person,
    setFault,
  }) => {
    const signedIn = await signInNew(person);
    await setFault({ endpoint: "token", idToken: { claims: { auth_time: authTime() } } });
    const callback = await agreeAtKakao(
      signedIn.visitor,
      requireTrip(await prove(signedIn)),
      person,
    );
    const answer = await finishSignIn(signedIn.visitor, callback);
    expect(endOf(answer)).toBe("/account/withdraw?error=kakao_rejected");
    expect(await statusOfCookie(signedIn.token)).toBe(200);
    expect(await readProofs(person.id)).toEqual([false]);
  });

test("cancelled: back to the same page, still signed in (WD-1, B11)", async ({ person }) => {
  const signedIn = await signInNew(person);
  const trip = requireTrip(await prove(signedIn));
  const answer = await refuseAt(signedIn.visitor, trip, "access_denied");
  expect(endOf(answer)).toBe("/account/withdraw?error=cancelled");
  expect(await statusOfCookie(signedIn.token)).toBe(200);
  expect(await readProofs(person.id)).toEqual([false]);
});

test("of another account proves nothing for either (WD-1, B5)", async ({
  person,
  createPerson,
}) => {
  const signedIn = await signInNew(person);
  const second = await createPerson();
  const trip = requireTrip(await prove(signedIn));
  const callback = await agreeAtKakao(new Visitor(), trip, second);
  const answer = await finishSignIn(signedIn.visitor, callback);
  expect(endOf(answer)).toBe("/account?notice=other_account");
  expect([await readProofs(person.id), await readProofs(second.id)]).toEqual([[], [false]]);
});

test("of a session that has ended meanwhile proves nothing (WD-1)", async ({ person }) => {
  const signedIn = await signInNew(person);
  const trip = requireTrip(await prove(signedIn));
  const { visitor, csrfToken } = signedIn;
  const ended = new Visitor();
  ended.restoreCookies(visitor.cookies());
  await ended.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
  await finishSignIn(visitor, await agreeAtKakao(visitor, trip, person));
  expect(await readMe(visitor)).not.toBeNull();
  expect(await readProofs(person.id)).toEqual([false]);
});

test("inside KakaoTalk is not begun: Kakao would ask nothing there (WD-1)", async ({ person }) => {
  const signedIn = await signInNew(person);
  const answer = await prove(signedIn, KAKAOTALK);
  expect(endOf(answer)).toBe("/account/withdraw?error=in_kakaotalk");
  expect(answer.setCookies).toEqual([]);
});
