// The token request: an authorization code goes in, a checked answer comes out.
// Called by lib/sign-in as the fetch that Auth.js makes, and by refresh.ts.
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { DeadTokenError, KakaoError, tokenRefusal } from "./errors";
import { fetchKakao, type KakaoAnswer } from "./http";
import { parseJson, readAnswer } from "./json";

export type KakaoTokens = {
  accessToken: string;
  /** Null when OpenID Connect is off in Kakao's console. */
  idToken: string | null;
  /** Null unless KAKAO_TOKEN_VAULT is on: what nobody keeps does not leave this file. */
  toKeep: TokensToKeep | null;
};

/** What lib/vault keeps of an answer. Never an id_token. */
export type TokensToKeep = {
  accessToken: string;
  accessExpiresInSeconds: number;
  /** Null when the answer had none: after a refresh, the old one then goes on. */
  refreshToken: string | null;
  refreshExpiresInSeconds: number | null;
  scope: string | null;
  /** `performance.now()` when the answer came: of two answers the later one counts. */
  receivedAtMs: number;
};

/** The shortest life that Kakao documents, for an answer that does not say (K10). */
const ASSUMED_SECONDS = 2 * 60 * 60;
/** Longer than any life of Kakao's, and short enough for a date. */
const LONGEST_SECONDS = 366 * 24 * 60 * 60;
const TOKEN = /^[\x21-\x7e]{1,2048}$/;

const seconds = z.union([z.number().positive(), z.string().regex(/^\d+$/)]).nullish();
const tokenAnswer = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(TOKEN),
  id_token: z.string().min(1).max(16_384).nullish(),
  expires_in: seconds,
  // What is odd here costs the vault a token, not the person their sign-in.
  refresh_token: z.string().regex(TOKEN).nullish().catch(null),
  refresh_token_expires_in: seconds.catch(null),
  scope: z
    .string()
    .regex(/^[\x20-\x7e]{1,1000}$/)
    .nullish()
    .catch(null),
});

/**
 * Sends the request once: a code is good for one try, so nothing is repeated.
 *
 * @throws DeadTokenError for a code or a refresh token that is used up or over
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-token
 */
export async function requestTokens(
  url: string | URL,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<KakaoTokens> {
  const answer = await fetchKakao(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    body: form.toString(),
    signal,
  });
  if (answer.status !== 200) throw readRefusal(answer);
  if (!answer.isJson) throw new KakaoError("unavailable", "the token answer is not called JSON");
  const tokens = readAnswer(answer.body, tokenAnswer, "the token answer");
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token ?? null,
    toKeep: env().kakao.tokenVault === "on" ? tokensToKeep(tokens) : null,
  };
}

function tokensToKeep(tokens: z.infer<typeof tokenAnswer>): TokensToKeep {
  const refreshToken = tokens.refresh_token ?? null;
  return {
    accessToken: tokens.access_token,
    accessExpiresInSeconds: readSeconds(tokens.expires_in) ?? ASSUMED_SECONDS,
    refreshToken,
    refreshExpiresInSeconds:
      refreshToken === null ? null : readSeconds(tokens.refresh_token_expires_in),
    scope: tokens.scope ?? null,
    receivedAtMs: performance.now(),
  };
}

function readSeconds(given: z.infer<typeof seconds>): number | null {
  return given == null ? null : Math.min(Math.floor(Number(given)), LONGEST_SECONDS);
}

function readRefusal({ status, body, retryAfterSeconds }: KakaoAnswer): KakaoError {
  const { error, error_code: code = null } = refusalAnswer.safeParse(parseJson(body)).data ?? {};
  const refusal = tokenRefusal(status, code, retryAfterSeconds);
  const isDead = error === "invalid_grant" || code === "KOE322";
  return isDead && refusal.code === "rejected" ? new DeadTokenError(refusal.reason) : refusal;
}

const refusalAnswer = z.object({
  error: z.string().optional().catch(undefined),
  error_code: z.string().regex(/^KOE\d{3}$/),
});
