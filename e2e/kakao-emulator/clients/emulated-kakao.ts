// What a client's test needs of the emulator: an app of its own, a person who goes there, and what
// the client sent. Called by every test of this folder.
import { expect } from "vitest";
import { client as control, origin } from "../testing/test-emulator";
import { locationOf, Visitor } from "../testing/test-visitor";

export { control, origin };

/** Where a client that runs no server of its own expects the person back. */
export const redirectUri = "http://localhost:3000/callback";

export type LedgerEntry = Awaited<ReturnType<typeof control.readLedger>>[number];
type AppSettings = Parameters<typeof control.createApp>[0];
export type RegisteredApp = { clientId: string; clientSecret: string };

/** Nickname is required, picture and e-mail are optional, unless `settings` says otherwise. */
export async function registerApp(
  settings: Partial<AppSettings> & { redirectUri?: string } = {},
): Promise<RegisteredApp> {
  const { redirectUri: uri, ...input } = settings;
  const app = await control.createApp({
    name: "남의 클라이언트",
    // Only a business app may ask for an e-mail address.
    business: true,
    consentItems: {
      profile_nickname: "required",
      profile_image: "optional",
      account_email: "optional",
    },
    keys: [{ redirectUris: [uri ?? redirectUri] }],
    ...input,
  });
  const [key] = app.keys;
  return { clientId: key?.key ?? "", clientSecret: key?.clientSecret ?? "" };
}

/** Kakao showed a page of its own instead of sending the person back. */
export class KakaoPageError extends Error {}

/** The optional items of such an app. */
export const everything = ["profile_image", "account_email"];

/**
 * What a person does at Kakao: signs in and agrees, ticking `items`, or cancels.
 *
 * @param authorizationUrl as the client made it; only the host is replaced by the emulator's
 * @returns the address Kakao sends the person back to
 * @throws KakaoPageError with the KOE code, when Kakao refuses the request
 */
export async function visitKakao(
  authorizationUrl: string | URL,
  person: { loginId: string },
  items: string[] | "cancel" = [],
): Promise<URL> {
  const { pathname, search } = new URL(authorizationUrl);
  const visitor = new Visitor(origin);
  const started = await visitor.get(pathname + search);
  if (started.status !== 302) throw new KakaoPageError(readKoeCode(await started.text()));
  const transaction = visitor.transactionOf(started);
  const signedIn = await visitor.post("/_emulator/sign-in", {
    transaction,
    loginId: person.loginId,
  });
  if (!locationOf(signedIn).pathname.startsWith("/_emulator/")) return locationOf(signedIn);
  const decided =
    items === "cancel"
      ? await visitor.decide(signedIn, "cancel")
      : await visitor.decide(signedIn, "agree", items);
  return locationOf(decided);
}

function readKoeCode(page: string): string {
  return /\((KOE\d{3})\)/.exec(page)?.[1] ?? "a page without a KOE code";
}

/** The last request to a path; fails the test when there was none. */
export async function readLast(path: string): Promise<LedgerEntry> {
  const entries = await control.readLedger({ path });
  const last = entries.at(-1);
  expect(last, `no request to ${path}`).toBeDefined();
  return last as LedgerEntry;
}
