// Whose credential it is: Kakao's word for it, checked. Called by exchange.ts.
// In a line and behind a breaker of its own, so that tokens of strangers keep neither browsers nor
// other apps waiting (RL-7, NX-10).
import "server-only";
import { fetchAccessTokenInfo } from "../kakao/access-token-info";
import { createBreaker } from "../kakao/breaker";
import { KakaoError, UnusableIdError } from "../kakao/errors";
import { type VouchedUser, verifyNativeIdToken } from "../kakao/id-token";
import { createLine } from "../kakao/turns";
import { fetchKakaoUser, type KakaoUser } from "../kakao/user";

/** All of Kakao's answers together. */
const KAKAO_DEADLINE_MS = 5000;

const takeTurn = createLine();
const breaker = createBreaker();

/**
 * Works on one credential when its turn comes: asking Kakao, and what follows from the answer. So
 * many at once go on and no more, in our database too.
 *
 * @throws KakaoError "unavailable" when the line does not move
 */
export function takeTurnAtKakao<Value>(
  work: (deadline: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return takeTurn(KAKAO_DEADLINE_MS, work);
}

/** Nobody stands in line for what will not be tried. @throws KakaoError "unavailable" */
export function refuseDuringOutage(): void {
  breaker.refuseIfOpen();
}

/**
 * Both questions at once, for they take a third of a second each. Whose app the token is of is
 * looked at first, and until it is ours nothing of the person is (NX-1, DEC-2).
 *
 * @throws WrongAppError
 * @throws KakaoError
 */
export function askWhoseAccessToken(
  accessToken: string,
  deadline: AbortSignal,
): Promise<KakaoUser> {
  return breaker.run(async () => {
    const user = new AbortController();
    const asked = fetchKakaoUser(accessToken, AbortSignal.any([deadline, user.signal]));
    // Its failure is looked at below, or not at all.
    asked.catch(() => {});
    try {
      await requireTokenOfOurs(accessToken, deadline, asked);
      return await asked;
    } finally {
      user.abort();
    }
  });
}

async function requireTokenOfOurs(
  accessToken: string,
  signal: AbortSignal,
  asked: Promise<KakaoUser>,
): Promise<void> {
  const info = await fetchAccessTokenInfo(accessToken, signal);
  if (info.expiresInSeconds <= 0) throw new KakaoError("rejected", "the access token is over");
  const { kakaoId } = await asked;
  if (kakaoId !== info.kakaoId)
    throw new UnusableIdError("access_token_info and /v2/user/me name different people");
}

/**
 * Asks Kakao nothing but its published keys, and those rarely. `/oauth/tokeninfo` is for debugging,
 * says Kakao, and may be blocked.
 *
 * @throws KakaoError
 */
export function askWhoseIdToken(
  { idToken, nonce }: { idToken: string; nonce: string },
  deadline: AbortSignal,
): Promise<VouchedUser> {
  return verifyNativeIdToken({ idToken, nonce, signal: deadline });
}
