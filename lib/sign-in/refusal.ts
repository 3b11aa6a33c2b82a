// Why a sign-in did not happen, as /sign-in?error= says it. Thrown by the steps of the flow.
import type { KakaoError, KakaoErrorCode } from "../kakao/errors";
import type { UserGone } from "../session/user-gone";
import type { SignInErrorCode } from "../text/sign-in-error";
import type { SaveRefusal, SaveRefused } from "../users/save-refused";

/** `reason` is for the log: words of ours, never what the request held. */
export class SignInRefused extends Error {
  constructor(
    readonly code: SignInErrorCode,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = "SignInRefused";
  }
}

/** A silent trip for which Kakao would have to ask the person something: no error of anybody's. */
export class PersonNeeded extends SignInRefused {
  constructor(options?: ErrorOptions) {
    super("kakao_rejected", "Kakao would have to ask the person", options);
    this.name = "PersonNeeded";
  }
}

const REFUSAL_OF: Record<KakaoErrorCode, SignInErrorCode> = {
  unavailable: "kakao_unavailable",
  rejected: "kakao_rejected",
  misconfigured: "misconfigured",
  rate_limited: "rate_limited",
  under_14: "under_14",
};

export function refusalFromKakao(error: KakaoError): SignInRefused {
  return new SignInRefused(REFUSAL_OF[error.code], error.reason, { cause: error });
}

const REFUSAL_TO_SAVE: Record<SaveRefusal, SignInErrorCode> = {
  blocked: "kakao_rejected",
  // A moment later Kakao asks for consent again, and all is well.
  being_unlinked: "kakao_unavailable",
  unlinked_since: "kakao_unavailable",
};

export function refusalToSave(error: SaveRefused): SignInRefused {
  return new SignInRefused(REFUSAL_TO_SAVE[error.code], error.message, { cause: error });
}

/** Withdrawn in another window just now: whoever presses again comes as somebody new. */
export function refusalOfUserGone(error: UserGone): SignInRefused {
  return new SignInRefused("kakao_unavailable", error.message, { cause: error });
}
