// Asks Kakao for newer tokens: one worker at a time for each person, whichever instance it is on.
// Called by access-token.ts.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { logEvent, logFailure } from "../http/log";
import { createBreaker } from "../kakao/breaker";
import { AlarmingKakaoError, DeadTokenError, KakaoError } from "../kakao/errors";
import { refreshKakaoTokens } from "../kakao/refresh";
import type { TokensToKeep } from "../kakao/token";
import { createLine } from "../kakao/turns";
import {
  deleteLeasedRow,
  endLease,
  type Lease,
  leaseRow,
  saveRefreshed,
  type TokenRow,
} from "./rows";
import { currentKid, sealToken } from "./seal";

/** All tries together. */
const KAKAO_DEADLINE_MS = 5000;
const MAX_TRIES = 3;
const LONGEST_PAUSE_MS = 300;

const takeTurn = createLine();
const breaker = createBreaker();

/**
 * @param refreshToken the row's own, opened
 * @returns the new access token; null when somebody else was first, so that the row is to be read
 *   again: it is gone where Kakao called the refresh token dead
 * @throws KakaoError
 * @throws DatabaseUnavailable
 */
export async function refreshRow(row: TokenRow, refreshToken: string): Promise<string | null> {
  breaker.refuseIfOpen();
  return takeTurn(KAKAO_DEADLINE_MS, async (signal) => {
    const lease = await leaseRow(row);
    if (lease === null) return null;
    const person = { kakaoId: row.kakaoId, refreshToken };
    try {
      const tokens = await breaker.run(() => askPatiently(person, signal));
      return (await keep(lease, tokens, refreshToken)) ? tokens.accessToken : null;
    } catch (error) {
      return giveUp(lease, error);
    }
  });
}

/** Nothing is used up by asking again: without a new refresh token in an answer, the old one lives. */
async function askPatiently(
  person: { kakaoId: string; refreshToken: string },
  signal: AbortSignal,
): Promise<TokensToKeep> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await refreshKakaoTokens(person, signal);
    } catch (error) {
      if (attempt === MAX_TRIES || signal.aborted || !isTemporary(error)) throw error;
      await sleep(Math.random() * LONGEST_PAUSE_MS * attempt);
    }
  }
}

/** A used-up quota is not: to ask at once would use up more of it (KOE237). */
function isTemporary(error: unknown): boolean {
  const isAlarm = error instanceof AlarmingKakaoError;
  return error instanceof KakaoError && error.code === "unavailable" && !isAlarm;
}

/** An answer without a refresh token leaves the old one in force, one with it replaces it (TV-19). */
async function keep(lease: Lease, tokens: TokensToKeep, oldRefreshToken: string): Promise<boolean> {
  const { userId } = lease;
  const refreshToken = tokens.refreshToken ?? oldRefreshToken;
  const isSaved = await saveRefreshed(lease, {
    accessToken: sealToken(tokens.accessToken, { userId, field: "accessToken" }),
    accessLivesSeconds: tokens.accessExpiresInSeconds,
    refreshToken: sealToken(refreshToken, { userId, field: "refreshToken" }),
    refreshLivesSeconds: tokens.refreshExpiresInSeconds,
    kid: currentKid(),
  });
  if (isSaved) logEvent("vault.refreshed", { user: userId });
  return isSaved;
}

/** @throws whatever it was, unless the refresh token is dead */
async function giveUp(lease: Lease, error: unknown): Promise<null> {
  const { userId } = lease;
  if (error instanceof DeadTokenError) {
    await deleteLeasedRow(lease);
    logEvent("vault.disconnected", { user: userId, reason: error.reason });
    return null;
  }
  const isOdd = error instanceof KakaoError && /^(rejected|misconfigured)$/.test(error.code);
  if (isOdd || error instanceof AlarmingKakaoError)
    logFailure("vault.alarm", { user: userId }, error);
  // If the database does not hear of it, the lease ends by itself: what went wrong is said first.
  await endLease(lease).catch(() => {});
  throw error;
}
