// Why a field of the profile is not there. Called by profile.tsx for a field that is missing.
import type { Consents } from "#lib/users/account";

const fields = {
  nickname: { item: "profile_nickname", whenGiven: "defaultNickname" },
  image: { item: "profile_image", whenGiven: "defaultPicture" },
  email: { item: "account_email", whenGiven: "unusable" },
} as const;

type Missing =
  | "notSetUp"
  | "askable"
  | "empty"
  | "unverified"
  | (typeof fields)[keyof typeof fields]["whenGiven"];

/** The name of a sentence. What Kakao gives and we do not have is a stand-in of Kakao's own. */
export function findMissing(field: keyof typeof fields, consents: Consents): Missing {
  const { item, whenGiven } = fields[field];
  const state = consents[item] ?? "notSetUp";
  return state === "given" ? whenGiven : state;
}
