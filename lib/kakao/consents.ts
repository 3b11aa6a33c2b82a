// How each consent item of Kakao's stands for a person, read from /v2/user/me. Called by user.ts.
// States only: the value of an item that we have no use for is never taken over.
import "server-only";

export type ConsentState =
  /** Agreed, and Kakao gives it. */
  | "given"
  /** Not agreed to; Kakao would ask the person if we did. */
  | "askable"
  /** Agreed, and the person has none at Kakao. */
  | "empty"
  /** An e-mail address that Kakao does not vouch for (TV-18). */
  | "unverified";

/** For each item Kakao's name of its flag, and where the value stands. `shipping_address` has no flag. */
const fields = {
  profile_nickname: { flag: "profile_nickname_needs_agreement", value: "nickname" },
  profile_image: { flag: "profile_image_needs_agreement", value: "profile_image_url" },
  account_email: { flag: "email_needs_agreement", value: "email" },
  name: { flag: "name_needs_agreement", value: "name" },
  gender: { flag: "gender_needs_agreement", value: "gender" },
  age_range: { flag: "age_range_needs_agreement", value: "age_range" },
  birthday: { flag: "birthday_needs_agreement", value: "birthday" },
  birthyear: { flag: "birthyear_needs_agreement", value: "birthyear" },
  phone_number: { flag: "phone_number_needs_agreement", value: "phone_number" },
  account_ci: { flag: "ci_needs_agreement", value: "ci" },
} as const;

export type ConsentItem = keyof typeof fields;
/** `openid` when a sign-in came with an id_token. An item that is absent is not set up for the app. */
export type Consents = Partial<Record<ConsentItem | "openid", ConsentState>>;

type Json = Record<string, unknown>;

/**
 * @param account `kakao_account` as it came; what is odd in it counts as not there
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#kakaoaccount
 */
export function readConsents(account: Json): Consents {
  const items = Object.keys(fields) as ConsentItem[];
  const states = items.map((item) => [item, readState(account, item)] as const);
  return Object.fromEntries(states.filter(([, state]) => state !== null));
}

function readState(account: Json, item: ConsentItem): ConsentState | null {
  const { flag, value } = fields[item];
  const given = (isObject(account.profile) && account.profile[value]) || account[value];
  const isThere = typeof given === "string" && given !== "";
  if (account[flag] === true) return "askable";
  if (isThere) return item === "account_email" && !isVouchedFor(account) ? "unverified" : "given";
  return account[flag] === false ? "empty" : null;
}

/** Valid: nobody else has taken the address since. Verified: it has been theirs. */
export function isVouchedFor({ is_email_valid, is_email_verified }: Json): boolean {
  return is_email_valid === true && is_email_verified === true;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
