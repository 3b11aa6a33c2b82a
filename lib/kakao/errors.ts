// How Kakao can let us down. Thrown only in lib/kakao; callers switch on `code`, never on text.

export type KakaoErrorCode =
  /** No answer in time, a temporary failure, or an answer that makes no sense. */
  | "unavailable"
  /** Kakao is there and does not vouch for this person, or what it says does not hold. */
  | "rejected"
  /** Our registration at Kakao is wrong: keys, secret, redirect URI, consent items. */
  | "misconfigured"
  /** Kakao's own limits are used up. */
  | "rate_limited"
  /** Kakao refuses a person under 14 (-406). */
  | "under_14";

/** `reason` says what was wrong in words of ours; it never holds a token, a name or a raw body. */
export class KakaoError extends Error {
  constructor(
    readonly code: KakaoErrorCode,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`Kakao: ${reason}`, options);
    this.name = "KakaoError";
  }
}

/** Kakao answered and said nothing usable of who it is (TV-14): this one person's trouble. */
export class UnusableIdError extends KakaoError {
  constructor(reason: string) {
    super("unavailable", reason);
  }
}

/** Kakao is asked too much, and has perhaps said when to come back (K4). */
export class KakaoBusyError extends KakaoError {
  constructor(
    reason: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super("rate_limited", reason);
  }
}

/** The token that was presented is none any more (-401, KOE322): the person may have taken it back. */
export class DeadTokenError extends KakaoError {
  constructor(reason: string) {
    super("rejected", reason);
  }
}

/** Not to be waited out: somebody stands between us and Kakao, or a clock is wrong (K19, K26). */
export class AlarmingKakaoError extends KakaoError {}

const MISCONFIGURED_KOE = new Set([
  "KOE004",
  "KOE005",
  "KOE006",
  "KOE008",
  "KOE009",
  "KOE010",
  "KOE101",
  "KOE102",
  "KOE114",
  "KOE126",
  "KOE127",
  "KOE205",
  "KOE207",
  "KOE303",
  "KOE310",
]);

/**
 * Temporary or final is decided by Kakao's own code, not by the HTTP status.
 *
 * @param errorCode a KOE code, or null when the body had none
 * @param retryAfterSeconds as Kakao's header says it
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/trouble-shooting
 */
export function tokenRefusal(
  status: number,
  errorCode: string | null,
  retryAfterSeconds: number | null = null,
): KakaoError {
  const reason = `the token request was refused (${errorCode ?? `status ${status}`})`;
  if (errorCode === "KOE237" || (errorCode === null && status === 429))
    return new KakaoBusyError(reason, retryAfterSeconds);
  if (errorCode === null) return new KakaoError("unavailable", reason);
  if (errorCode === "KOE003") return new KakaoError("unavailable", reason);
  return new KakaoError(MISCONFIGURED_KOE.has(errorCode) ? "misconfigured" : "rejected", reason);
}

const TEMPORARY_API_CODES = new Set([-1, -7, -603, -9798]);

/**
 * @param code the number in `{msg, code}`, or null when the body had none
 * @param retryAfterSeconds as Kakao's header says it
 * @see https://developers.kakao.com/docs/latest/ko/rest-api/reference#error-code
 */
export function apiRefusal(
  status: number,
  code: number | null,
  retryAfterSeconds: number | null = null,
): KakaoError {
  const reason = `the user request was refused (${code ?? `status ${status}`})`;
  if (code === -10 || (code === null && status === 429))
    return new KakaoBusyError(reason, retryAfterSeconds);
  if (code === -401) return new DeadTokenError(reason);
  if (code === -406) return new KakaoError("under_14", reason);
  if (code === null || TEMPORARY_API_CODES.has(code)) return new KakaoError("unavailable", reason);
  if (code === -3 || code === -5 || code === -12) return new KakaoError("misconfigured", reason);
  return new KakaoError("rejected", reason);
}
