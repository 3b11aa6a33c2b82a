// A circuit breaker in front of Kakao: while Kakao fails for everybody, nobody waits for it and
// almost nobody asks (RL-7, K28, L10). Called by lib/sign-in and lib/native, each with its own,
// because they need different parts of Kakao. Counts are those of this instance.
import "server-only";
import { KakaoBusyError, KakaoError, UnusableIdError } from "./errors";

/** So many failures in a row, with nobody served in between, are an outage. */
const FAILURES_TO_OPEN = 10;
/** After a failed try nobody asks for so long; then one caller does, with at most two requests. */
const PROBE_INTERVAL_MS = 4000;
/** Kakao's word for when to come back is followed; nobody's mistake closes sign-in for long. */
const LONGEST_PAUSE_SECONDS = 60;

export type Breaker = {
  /** @throws KakaoError "unavailable" or "rate_limited" at once: the work would not be tried */
  refuseIfOpen(): void;
  /**
   * Does the work and learns from how it ends. After an outage one caller at a time tries again.
   *
   * @throws KakaoError as `refuseIfOpen` does; otherwise what the work throws
   */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
};

export function createBreaker(): Breaker {
  let failuresInARow = 0;
  let isProbing = false;
  let lastFailedAt = 0;
  let pausedUntil = 0;

  const isClosed = () => failuresInARow < FAILURES_TO_OPEN;
  const mayProbe = () => !isProbing && Date.now() - lastFailedAt >= PROBE_INTERVAL_MS;

  function refuseIfOpen(): void {
    if (Date.now() < pausedUntil)
      throw new KakaoError("rate_limited", "not asked, because Kakao said to come back later");
    if (isClosed() || mayProbe()) return;
    throw new KakaoError("unavailable", "not asked, because it failed for everybody just now");
  }

  async function run<Value>(work: () => Promise<Value>): Promise<Value> {
    refuseIfOpen();
    const isProbe = !isClosed();
    if (isProbe) isProbing = true;
    try {
      const value = await work();
      failuresInARow = 0;
      return value;
    } catch (error) {
      failuresInARow = isOutage(error) ? failuresInARow + 1 : 0;
      lastFailedAt = Date.now();
      pausedUntil = Math.max(pausedUntil, lastFailedAt + readPauseMs(error));
      throw error;
    } finally {
      if (isProbe) isProbing = false;
    }
  }

  return { refuseIfOpen, run };
}

/** What Retry-After says, to the second (K4); 0 when it says nothing. */
function readPauseMs(error: unknown): number {
  const kakaoError = findKakaoError(error);
  const seconds = kakaoError instanceof KakaoBusyError ? kakaoError.retryAfterSeconds : null;
  return Math.min(seconds ?? 0, LONGEST_PAUSE_SECONDS) * 1000;
}

/** A refused token is an answer; only what keeps everybody from being answered counts. */
function isOutage(error: unknown): boolean {
  const kakaoError = findKakaoError(error);
  if (kakaoError === null || kakaoError instanceof UnusableIdError) return false;
  return kakaoError.code === "unavailable" || kakaoError.code === "rate_limited";
}

/** The flow wraps Kakao's errors in refusals of its own. */
function findKakaoError(error: unknown): KakaoError | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof KakaoError) return at;
  return null;
}
