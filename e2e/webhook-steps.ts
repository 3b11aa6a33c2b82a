// Kakao's webhooks as tests send them: from an address of each test's own, to either instance.
import { baseUrl, secondUrl } from "./addresses";
import { expect } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { defaultApp } from "./kakao-emulator/defaults";
import { meWith, type NativeTokens, refresh, signInNatively } from "./native-steps";
import { readMe, signIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { type Answer, newAddress, type Options, send, Visitor } from "./visitor";

export const unlinkPath = "/api/webhooks/kakao/unlink";
export const accountStatePath = "/api/webhooks/kakao/account-state";
export const adminKeyHeader = { authorization: `KakaoAK ${defaultApp.adminKey}` };

type At = { at?: string };

/** As Kakao sends it, by the test's own hand. */
export function tellUnlink(
  personId: string,
  {
    at = baseUrl(),
    headers = {},
    ...form
  }: At & { headers?: Options["headers"] } & {
    app_id?: string;
    referrer_type?: string;
  } = {},
): Promise<Answer> {
  const fields = { app_id: String(defaultApp.appId), user_id: personId, ...form };
  return send(`${at}${unlinkPath}`, {
    method: "POST",
    form: { referrer_type: "UNLINK_FROM_APPS", ...fields },
    headers: { ...adminKeyHeader, ...headers },
  });
}

type EventInput = Parameters<KakaoEmulatorClient["sendAccountStateWebhook"]>[0];

/** An event that the emulator signs; nothing happens to the account. @returns what the app answered */
export async function tellEvent(
  kakao: KakaoEmulatorClient,
  { at = baseUrl(), headers, ...event }: At & EventInput,
) {
  const url = `${at}${accountStatePath}`;
  const from = { "x-forwarded-for": newAddress(), ...headers };
  return kakao.sendAccountStateWebhook({ url, headers: from, ...event });
}

export async function expectTold(
  kakao: KakaoEmulatorClient,
  event: At & EventInput,
): Promise<void> {
  for (const { status, answer } of await tellEvent(kakao, event))
    expect([status, answer]).toEqual([202, ""]);
}

/** Once Kakao has confirmed it. */
export async function expectForgotten(personId: string): Promise<void> {
  await expect.poll(() => countUsersOf(personId), { timeout: 10_000 }).toBe(0);
}

type Everywhere = { visitor: Visitor; tokens: NativeTokens };

/** In a browser and in an app. */
export async function signInEverywhere(
  kakao: KakaoEmulatorClient,
  person: Parameters<typeof signIn>[1],
): Promise<Everywhere> {
  const visitor = new Visitor();
  await signIn(visitor, person);
  return { visitor, tokens: await signInNatively(kakao, person) };
}

/** At once, on both instances. */
export async function expectSignedOutEverywhere({ visitor, tokens }: Everywhere): Promise<void> {
  for (const at of [baseUrl(), secondUrl()]) {
    expect(await readMe(visitor, at)).toBeNull();
    expect((await meWith(`Bearer ${tokens.access_token}`, { at })).status).toBe(401);
  }
  expect((await refresh(tokens.refresh_token)).status).toBe(401);
}
