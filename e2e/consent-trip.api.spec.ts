// One more consent, over HTTP: asked of Kakao by somebody who is signed in.
import {
  CONSENTS,
  endOf,
  refuseAt,
  requireTrip,
  type SignedIn,
  signInAskable,
} from "./account-trip-steps";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { agreeAtKakao, finishSignIn, readMe, statusOfCookie } from "./sign-in-steps";
import { Visitor } from "./visitor";

const ask = (by: SignedIn, form: Record<string, string> = {}) =>
  by.visitor.post(`${baseUrl()}${CONSENTS}`, {
    csrfToken: by.csrfToken,
    item: "profile_image",
    ...form,
  });

test("asks for this item alone, with openid, and comes back signed in (AR-2, AR-4)", async ({
  person,
  kakao,
}) => {
  const signedIn = await signInAskable(person);
  const reserved = { scope: "talk_message", prompt: "none", redirect_uri: "https://evil.test" };
  const trip = requireTrip(await ask(signedIn, reserved));
  expect(trip.searchParams.get("scope")).toBe("openid,profile_image");
  expect(trip.searchParams.get("prompt")).toBeNull();
  expect(trip.searchParams.get("redirect_uri")).toBe(`${baseUrl()}/api/auth/callback/kakao`);
  const callback = await agreeAtKakao(signedIn.visitor, trip, person, ["profile_image"]);
  const answer = await finishSignIn(signedIn.visitor, callback);
  expect(endOf(answer)).toBe("/account?notice=consented");
  expect(await readMe(signedIn.visitor)).not.toBeNull();
  expect(await statusOfCookie(signedIn.token), "rotated").toBe(401);
  const { links } = await kakao.readPerson(person.id);
  expect(JSON.stringify(links)).toContain("profile_image");
});

test("leaves openid out for whom no id_token came (AR-4)", async ({ person }) => {
  const signedIn = await signInAskable(person, { openid: undefined });
  const trip = requireTrip(await ask(signedIn));
  expect(trip.searchParams.get("scope")).toBe("profile_image");
});

test("is refused for whatever Kakao has not called askable (AR-4)", async ({ person }) => {
  const signedIn = await signInAskable(person, { account_email: "empty", gender: "unverified" });
  for (const item of [
    "profile_nickname",
    "account_email",
    "gender",
    "openid",
    "talk_message",
    "",
    "PROFILE_IMAGE",
    "profile_image ",
    "profile_image,talk_message",
    "profile_image talk_message",
    "__proto__",
    "' OR 1=1 --",
    "x".repeat(5000),
  ]) {
    const answer = await ask(signedIn, { item });
    expect([answer.status, answer.location, answer.setCookies], item).toEqual([403, null, []]);
  }
  expect((await ask(signedIn)).status).toBe(303);
});

test("is refused for what another person can be asked for (AR-4)", async ({
  person,
  createPerson,
}) => {
  await signInAskable(await createPerson());
  const mine = await signInAskable(person, { profile_image: "given" });
  expect((await ask(mine)).status).toBe(403);
});

test("stays within KAKAO_SCOPES where it is set (AR-4)", async ({ person }) => {
  const KAKAO_SCOPES = "openid,profile_nickname,account_email";
  const app = await startApp({ ...firstInstanceEnvironment(), KAKAO_SCOPES });
  try {
    const signedIn = await signInAskable(person, {
      openid: undefined,
      account_email: "askable",
    });
    const post = (item: string) =>
      signedIn.visitor.post(`${app.url}${CONSENTS}`, { csrfToken: signedIn.csrfToken, item });
    expect((await post("profile_image")).status).toBe(403);
    const trip = requireTrip(await post("account_email"));
    expect(trip.searchParams.get("scope")).toBe("openid,account_email");
  } finally {
    await app.stop();
  }
});

test("cancelled or refused, the person is back at their account, signed in (B11, CB-6)", async ({
  person,
}) => {
  const signedIn = await signInAskable(person);
  for (const [error, end] of [
    ["access_denied", "/account?notice=cancelled"],
    ["server_error", "/account?error=kakao_unavailable"],
    ["consent_required", "/account?error=kakao_rejected"],
  ] as const) {
    const trip = requireTrip(await ask(signedIn));
    expect(endOf(await refuseAt(signedIn.visitor, trip, error))).toBe(end);
    expect(await statusOfCookie(signedIn.token)).toBe(200);
  }
});

test("by another Kakao account: the browser is theirs, and says so (CB-9, B5)", async ({
  person,
  createPerson,
}) => {
  const signedIn = await signInAskable(person);
  const second = await createPerson({ nickname: "다른 사람" });
  const trip = requireTrip(await ask(signedIn));
  const elsewhere = new Visitor();
  const callback = await agreeAtKakao(elsewhere, trip, second);
  const answer = await finishSignIn(signedIn.visitor, callback);
  expect(endOf(answer)).toBe("/account?notice=other_account");
  expect((await readMe(signedIn.visitor))?.nickname).toBe("다른 사람");
  expect(await statusOfCookie(signedIn.token)).toBe(401);
});
