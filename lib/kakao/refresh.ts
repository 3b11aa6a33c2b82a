// The refresh request: a refresh token goes in, newer tokens come out. Called by lib/vault.
import "server-only";
import { env } from "../env";
import { KakaoError } from "./errors";
import { verifyRefreshedIdToken } from "./id-token";
import { requestTokens, type TokensToKeep } from "./token";

/**
 * One try. Kakao sends a new refresh token only in the last month of the old one, which is dead from
 * then on.
 *
 * @param person whose tokens they are: an answer about anybody else is refused (TV-19)
 * @throws DeadTokenError when the refresh token is over, used up or taken back
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#refresh-token
 */
export async function refreshKakaoTokens(
  person: { kakaoId: string; refreshToken: string },
  signal: AbortSignal,
): Promise<TokensToKeep> {
  const { authUrl, restApiKey, clientSecret } = env().kakao;
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: restApiKey ?? "",
    client_secret: clientSecret ?? "",
    refresh_token: person.refreshToken,
  });
  const answer = await requestTokens(`${authUrl}/oauth/token`, form, signal);
  const { accessToken, idToken, toKeep } = answer;
  if (idToken !== null)
    await verifyRefreshedIdToken(person.kakaoId, { idToken, accessToken, signal });
  if (toKeep === null) throw new KakaoError("misconfigured", "the token vault is off");
  return toKeep;
}
