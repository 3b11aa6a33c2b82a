// The people who have an account at the emulated Kakao, kept and looked up. What one is like
// stands in person-schema.ts.
import { randomInt } from "node:crypto";
import { checkInput, InputError } from "./input-error";
import { completePerson, type Person, personInputSchema, personPatchSchema } from "./person-schema";

export class PersonStore {
  private people = new Map<string, Person>();
  /** Lower-case login ids; kept beside the people, so that thousands of them stay fast. */
  private idsByLogin = new Map<string, string>();

  list(): Person[] {
    return [...this.people.values()];
  }

  clear(): void {
    this.people.clear();
    this.idsByLogin.clear();
  }

  dump(): Person[] {
    return this.list();
  }

  load(people: Person[]): void {
    this.clear();
    for (const person of people) this.put(person);
  }

  add(input: unknown, defaults: { listed: boolean }): Person {
    const given = checkInput(personInputSchema, input);
    const person = completePerson(given, given.id ?? this.makeId(), defaults.listed);
    if (this.people.has(person.id)) throw new InputError("id", "already taken", 409);
    this.put(person);
    return person;
  }

  update(person: Person, input: unknown): Person {
    const updated = { ...person, ...checkInput(personPatchSchema, input) };
    this.put(updated, person);
    return updated;
  }

  remove(person: Person): void {
    this.people.delete(person.id);
    this.idsByLogin.delete(person.loginId.toLowerCase());
  }

  find(id: string | null | undefined): Person | null {
    return this.people.get(id ?? "") ?? null;
  }

  /** By what people type into the sign-in form: login id first, then e-mail address. */
  findByLogin(text: string): Person | null {
    const wanted = text.trim().toLowerCase();
    const byLoginId = this.find(this.idsByLogin.get(wanted));
    return (
      byLoginId ?? this.list().find((person) => person.email?.toLowerCase() === wanted) ?? null
    );
  }

  private put(person: Person, before?: Person): void {
    const loginId = person.loginId.toLowerCase();
    const owner = this.idsByLogin.get(loginId);
    if (owner !== undefined && owner !== person.id) {
      throw new InputError("loginId", "already taken", 409);
    }
    if (before !== undefined) this.idsByLogin.delete(before.loginId.toLowerCase());
    this.idsByLogin.set(loginId, person.id);
    this.people.set(person.id, person);
  }

  /** Real ids have about ten digits and exceed 32 bits. */
  private makeId(): string {
    const id = String(randomInt(2 ** 31, 9_999_999_999));
    return this.people.has(id) ? this.makeId() : id;
  }
}
