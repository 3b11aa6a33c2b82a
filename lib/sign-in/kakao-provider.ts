// Kakao as Auth.js calls it: where to ask, for what, and with whose answers. Our own code asks and
// checks each answer; Auth.js sees plain OAuth 2. Called by authjs.ts.
import "server-only";
import { customFetch } from "@auth/core";
import type { OAuthConfig } from "@auth/core/providers";
import { env } from "../env";
import { KakaoError } from "../kakao/errors";
import { type VouchedPerson, verifyIdToken } from "../kakao/id-token";
import { requestTokens, type TokensToKeep } from "../kakao/token";
import { fetchKakaoUser, type KakaoUser } from "../kakao/user";

export const PROVIDER = "kakao";

export type Exchanged = {
  kakaoUser: KakaoUser;
  /** Null when Kakao sent no id_token. `authTime`: when the person proved themselves to Kakao. */
  idToken: { authTime: number | null } | null;
  /** For the vault; null while it is off. */
  toKeep: TokensToKeep | null;
};

type ProviderInput = {
  nonce: string;
  /** Of the authorization request; an exchange has none. */
  scope?: string;
  signal?: AbortSignal;
  onAnswer?: (answer: Exchanged) => void;
};

export function kakaoProvider({
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
export function toScope(asked: readonly string[]): string {
  if (asked.length === 0) return "";
  // With a scope and without `openid`, Kakao sends no id_token (AR-4).
  const needsOpenid = env().kakao.oidc === "required" && !asked.includes("openid");
  return [...(needsOpenid ? ["openid"] : []), ...asked].join(",");
}
