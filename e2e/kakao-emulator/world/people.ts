// The people who have an account at the emulated Kakao.
import { createHash, randomInt } from "node:crypto";
import { z } from "zod";
import { checkInput, InputError } from "./input-error";

/** What Kakao answers for somebody who never chose a nickname. */
export const defaultNicknameText = "닉네임을 등록해주세요";

const maxLong = 9223372036854775807n;

const personFields = {
  /** Digits, never a number: ids have up to 63 bits. */
  id: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, "a positive whole number as text")
    .refine((id) => /^\d+$/.test(id) && BigInt(id) <= maxLong, "larger than a 64-bit Long"),
  loginId: z.string().trim().min(1).max(200),
  /** `null`: no nickname in any answer, even when agreed to. */
  nickname: z.string().min(1).max(400).nullable(),
  defaultNickname: z.boolean(),
  /** `null`: no picture in any answer. */
  imageUrl: z.string().min(1).nullable(),
  thumbnailUrl: z.string().min(1).nullable(),
  defaultImage: z.boolean(),
  email: z.string().trim().min(3).max(320).nullable(),
  emailValid: z.boolean(),
  emailVerified: z.boolean(),
  under14: z.boolean(),
  sanctioned: z.boolean(),
  /** Shown as a card on the sign-in page. */
  listed: z.boolean(),
};

const personInputSchema = z.strictObject(personFields).partial();
const personPatchSchema = z.strictObject(personFields).omit({ id: true }).partial();

export type Person = z.output<z.ZodObject<typeof personFields>>;
export type PersonInput = z.input<typeof personInputSchema>;
export type PersonPatch = z.input<typeof personPatchSchema>;

export class PersonStore {
  private people = new Map<string, Person>();

  list(): Person[] {
    return [...this.people.values()];
  }

  clear(): void {
    this.people.clear();
  }

  add(input: unknown, defaults: { listed: boolean }): Person {
    const given = checkInput(personInputSchema, input);
    const person = complete(given, given.id ?? this.makeId(), defaults);
    if (this.people.has(person.id)) throw new InputError("id", "already taken", 409);
    this.requireFreeLoginId(person);
    this.people.set(person.id, person);
    return person;
  }

  update(person: Person, input: unknown): Person {
    const updated = { ...person, ...checkInput(personPatchSchema, input) };
    this.requireFreeLoginId(updated);
    this.people.set(person.id, updated);
    return updated;
  }

  remove(person: Person): void {
    this.people.delete(person.id);
  }

  find(id: string | null | undefined): Person | null {
    return this.people.get(id ?? "") ?? null;
  }

  /** By what people type into the sign-in form: login id first, then e-mail address. */
  findByLogin(text: string): Person | null {
    const wanted = text.trim().toLowerCase();
    const people = this.list();
    return (
      people.find((person) => person.loginId.toLowerCase() === wanted) ??
      people.find((person) => person.email?.toLowerCase() === wanted) ??
      null
    );
  }

  private requireFreeLoginId(person: Person): void {
    const loginId = person.loginId.toLowerCase();
    const taken = this.list().some(
      (other) => other.id !== person.id && other.loginId.toLowerCase() === loginId,
    );
    if (taken) throw new InputError("loginId", "already taken", 409);
  }

  /** Real ids have about ten digits and exceed 32 bits. */
  private makeId(): string {
    const id = String(randomInt(2 ** 31, 9_999_999_999));
    return this.people.has(id) ? this.makeId() : id;
  }
}

function complete(given: PersonInput, id: string, defaults: { listed: boolean }): Person {
  const defaultNickname = given.defaultNickname ?? false;
  const loginId = given.loginId ?? given.email ?? `person-${id}@example.com`;
  return {
    loginId,
    nickname: defaultNickname ? defaultNicknameText : `사람 ${id.slice(-4)}`,
    ...makePicture(id, given.defaultImage ?? false),
    email: loginId.includes("@") ? loginId : null,
    emailValid: true,
    emailVerified: true,
    under14: false,
    sanctioned: false,
    listed: defaults.listed,
    ...given,
    id,
    defaultNickname,
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
