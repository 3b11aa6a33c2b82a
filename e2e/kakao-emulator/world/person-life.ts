// What happens to a Kakao account after it is made: it changes, is restricted, or is deleted; and
// what every linked app is told. Called by the control API and the panel.
import type { EmulatorState } from "./emulator-state";
import type { HappeningKind, UnlinkReason } from "./happenings";
import { disconnectPerson } from "./link-life";
import type { Person } from "./person-schema";

/** @throws InputError when a field cannot be taken; then nothing is changed */
export function changePerson(state: EmulatorState, person: Person, patch: unknown): Person {
  const changed = state.people.update(person, patch);
  for (const kind of findHappenings(person, changed)) tellLinkedApps(state, changed.id, kind);
  return changed;
}

function findHappenings(before: Person, after: Person): HappeningKind[] {
  const kinds: HappeningKind[] = [];
  const differs = (field: keyof Person) => before[field] !== after[field];
  if (differs("nickname") || differs("imageUrl")) kinds.push("user-profile-changed");
  if (differs("email")) kinds.push("identifier-changed");
  if (differs("sanctioned")) kinds.push(after.sanctioned ? "account-disabled" : "account-enabled");
  return kinds;
}

/** Deletes the account: links, tokens and browser sessions end with it. */
export function deletePerson(
  state: EmulatorState,
  person: Person,
  reason: Extract<UnlinkReason, "ACCOUNT_DELETE" | "FORCED_ACCOUNT_DELETE">,
): void {
  tellLinkedApps(state, person.id, "account-purged");
  disconnectPerson(state, person.id, { appId: undefined, reason });
  state.accountSessions.endAllOf(person.id);
  state.people.remove(person);
}

export function tellLinkedApps(state: EmulatorState, personId: string, kind: HappeningKind): void {
  for (const link of state.links.list()) {
    if (link.personId === personId) state.tell(kind, link);
  }
}
