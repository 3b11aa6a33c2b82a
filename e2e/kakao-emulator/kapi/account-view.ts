// `kakao_account` of /v2/user/me and /v2/app/users: for each subject its value, and the flags beside
// it. A consent item is there when configured, and its value when agreed to as well.
import type { JsonObject } from "../http/raw-json";
import type { ConsentItemId } from "../world/app-schema";
import type { Person } from "../world/person-schema";
import { type Consents, toSecureUrl } from "./consents";

/** The subjects that `property_keys` can name, in the order of the answer. */
export const accountSubjects = [
  "profile",
  "name",
  "email",
  "age_range",
  "birthyear",
  "birthday",
  "gender",
  "phone_number",
  "ci",
] as const;

export type AccountSubject = (typeof accountSubjects)[number];

export type View = { person: Person; secure: boolean; consents: Consents };

/** Kakao says when the CI was issued; the emulator's people have had theirs since Kakao's sample. */
const ciAuthenticatedAt = "2019-03-11T11:25:22Z";

export function describeSubject(view: View, subject: AccountSubject): JsonObject {
  const { person } = view;
  switch (subject) {
    case "profile":
      return describeProfile(view);
    case "name":
      return describeValue(view, "name", "name", person.name, { hasFlag: false });
    case "email":
      return describeValue(view, "account_email", "email", person.email, {
        before: { is_email_valid: person.emailValid, is_email_verified: person.emailVerified },
      });
    case "birthday":
      return describeValue(view, "birthday", "birthday", person.birthday, {
        after: { birthday_type: person.birthdayType, is_leap_month: person.isLeapMonth },
      });
    case "age_range":
      return describeValue(view, "age_range", "age_range", person.ageRange);
    case "birthyear":
      return describeValue(view, "birthyear", "birthyear", person.birthyear);
    case "gender":
      return describeValue(view, "gender", "gender", person.gender);
    case "phone_number":
      return describeValue(view, "phone_number", "phone_number", person.phoneNumber);
    case "ci":
      return describeValue(view, "account_ci", "ci", person.ci, {
        after: { ci_authenticated_at: ciAuthenticatedAt },
      });
  }
}

/** What Kakao tells of somebody whom the app has not signed up yet: no flags, and little else. */
export function describePreregisteredAccount(view: View): JsonObject {
  const { profile } = describeProfile(view);
  const { email, is_email_valid, is_email_verified } = describeSubject(view, "email");
  return { profile, is_email_valid, is_email_verified, email };
}

type Around = { hasFlag?: boolean; before?: JsonObject; after?: JsonObject };

function describeValue(
  view: View,
  item: ConsentItemId,
  name: AccountSubject,
  value: string | null,
  { hasFlag = true, before = {}, after = {} }: Around = {},
): JsonObject {
  const { isConfigured, isAgreed } = view.consents(item);
  if (!isConfigured) return {};
  const flags: JsonObject = {
    // Deprecated, and still in Kakao's answers.
    [`has_${name}`]: hasFlag ? value !== null : undefined,
    [`${name}_needs_agreement`]: !isAgreed,
  };
  if (!isAgreed || value === null) return flags;
  return { ...flags, ...before, [name]: value, ...after };
}

function describeProfile({ person, secure, consents }: View): JsonObject {
  const nickname = consents("profile_nickname");
  const image = consents("profile_image");
  const toUrl = (url: string | null) => (secure && url !== null ? toSecureUrl(url) : url);
  const profile: JsonObject = {};
  if (nickname.isAgreed) profile.nickname = person.nickname ?? undefined;
  if (image.isAgreed) {
    profile.thumbnail_image_url = toUrl(person.thumbnailUrl) ?? undefined;
    profile.profile_image_url = toUrl(person.imageUrl) ?? undefined;
    profile.is_default_image = person.defaultImage;
  }
  if (nickname.isAgreed) profile.is_default_nickname = person.defaultNickname;
  const hasBoth = nickname.isConfigured && image.isConfigured;
  return {
    profile_needs_agreement: hasBoth ? !nickname.isAgreed || !image.isAgreed : undefined,
    profile_nickname_needs_agreement: nickname.isConfigured ? !nickname.isAgreed : undefined,
    profile_image_needs_agreement: image.isConfigured ? !image.isAgreed : undefined,
    profile: nickname.isAgreed || image.isAgreed ? profile : undefined,
  };
}
