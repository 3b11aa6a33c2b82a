// Auth.js, and all we need of it: it makes the authorization request and exchanges the code.
// Called by start.ts and finish.ts. It keeps no session, sets no cookie and stores nothing here;
// docs/decisions/0001 says why. Each trip gets a configuration of its own.
import "server-only";
import { Auth, customFetch, raw, skipCSRFCheck } from "@auth/core";
import { CallbackRouteError } from "@auth/core/errors";
import type { OAuthConfig } from "@auth/core/providers";
import type { NextAuthConfig } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { env } from "../env";
import { isSecureSite, siteUrl } from "../http/site";
import { KakaoError } from "../kakao/errors";
import { type VouchedPerson, verifyIdToken } from "../kakao/id-token";
import { requestTokens, type TokensToKeep } from "../kakao/token";
import { fetchKakaoUser, type KakaoUser } from "../kakao/user";
import { keyRing } from "../keys";
import type { Flow } from "./flow";
import { refusalFromKakao, SignInRefused } from "./refusal";

const PROVIDER = "kakao";
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

export type Exchanged = {
  kakaoUser: KakaoUser;
  /** Null when Kakao sent no id_token. `authTime`: when the person proved themselves to Kakao. */
  idToken: { authTime: number | null } | null;
  /** For the vault; null while it is off. */
  toKeep: TokensToKeep | null;
};

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

type ProviderInput = {
  nonce: string;
  /** Of the authorization request; an exchange has none. */
  scope?: string;
  signal?: AbortSignal;
  onAnswer?: (answer: Exchanged) => void;
};

function kakaoProvider({
  nonce,
  scope = "",
  signal,
  onAnswer,
}: ProviderInput): OAuthConfig<KakaoUser> {
  const { authUrl, apiUrl, restApiKey, clientSecret } = env().kakao;
  // Starting a trip asks Kakao nothing.
  const deadline = signal ?? AbortSignal.abort();
  let vouched: VouchedPerson | null = null;
  let toKeep: TokensToKeep | null = null;
  return {
    id: PROVIDER,
    name: "Kakao",
    type: "oauth",
    // Also an answer with an `iss` parameter is then compared with the right one (CB-8).
    issuer: authUrl,
    clientId: restApiKey ?? "",
    clientSecret: clientSecret ?? "",
    checks: ["pkce", "state"],
    client: { token_endpoint_auth_method: "client_secret_post" },
    authorization: { url: `${authUrl}/oauth/authorize`, params: { scope, nonce } },
    token: `${authUrl}/oauth/token`,
    [customFetch]: async (...[url, init]: Parameters<typeof fetch>) => {
      const form = new URLSearchParams(init?.body as URLSearchParams);
      const answer = await requestTokens(String(url), form, deadline);
      const { accessToken, idToken } = answer;
      toKeep = answer.toKeep;
      vouched = await readVouchedPerson({ accessToken, idToken, nonce, signal: deadline });
      // Auth.js sees plain OAuth 2, whether OpenID Connect is on or off in Kakao's console.
      return Response.json({ access_token: accessToken, token_type: "bearer" });
    },
    userinfo: {
      url: `${apiUrl}/v2/user/me`,
      request: async ({ tokens }: { tokens: { access_token?: string } }) => {
        const kakaoUser = await fetchKakaoUser(tokens.access_token ?? "", deadline);
        if (vouched !== null && vouched.kakaoId !== kakaoUser.kakaoId)
          throw new KakaoError("rejected", "id_token and /v2/user/me name different people");
        // That an id_token came is all that Kakao says about this item.
        const openid = vouched === null ? {} : { openid: "given" as const };
        const consents = { ...kakaoUser.consents, ...openid };
        const idToken = vouched && { authTime: vouched.authTime };
        onAnswer?.({ kakaoUser: { ...kakaoUser, consents }, idToken, toKeep });
        return kakaoUser;
      },
    },
    profile: ({ kakaoId }) => ({ id: kakaoId }),
  };
}

type TokensToVouch = {
  accessToken: string;
  idToken: string | null;
  nonce: string;
  signal: AbortSignal;
};

/** @returns whom a verified id_token names, or null when none came and none was asked for */
async function readVouchedPerson({
  idToken,
  ...expected
}: TokensToVouch): Promise<VouchedPerson | null> {
  if (idToken !== null) return verifyIdToken({ idToken, ...expected });
  const { oidc, scopes: asked } = env().kakao;
  if (oidc === "required" || asked.includes("openid"))
    throw new KakaoError("rejected", "no id_token came although it is required");
  return null;
}

/** Empty counts as absent at Kakao, and keeps Auth.js from adding scopes that Kakao lacks. */
function toScope(asked: readonly string[]): string {
  if (asked.length === 0) return "";
  // With a scope and without `openid`, Kakao sends no id_token (AR-4).
  const needsOpenid = env().kakao.oidc === "required" && !asked.includes("openid");
  return [...(needsOpenid ? ["openid"] : []), ...asked].join(",");
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
