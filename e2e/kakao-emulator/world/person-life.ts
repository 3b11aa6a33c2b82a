// What happens to a Kakao account after it is made: it changes, is restricted, or is deleted; and
// what every linked app is told. Called by the control API and the panel.
import type { ConsentItemId } from "./app-schema";
import { consentLevel } from "./apps";
import type { EmulatorState } from "./emulator-state";
import type { HappeningKind, UnlinkReason } from "./happenings";
import { disconnectPerson } from "./link-life";
import type { Person } from "./person-schema";

/** What a consent item covers: an app that has configured it is told of a change. */
const itemsByField: Partial<Record<keyof Person, ConsentItemId>> = {
  nickname: "profile_nickname",
  imageUrl: "profile_image",
  email: "account_email",
  name: "name",
  gender: "gender",
  ageRange: "age_range",
  birthday: "birthday",
  birthyear: "birthyear",
  phoneNumber: "phone_number",
};

/** @throws InputError when a field cannot be taken; then nothing is changed */
export function changePerson(state: EmulatorState, person: Person, patch: unknown): Person {
  const changed = state.people.update(person, patch);
  tellProfileChange(state, person, changed);
  for (const kind of findHappenings(person, changed)) tellLinkedApps(state, changed.id, kind);
  return changed;
}

function tellProfileChange(state: EmulatorState, before: Person, after: Person): void {
  const items = Object.entries(itemsByField)
    .filter(([field]) => before[field as keyof Person] !== after[field as keyof Person])
    .map(([, item]) => item);
  for (const link of state.links.list()) {
    const app = link.personId === after.id ? state.apps.findById(link.appId) : null;
    if (app === null) continue;
    const isConcerned = items.some((item) => consentLevel(app, item) !== "off");
    if (isConcerned) state.tell("user-profile-changed", link);
  }
}

function findHappenings(before: Person, after: Person): HappeningKind[] {
  const kinds: HappeningKind[] = [];
  const differs = (field: keyof Person) => before[field] !== after[field];
  if (differs("email") || differs("phoneNumber")) kinds.push("identifier-changed");
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
