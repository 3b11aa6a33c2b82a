// What a person with an account at the emulated Kakao is like. Used by people.ts, which keeps them;
// the shape of the control API and of a seed file.
import { createHash } from "node:crypto";
import { z } from "zod";

/** What Kakao answers for somebody who never chose a nickname. */
const defaultNicknameText = "닉네임을 등록해주세요";

/** As the REST API writes them; the SDKs' `0~9` is not what the API answers. */
export const ageRanges = [
  "1~9",
  "10~14",
  "15~19",
  "20~29",
  "30~39",
  "40~49",
  "50~59",
  "60~69",
  "70~79",
  "80~89",
  "90~",
] as const;

const maxLong = 9223372036854775807n;

const shippingAddressSchema = z.strictObject({
  id: z.int().positive(),
  name: z.string().min(1).max(100),
  isDefault: z.boolean().default(false),
  /** Seconds since 1970. */
  updatedAt: z.int().nonnegative().default(1_700_000_000),
  type: z.enum(["OLD", "NEW"]).default("NEW"),
  baseAddress: z.string().min(1),
  detailAddress: z.string().default(""),
  receiverName: z.string().nullable().default(null),
  receiverPhoneNumber1: z.string().nullable().default(null),
  receiverPhoneNumber2: z.string().nullable().default(null),
  /** Five digits of a road-name address; `zipCode` is the older six-digit one. */
  zoneNumber: z.string().nullable().default(null),
  zipCode: z.string().nullable().default(null),
});

/** Wherever `null` is allowed, it means: this person has none, even when they agree to give it. */
const personFields = {
  /** Digits, never a number: ids have up to 63 bits. */
  id: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, "a positive whole number as text")
    .refine((id) => /^\d+$/.test(id) && BigInt(id) <= maxLong, "larger than a 64-bit Long"),
  loginId: z.string().trim().min(1).max(200),
  nickname: z.string().min(1).max(400).nullable(),
  defaultNickname: z.boolean(),
  imageUrl: z.string().min(1).nullable(),
  thumbnailUrl: z.string().min(1).nullable(),
  defaultImage: z.boolean(),
  email: z.string().trim().min(3).max(320).nullable(),
  emailValid: z.boolean(),
  emailVerified: z.boolean(),
  name: z.string().min(1).max(100).nullable(),
  gender: z.enum(["female", "male"]).nullable(),
  ageRange: z.enum(ageRanges).nullable(),
  birthyear: z
    .string()
    .regex(/^\d{4}$/, "YYYY")
    .nullable(),
  birthday: z
    .string()
    .regex(/^(0[1-9]|1[0-2])([0-2]\d|3[01])$/, "MMDD")
    .nullable(),
  birthdayType: z.enum(["SOLAR", "LUNAR"]),
  isLeapMonth: z.boolean(),
  phoneNumber: z
    .string()
    .regex(/^\+\d{1,3} [\d -]{4,20}$/, "+82 00-0000-0000")
    .nullable(),
  /** Connecting information (연계정보): 88 characters of base64 in real life. */
  ci: z.string().min(1).max(200).nullable(),
  shippingAddresses: z.array(shippingAddressSchema).max(100),
  under14: z.boolean(),
  /** A guardian agreed, so that someone under 14 may sign in. */
  guardianConsent: z.boolean(),
  /** Kakao restricted the account. */
  sanctioned: z.boolean(),
  /** Has KakaoTalk: signs in at once in its browser, and has a Talk profile. */
  talkUser: z.boolean(),
  /** Shown as a card on the sign-in page. */
  listed: z.boolean(),
};

export const personSchema = z.strictObject(personFields);
export const personInputSchema = personSchema.partial();
export const personPatchSchema = personSchema.omit({ id: true }).partial();

export type Person = z.output<typeof personSchema>;
export type PersonInput = z.input<typeof personInputSchema>;
export type PersonPatch = z.input<typeof personPatchSchema>;
export type ShippingAddress = Person["shippingAddresses"][number];

type Checked = z.output<typeof personInputSchema>;

/** A whole person from what was given: somebody who has everything, unless told otherwise. */
export function completePerson(given: Checked, id: string, listed: boolean): Person {
  const defaultNickname = given.defaultNickname ?? false;
  const loginId = given.loginId ?? given.email ?? `person-${id}@example.com`;
  return {
    loginId,
    nickname: defaultNickname ? defaultNicknameText : `사람 ${id.slice(-4)}`,
    ...makePicture(id, given.defaultImage ?? false),
    email: loginId.includes("@") ? loginId : null,
    emailValid: true,
    emailVerified: true,
    ...makePersonalDetails(id, given.under14 ?? false),
    shippingAddresses: [],
    under14: false,
    guardianConsent: false,
    sanctioned: false,
    talkUser: true,
    listed,
    ...given,
    id,
    defaultNickname,
  };
}

/** The same each time for the same id, and different for each: a test can search for them. */
function makePersonalDetails(id: string, under14: boolean) {
  const digits = id.padStart(8, "0").slice(-8);
  const age = under14 ? 12 : 25;
  return {
    name: `이름${digits.slice(-4)}`,
    gender: Number(digits.slice(-1)) % 2 === 0 ? ("female" as const) : ("male" as const),
    ageRange: under14 ? ("10~14" as const) : ("20~29" as const),
    birthyear: String(new Date().getFullYear() - age),
    birthday: "0817",
    birthdayType: "SOLAR" as const,
    isLeapMonth: false,
    phoneNumber: `+82 010-${digits.slice(0, 4)}-${digits.slice(4)}`,
    ci: createHash("sha512").update(`ci of ${id}`).digest("base64"),
  };
}

/** Addresses of Kakao's shape; nothing is served there, and Kakao says http, not https. */
function makePicture(id: string, defaultImage: boolean) {
  const mark = createHash("sha256").update(id).digest("base64url");
  const folder = defaultImage
    ? "http://k.kakaocdn.net/dn/default_profile"
    : `http://k.kakaocdn.net/dn/${mark.slice(0, 5)}/btq${mark.slice(5, 14)}/${mark.slice(14, 36)}`;
  return {
    imageUrl: `${folder}/img_640x640.jpg`,
    thumbnailUrl: `${folder}/img_110x110.jpg`,
    defaultImage,
  };
}
