// Who is signed in to the Kakao account in a browser, and who was before. Kakao's session is its
// own: signing out of an app leaves it, and the next sign-in goes straight through.
import { randomBytes } from "node:crypto";
import type { Incoming } from "../http/incoming";
import { BoundedMap } from "./bounded-map";
import type { Person } from "./person-schema";

const cookieName = "kakao_emulator_account";
/** 24 hours, or a month for who ticked "stay signed in": this emulator does not offer the tick. */
const maxAgeSeconds = 24 * 60 * 60;

export type AccountSession = {
  personId: string | null;
  authTimeSeconds: number;
  /** Whose KakaoTalk this is, once somebody signed in inside Talk's browser; outlives a logout. */
  talkPersonId: string | null;
  /** People who signed in here before: the account chooser offers them. */
  savedPersonIds: string[];
};

export type SignedIn = { personId: string; authTimeSeconds: number };

export class AccountSessionStore {
  private sessions = new BoundedMap<AccountSession>(20_000);

  clear(): void {
    this.sessions.clear();
  }

  dump(): [cookie: string, session: AccountSession][] {
    return [...this.sessions];
  }

  load(sessions: [cookie: string, session: AccountSession][]): void {
    this.clear();
    for (const [cookie, session] of sessions) this.sessions.set(cookie, session);
  }

  find(incoming: Incoming): AccountSession | null {
    return this.sessions.get(incoming.cookies.get(cookieName) ?? "") ?? null;
  }

  /** Inside KakaoTalk it is Talk's account, whatever the browser remembers. */
  findSignedIn(incoming: Incoming): SignedIn | null {
    const session = this.find(incoming);
    if (session === null) return null;
    const personId = (incoming.isInTalk ? session.talkPersonId : null) ?? session.personId;
    return personId === null ? null : { personId, authTimeSeconds: session.authTimeSeconds };
  }

  /** Signs a person in; answers with the cookie to set. A new id each time. */
  signIn(incoming: Incoming, person: Person, nowSeconds: number): string {
    const before = this.find(incoming);
    this.sessions.delete(incoming.cookies.get(cookieName) ?? "");
    const saved = before?.savedPersonIds.filter((other) => other !== person.id) ?? [];
    const { value } = this.open(person, nowSeconds, {
      talkPersonId: incoming.isInTalk ? person.id : (before?.talkPersonId ?? null),
      savedPersonIds: [person.id, ...saved].slice(0, 5),
    });
    const secure = incoming.origin.startsWith("https:") ? "; Secure" : "";
    const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
    return `${cookieName}=${value}; ${attributes}`;
  }

  /** A session without a sign-in page, for tests: the cookie to put into a browser. */
  open(
    person: Person,
    nowSeconds: number,
    rest: Pick<AccountSession, "talkPersonId" | "savedPersonIds">,
  ): { name: string; value: string } {
    const value = randomBytes(24).toString("base64url");
    this.sessions.set(value, { personId: person.id, authTimeSeconds: nowSeconds, ...rest });
    return { name: cookieName, value };
  }

  /** Nobody is signed in here any more; the chooser still offers who was, and Talk stays. */
  signOut(incoming: Incoming): void {
    const session = this.find(incoming);
    if (session !== null) session.personId = null;
  }

  /** On every browser: the account is gone. */
  endAllOf(personId: string): void {
    for (const session of this.sessions.values()) {
      if (session.personId === personId) session.personId = null;
      if (session.talkPersonId === personId) session.talkPersonId = null;
      session.savedPersonIds = session.savedPersonIds.filter((saved) => saved !== personId);
    }
  }
}
