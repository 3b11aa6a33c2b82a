// Auth.js, and all we need of it: it makes the authorization request and exchanges the code.
// Called by start.ts and finish.ts. It keeps no session, sets no cookie and stores nothing here;
// docs/decisions/0001 says why. Each trip gets a configuration of its own.
import "server-only";
import { Auth, raw, skipCSRFCheck } from "@auth/core";
import { CallbackRouteError } from "@auth/core/errors";
import type { OAuthConfig } from "@auth/core/providers";
import type { NextAuthConfig } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { env } from "../env";
import { isSecureSite, siteUrl } from "../http/site";
import { KakaoError } from "../kakao/errors";
import type { KakaoUser } from "../kakao/user";
import { keyRing } from "../keys";
import type { Flow } from "./flow";
import { type Exchanged, kakaoProvider, PROVIDER, toScope } from "./kakao-provider";
import { refusalFromKakao, SignInRefused } from "./refusal";

const STATE_COOKIE = "state";
const VERIFIER_COOKIE = "code-verifier";
const CHECK_SECONDS = 10 * 60;

export type Authorization = { url: string; state: string; codeVerifier: string };

/**
 * Makes the address of Kakao's authorization page, with a new state and proof key.
 *
 * @param nonce returned in the id_token, if Kakao sends one
 * @param query parameters that the visitor may choose; checked by the caller
 * @param scopes what to ask for, where it is not what every sign-in asks for
 */
export async function createAuthorization(
  nonce: string,
  query: URLSearchParams,
  scopes: readonly string[] = env().kakao.scopes,
): Promise<Authorization> {
  const url = siteUrl(`/api/auth/signin/${PROVIDER}?${query}`);
  const { redirect, cookies = [] } = await Auth(
    new Request(url, { method: "POST" }),
    configure(kakaoProvider({ nonce, scope: toScope(scopes) })),
  );
  const sealedVerifier = cookies.find(({ name }) => name === VERIFIER_COOKIE)?.value;
  const verifier = await decode({
    token: sealedVerifier,
    salt: VERIFIER_COOKIE,
    secret: checksSecret(),
  });
  const state = new URL(redirect ?? url).searchParams.get("state");
  if (!redirect || !state || typeof verifier?.value !== "string")
    throw new Error("Auth.js made no authorization request");
  return { url: redirect, state, codeVerifier: verifier.value };
}

export type CodeAnswer = { code: string; state: string };

/**
 * Exchanges the code and asks Kakao whose it is. Nothing is repeated: a code is good for one try.
 *
 * @param signal one deadline for all of Kakao's answers together
 * @throws SignInRefused
 */
export async function exchangeCode(
  { code, state }: CodeAnswer,
  flow: Flow,
  signal: AbortSignal,
): Promise<Exchanged> {
  const asked: { answer?: Exchanged } = {};
  const url = siteUrl(`/api/auth/callback/${PROVIDER}?${new URLSearchParams({ code, state })}`);
  const headers = { cookie: await checkCookies(state, flow.codeVerifier) };
  const provider = kakaoProvider({
    nonce: flow.nonce,
    signal,
    onAnswer: (answer) => {
      asked.answer = answer;
    },
  });
  try {
    await Auth(new Request(url, { headers }), configure(provider));
  } catch (error) {
    throw toRefusal(error);
  }
  if (!asked.answer) throw new SignInRefused("kakao_rejected", "Auth.js ended without a user");
  return asked.answer;
}

function toRefusal(error: unknown): Error {
  const inner = error instanceof CallbackRouteError ? error.cause?.err : error;
  if (inner instanceof KakaoError) return refusalFromKakao(inner);
  const name = inner instanceof Error ? inner.name : "unknown";
  return new SignInRefused("kakao_rejected", `Auth.js refused the answer (${name})`, {
    cause: inner,
  });
}

function configure(provider: OAuthConfig<KakaoUser>): NextAuthConfig & { raw: typeof raw } {
  const flowCookie = { sameSite: "lax", path: "/", secure: isSecureSite() } as const;
  return {
    providers: [provider],
    basePath: "/api/auth",
    trustHost: true,
    secret: checksSecret(),
    // Switched off: unset, Auth.js would take one from the environment and forward codes unasked.
    redirectProxyUrl: "",
    // Where the request came from was checked before; this request is one we made ourselves.
    skipCSRFCheck,
    raw,
    cookies: {
      state: { name: STATE_COOKIE, options: flowCookie },
      pkceCodeVerifier: { name: VERIFIER_COOKIE, options: flowCookie },
    },
    // Auth.js's own session is never made: the person leaves through onAnswer.
    callbacks: { jwt: () => null },
    // Its messages may hold what a log must not; what failed is thrown and logged by the caller.
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  };
}

/** The two cookies that Auth.js compares the answer with, made anew from the sealed flow. */
async function checkCookies(state: string, codeVerifier: string): Promise<string> {
  const seal = async (name: string, value: string) => {
    const token = { value, provider: PROVIDER };
    const sealed = await encode({
      token,
      salt: name,
      secret: checksSecret(),
      maxAge: CHECK_SECONDS,
    });
    return `${name}=${sealed}`;
  };
  const sealed = [seal(STATE_COOKIE, state), seal(VERIFIER_COOKIE, codeVerifier)];
  return (await Promise.all(sealed)).join("; ");
}

function checksSecret(): string {
  return keyRing("auth.js checks").current.key.export().toString("base64url");
}
