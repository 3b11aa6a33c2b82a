// The way through a sign-in over HTTP, step by step, so that a test can go wrong at any of them.
// At Kakao the forms of the emulator's pages are posted, as a person would.
import { expect } from "@playwright/test";
import { baseUrl, callbackPath, kakaoUrl } from "./addresses";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { type Answer, type Options, Visitor } from "./visitor";

type SomePerson = { id: string; loginId: string };
type At = { at?: string };
/** For an app that has a Kakao of its own. */
type Kakao = { kakaoAt?: string };

const startPath = "/api/auth/signin/kakao";

/** Presses the button. @returns Kakao's authorization address */
export async function startSignIn(
  visitor: Visitor,
  options: At & Kakao & { form?: Record<string, string>; headers?: Options["headers"] } = {},
): Promise<URL> {
  const { at = baseUrl(), form = {}, headers = {}, kakaoAt = kakaoUrl() } = options;
  const answer = await visitor.post(`${at}${startPath}`, form, headers);
  expect(answer.status).toBe(303);
  expect(answer.location?.origin).toBe(kakaoAt);
  return answer.location as URL;
}

/** Signs in at Kakao and agrees. @returns the address that Kakao sends the browser back to */
export async function agreeAtKakao(
  visitor: Visitor,
  authorizeUrl: URL,
  person: SomePerson,
  items: string[] = [],
): Promise<URL> {
  const signInPage = await visitor.send(authorizeUrl);
  if (signInPage.location?.pathname === callbackPath) return signInPage.location;
  const transaction = signInPage.location?.searchParams.get("transaction") ?? "";
  const { loginId } = person;
  const signedIn = await visitor.send(`${authorizeUrl.origin}/_emulator/sign-in`, {
    form: { transaction, loginId },
  });
  if (signedIn.location?.pathname === callbackPath) return signedIn.location;
  const form = new URLSearchParams({ transaction, decision: "agree" });
  for (const item of items) form.append("item", item);
  const agreed = await visitor.send(`${authorizeUrl.origin}/_emulator/consent`, { form });
  expect(agreed.location?.pathname, agreed.body).toBe(callbackPath);
  return agreed.location as URL;
}

/** Up to the moment before the browser is back: what is called then is the test's business. */
export async function reachCallback(
  visitor: Visitor,
  person: SomePerson,
  options: At & Kakao & { form?: Record<string, string>; items?: string[] } = {},
): Promise<URL> {
  return agreeAtKakao(visitor, await startSignIn(visitor, options), person, options.items);
}

/** Goes back to the app, at this or the other instance. */
export function finishSignIn(
  visitor: Visitor,
  callback: URL,
  { at = baseUrl(), ...options }: At & Options = {},
): Promise<Answer> {
  return visitor.send(`${at}${callback.pathname}${callback.search}`, options);
}

export async function signIn(
  visitor: Visitor,
  person: SomePerson,
  options: At & { items?: string[]; headers?: Options["headers"] } = {},
): Promise<Answer> {
  const callback = await reachCallback(visitor, person, options);
  const { at, headers } = options;
  const answer = await finishSignIn(visitor, callback, { at, headers });
  expect(answer.location?.search, "no error in the address").toBe("");
  expect(visitor.cookies().has("session")).toBe(true);
  return answer;
}

/** A whole sign-in by somebody new, whatever comes of it. */
export async function trySignIn(person: SomePerson, at = baseUrl()) {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const startedAt = Date.now();
  const answer = await finishSignIn(visitor, callback, { at });
  return { visitor, callback, answer, tookMs: Date.now() - startedAt };
}

/** The code that /sign-in will explain, or null when the answer leads elsewhere. */
export function refusalOf({ status, location }: Answer): string | null {
  if (status !== 303 || location?.pathname !== "/sign-in") return null;
  return location.searchParams.get("error");
}

/** The request id that the person is shown, and that the log's lines carry. */
export function referenceOf({ location }: Answer): string {
  return location?.searchParams.get("ref") ?? "no reference";
}

export type Me = {
  id: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
};

/** Who the app says this visitor is; null for 401. */
export async function readMe(visitor: Visitor, at = baseUrl()): Promise<Me | null> {
  const answer = await visitor.send(`${at}/api/me`);
  if (answer.status === 401) return null;
  expect(answer.status, answer.body).toBe(200);
  return JSON.parse(answer.body).user;
}

/** Whether this one value of the session cookie signs somebody in. */
export async function statusOfCookie(session: string, at = baseUrl()): Promise<number> {
  const visitor = new Visitor();
  visitor.setCookie("session", session);
  return (await visitor.send(`${at}/api/me`)).status;
}

export async function expectSignedOut(visitor: Visitor): Promise<void> {
  expect(visitor.cookies().has("session")).toBe(false);
  const session = await visitor.send(`${baseUrl()}/api/auth/session`);
  expect(session.body).toBe("null");
  expect(await readMe(visitor)).toBeNull();
}

/** Every token request that carried this code, from the emulator's own records. */
export async function readTokenRequests(kakao: KakaoEmulatorClient, callback: URL) {
  const code = callback.searchParams.get("code");
  const entries = await kakao.readLedger({ path: "/oauth/token" });
  return entries.filter(({ body }) => body.code === code);
}

/** The hidden field that a form of this session needs. */
export async function readCsrfToken(visitor: Visitor, at = baseUrl()): Promise<string> {
  const answer = await visitor.send(`${at}/api/auth/csrf`);
  return JSON.parse(answer.body).csrfToken;
}
