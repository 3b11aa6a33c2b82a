// Who is signed in to the Kakao account in a browser, and who was before. Kakao's session is its
// own: signing out of an app leaves it, and the next sign-in goes straight through.
import { randomBytes } from "node:crypto";
import type { Incoming } from "../http/incoming";
import type { Person } from "./person-schema";

const cookieName = "kakao_emulator_account";
const maxAgeSeconds = 24 * 60 * 60;

export type AccountSession = {
  personId: string | null;
  authTimeSeconds: number;
  /** People who signed in here before: the account chooser offers them. */
  savedPersonIds: string[];
};

export class AccountSessionStore {
  private sessions = new Map<string, AccountSession>();

  clear(): void {
    this.sessions.clear();
  }

  find(incoming: Incoming): AccountSession | null {
    return this.sessions.get(incoming.cookies.get(cookieName) ?? "") ?? null;
  }

  /** Nobody is signed in here any more; the chooser still offers who was. */
  signOut(incoming: Incoming): void {
    const session = this.find(incoming);
    if (session !== null) session.personId = null;
  }

  /** On every browser: the account is gone. */
  endAllOf(personId: string): void {
    for (const session of this.sessions.values()) {
      if (session.personId === personId) session.personId = null;
      session.savedPersonIds = session.savedPersonIds.filter((saved) => saved !== personId);
    }
  }

  /** Signs a person in; answers with the cookie to set. A new id each time. */
  signIn(incoming: Incoming, person: Person, nowSeconds: number): string {
    const saved = this.find(incoming)?.savedPersonIds ?? [];
    this.sessions.delete(incoming.cookies.get(cookieName) ?? "");
    const id = randomBytes(24).toString("base64url");
    this.sessions.set(id, {
      personId: person.id,
      authTimeSeconds: nowSeconds,
      savedPersonIds: [person.id, ...saved.filter((other) => other !== person.id)].slice(0, 5),
    });
    return `${cookieName}=${id}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  }
}
