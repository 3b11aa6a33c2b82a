// The trips to Kakao of somebody signed in, over HTTP: one more consent, and proving anew who one is.
import { readProofs, sayConsents } from "./account-rows";
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import {
  agreeAtKakao,
  finishSignIn,
  readCsrfToken,
  readMe,
  signIn,
  startSignIn,
  statusOfCookie,
} from "./sign-in-steps";
import { type Answer, ownForm, send, Visitor } from "./visitor";

type SomePerson = { id: string; loginId: string };

const consents = "/account/consents";
const freshSignIn = "/account/withdraw/sign-in";
const KAKAOTALK = { "user-agent": "Mozilla/5.0 (Linux; Android 14) Mobile KAKAOTALK/10.8.0" };

async function signInNew(person: SomePerson) {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  return { visitor, token, csrfToken: await readCsrfToken(visitor) };
}

/** Somebody who has agreed to the least, and what Kakao says they can be asked for. */
async function signInAskable(person: SomePerson, change: object = {}) {
  const signedIn = await signInNew(person);
  const said = { openid: "given", profile_nickname: "given", profile_image: "askable", ...change };
  await sayConsents(person.id, said);
  return signedIn;
}

function requireTrip(answer: Answer): URL {
  expect(answer.status).toBe(303);
  expect(answer.location?.origin, answer.location?.pathname).toBe(kakaoUrl());
  return answer.location as URL;
}

/** Path and query, without the request id. */
const endOf = ({ location }: Answer) =>
  location && (location.pathname + location.search).replace(/&ref=[0-9a-f-]{13}/, "");

/** Kakao sends the browser back with an error. */
function refuseAt(visitor: Visitor, trip: URL, error: string): Promise<Answer> {
  const query = new URLSearchParams({ error, state: trip.searchParams.get("state") ?? "" });
  return visitor.send(`${baseUrl()}/api/auth/callback/kakao?${query}`);
}

for (const path of [consents, freshSignIn]) {
  test(`${path} takes a form of this very session, and nothing else (WD-1, WB-2)`, async ({
    person,
    createPerson,
  }) => {
    const { visitor, csrfToken } = await signInAskable(person);
    const other = await signInNew(await createPerson());
    const item = "profile_image";
    const refused: Array<[Record<string, string>, Record<string, string>]> = [
      [{ item }, {}],
      [{ item, csrfToken: "" }, {}],
      [{ item, csrfToken: other.csrfToken }, {}],
      [{ item, csrfToken }, { "sec-fetch-site": "cross-site" }],
      [{ item, csrfToken }, { "sec-fetch-site": "same-site" }],
      [{ item, csrfToken }, { origin: "https://evil.test" }],
    ];
    for (const [form, headers] of refused) {
      const answer = await visitor.post(`${baseUrl()}${path}`, form, headers);
      expect([answer.status, answer.location, answer.setCookies]).toEqual([403, null, []]);
    }
    const headers = { ...ownForm(), "content-type": "application/json" };
    const body = JSON.stringify({ item, csrfToken });
    const json = await visitor.send(`${baseUrl()}${path}`, { method: "POST", headers, body });
    expect(json.status).toBe(415);
  });

  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
    test(`${method} ${path} starts nothing (AR-5)`, async () => {
      const answer = await send(`${baseUrl()}${path}`, { method, headers: ownForm() });
      expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
      expect([answer.location, answer.setCookies]).toEqual([null, []]);
    });

  test(`${path} without a live session leads to the sign-in and back (WD-1)`, async ({
    person,
  }) => {
    const { visitor, token, csrfToken } = await signInAskable(person);
    await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
    const thief = new Visitor();
    thief.setCookie("session", token);
    for (const by of [visitor, thief, new Visitor()]) {
      const form = { csrfToken, item: "profile_image" };
      const { location } = await by.post(`${baseUrl()}${path}`, form);
      expect(location?.pathname).toBe("/sign-in");
      expect(path.startsWith(location?.searchParams.get("returnTo") ?? "none")).toBe(true);
    }
  });
}

test.describe("one more consent", () => {
  const ask = (by: { visitor: Visitor; csrfToken: string }, form: Record<string, string> = {}) =>
    by.visitor.post(`${baseUrl()}${consents}`, {
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
        signedIn.visitor.post(`${app.url}${consents}`, { csrfToken: signedIn.csrfToken, item });
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
});

test.describe("a fresh authentication", () => {
  const prove = (by: { visitor: Visitor; csrfToken: string }, headers = {}) =>
    by.visitor.post(`${baseUrl()}${freshSignIn}`, { csrfToken: by.csrfToken }, headers);

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

  test("inside KakaoTalk is not begun: Kakao would ask nothing there (WD-1)", async ({
    person,
  }) => {
    const signedIn = await signInNew(person);
    const answer = await prove(signedIn, KAKAOTALK);
    expect(endOf(answer)).toBe("/account/withdraw?error=in_kakaotalk");
    expect(answer.setCookies).toEqual([]);
  });
});
