// Why an app's sign-in did not happen, as the contract says it. Thrown by the steps of an exchange.
// By Kakao's own code, not by its HTTP status: Kakao sends passing troubles with status 400 (NX-5).
import "server-only";
import { type ErrorCode, HttpError } from "../http/errors";
import { WrongAppError } from "../kakao/access-token-info";
import { KakaoError, type KakaoErrorCode, UnusableIdError } from "../kakao/errors";
import { UserGone } from "../session/user-gone";
import { SaveRefused } from "../users/save-refused";

/** `reason` is for the log: words of ours, never what the request held. */
export class ExchangeRefused extends HttpError {
  constructor(
    status: number,
    code: ErrorCode,
    readonly reason: string,
    { retryAfterSeconds, cause }: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(
      status,
      code,
      retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
    );
    this.name = "ExchangeRefused";
    this.cause = cause;
  }
}

type Answer = [status: number, code: ErrorCode, retryAfterSeconds?: number];

const ANSWERS: Record<KakaoErrorCode, Answer> = {
  rejected: [404, "NOT_FOUND_IN_KAKAO"],
  under_14: [403, "UNDER_14"],
  unavailable: [503, "KAKAO_UNAVAILABLE", 5],
  rate_limited: [503, "KAKAO_UNAVAILABLE", 30],
  // An app can do nothing about our registration but come back later; the log tells the operator.
  misconfigured: [503, "KAKAO_UNAVAILABLE", 60],
};

/** @returns what was thrown, if it says nothing of the credential */
export function toExchangeRefusal(kind: "access_token" | "id_token", error: unknown): unknown {
  if (error instanceof WrongAppError)
    return new ExchangeRefused(401, "WRONG_APP", error.message, { cause: error });
  if (error instanceof SaveRefused) return refusalToSave(error);
  if (error instanceof UserGone) return refuseForNow(error);
  if (!(error instanceof KakaoError)) return error;
  const options = { cause: error };
  if (error instanceof UnusableIdError)
    return new ExchangeRefused(400, "KEY_ERROR", error.reason, options);
  if (kind === "id_token" && error.code === "rejected")
    return new ExchangeRefused(401, "INVALID_ID_TOKEN", error.reason, options);
  const [status, code, retryAfterSeconds] = ANSWERS[error.code];
  return new ExchangeRefused(status, code, error.reason, { ...options, retryAfterSeconds });
}

/** Blocked is final for an app as an unlinked account is; the rest is over in a moment. */
function refusalToSave(error: SaveRefused): ExchangeRefused {
  if (error.code !== "blocked") return refuseForNow(error);
  const [status, message] = ANSWERS.rejected;
  return new ExchangeRefused(status, message, error.message, { cause: error });
}

function refuseForNow(error: Error): ExchangeRefused {
  const [status, message, retryAfterSeconds] = ANSWERS.unavailable;
  return new ExchangeRefused(status, message, error.message, { retryAfterSeconds, cause: error });
}
