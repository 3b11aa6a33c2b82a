// Which app a Kakao access token was made for. Called by lib/native before anything of the person
// is used: a token of any other app would otherwise sign its owner in here (NX-1).
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { apiRefusal, UnusableIdError } from "./errors";
import { fetchKakao } from "./http";
import { kakaoIdNumber, readAnswer } from "./json";
import { readErrorCode } from "./user";

/** What is left to know of a token once its app is ours. */
export type AccessTokenInfo = {
  kakaoId: string;
  /** Zero or less for a token that is over. */
  expiresInSeconds: number;
};

/** The token is of another Kakao app, or its answer does not say of which. */
export class WrongAppError extends Error {
  constructor() {
    super("the access token is not of this app");
    this.name = "WrongAppError";
  }
}

// The old spellings, `appId` and `expiresInMillis`, are not read.
const whoseAnswer = z.object({
  app_id: kakaoIdNumber.nullable().catch(null),
  id: kakaoIdNumber.nullable().catch(null),
});
const timeAnswer = z.object({
  expires_in: z.union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ]),
});

/**
 * @throws WrongAppError unless `app_id` is the integer KAKAO_APP_ID
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#get-token-info
 */
export async function fetchAccessTokenInfo(
  accessToken: string,
  signal: AbortSignal,
): Promise<AccessTokenInfo> {
  const url = new URL("/v1/user/access_token_info", env().kakao.apiUrl);
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status, body, retryAfterSeconds } = await fetchKakao(url, { headers, signal });
  if (status !== 200) throw apiRefusal(status, readErrorCode(body), retryAfterSeconds);
  const what = "access_token_info";
  const { app_id: appId, id: kakaoId } = readAnswer(body, whoseAnswer, what);
  const isOurs = appId !== null && appId === env().kakao.appId;
  // An answer that says neither whose nor for whom is no answer about another app.
  if (!isOurs && (appId !== null || kakaoId !== null)) throw new WrongAppError();
  if (kakaoId === null || !isOurs) throw new UnusableIdError(`${what} has no usable id`);
  return { kakaoId, expiresInSeconds: readAnswer(body, timeAnswer, what).expires_in };
}
