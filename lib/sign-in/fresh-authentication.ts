// Whether Kakao did ask the person anew, as a trip with `prompt=login` wants. Called by finish.ts.
import "server-only";
import type { Exchanged } from "./kakao-provider";
import { SignInRefused } from "./refusal";

const MAX_AGE_SECONDS = 5 * 60;
const CLOCK_SKEW_SECONDS = 60;

/**
 * The browser could have dropped `prompt=login` from the address: an id_token tells. Without one,
 * Kakao says nothing about when it asked, and that it was told to has to do.
 *
 * @throws SignInRefused
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest max_age and auth_time
 */
export function requireFreshAuthentication({ idToken }: Exchanged): void {
  if (idToken === null) return;
  const { authTime } = idToken;
  if (authTime === null) throw new SignInRefused("kakao_rejected", "no auth_time came");
  const ageSeconds = Date.now() / 1000 - authTime;
  if (ageSeconds > MAX_AGE_SECONDS + CLOCK_SKEW_SECONDS || ageSeconds < -CLOCK_SKEW_SECONDS)
    throw new SignInRefused("kakao_rejected", "the authentication at Kakao is not fresh");
}
