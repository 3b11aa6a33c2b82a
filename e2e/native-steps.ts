// What a native app does over HTTP: a Kakao token from the SDK (the emulator issues it), the
// exchange, and the session after that.
import { expect } from "@playwright/test";
import { baseUrl } from "./addresses";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { defaultApp } from "./kakao-emulator/defaults";
import { type Answer, type Options, send } from "./visitor";

export type NativeTokens = {
  message: string;
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
  user: { id: string; nickname: string | null; image: string | null; email: string | null };
};

type At = { at?: string };
type SomePerson = { id: string };

/** As Kakao's SDK would hand it over after its own sign-in. */
export async function kakaoTokenOf(kakao: KakaoEmulatorClient, { id }: SomePerson) {
  return (await kakao.issueTokens(id, { clientId: defaultApp.nativeAppKey })).access_token;
}

export async function idTokenOf(kakao: KakaoEmulatorClient, { id }: SomePerson, nonce: string) {
  const tokens = await kakao.issueTokens(id, { clientId: defaultApp.nativeAppKey, nonce });
  return tokens.id_token ?? "";
}

/** A token that looks like Kakao's and is nobody's. */
export const junkToken = () => `junk-${crypto.randomUUID()}-${crypto.randomUUID()}`;

export function exchange(kakaoToken: string, options: At & Options = {}): Promise<Answer> {
  const { at = baseUrl(), headers, ...rest } = options;
  const authorization = `Bearer ${kakaoToken}`;
  return send(`${at}/api/token`, {
    method: "POST",
    headers: { authorization, ...headers },
    ...rest,
  });
}

export function postJson(
  path: string,
  value: unknown,
  { at = baseUrl(), headers }: At & Pick<Options, "headers"> = {},
): Promise<Answer> {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  return send(`${at}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

export const refresh = (refreshToken: string, options: At = {}) =>
  postJson("/api/token/refresh", { refresh_token: refreshToken }, options);

export const revoke = (refreshToken: string, options: At = {}) =>
  postJson("/api/token/revoke", { refresh_token: refreshToken }, options);

export function meWith(authorization: string, { at = baseUrl() }: At = {}): Promise<Answer> {
  return send(`${at}/api/me`, { headers: { authorization } });
}

export function tokensIn(answer: Answer): NativeTokens {
  expect(answer.status, answer.body).toBe(200);
  return JSON.parse(answer.body);
}

export async function signInNatively(
  kakao: KakaoEmulatorClient,
  person: SomePerson,
  options: At & Options = {},
): Promise<NativeTokens> {
  return tokensIn(await exchange(await kakaoTokenOf(kakao, person), options));
}

/** The refusal, as the contract words it: status, code, the request's id, nothing kept, no cookie. */
export function expectRefusal(answer: Answer, status: number, message: string): void {
  expect([answer.status, answer.body]).toEqual([status, expect.any(String)]);
  expect(JSON.parse(answer.body)).toEqual({
    message,
    requestId: answer.headers["x-request-id"],
  });
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect(answer.setCookies).toEqual([]);
}
