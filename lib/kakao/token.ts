// The token request: an authorization code goes in, a checked answer comes out.
// Called by lib/sign-in as the fetch that Auth.js makes.
import "server-only";
import { z } from "zod";
import { KakaoError, tokenRefusal } from "./errors";
import { fetchKakao } from "./http";
import { parseJson, readAnswer } from "./json";

export type KakaoTokens = {
  accessToken: string;
  /** Null when OpenID Connect is off in Kakao's console. */
  idToken: string | null;
};

const tokenAnswer = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(/^[\x21-\x7e]{1,2048}$/),
  id_token: z.string().min(1).max(16_384).nullish(),
  expires_in: z.union([z.number().positive(), z.string().regex(/^\d+$/)]).nullish(),
});

/**
 * Sends the request once: a code is good for one try, so nothing is repeated.
 *
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-token
 */
export async function requestTokens(
  url: string | URL,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<KakaoTokens> {
  const { status, isJson, body, retryAfterSeconds } = await fetchKakao(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    body: form.toString(),
    signal,
  });
  if (status !== 200) throw tokenRefusal(status, readErrorCode(body), retryAfterSeconds);
  if (!isJson) throw new KakaoError("unavailable", "the token answer is not called JSON");
  const answer = readAnswer(body, tokenAnswer, "the token answer");
  return { accessToken: answer.access_token, idToken: answer.id_token ?? null };
}

function readErrorCode(body: string): string | null {
  const shape = z.object({ error_code: z.string().regex(/^KOE\d{3}$/) });
  return shape.safeParse(parseJson(body)).data?.error_code ?? null;
}
