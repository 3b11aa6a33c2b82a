// How a link begins, grows, shrinks and ends, each with what Kakao tells about it. Called by the
// consent page, the REST API and the control API.
import type { App, ConsentItemId } from "./app-schema";
import type { EmulatorState } from "./emulator-state";
import type { UnlinkReason } from "./happenings";
import type { AgreedTerm, Link } from "./links";
import type { Person } from "./person-schema";

/** Apps without auto-link must sign a person up within a day, or Kakao ends the link. */
export const signUpDeadlineMs = 24 * 60 * 60 * 1000;

export type Agreement = {
  items: ConsentItemId[];
  /** Tags of service terms that were agreed to on Kakao's page. */
  terms?: string[];
  channels?: string[];
};

/** Links, or adds to what was agreed before. */
export function connect(
  state: EmulatorState,
  app: App,
  person: Person,
  agreement: Agreement,
): Link {
  const existing = state.links.find(app.appId, person.id);
  const link = existing ?? makeLink(state, app, person);
  const fresh = agreement.items.filter((item) => !link.agreed.includes(item));
  link.agreed.push(...fresh);
  agreeToTerms(link, agreement.terms ?? [], { atMs: state.clock.nowMs(), by: "KAUTH" });
  link.channels = [...new Set([...link.channels, ...(agreement.channels ?? [])])];
  if (existing === null) state.links.put(link);
  // An app without auto-link completes the link itself, and Kakao tells of it then.
  if (existing === null && link.signedUp) state.tell("user-linked", link);
  if (fresh.length > 0) state.tell("user-scope-consent", link);
  return link;
}

function makeLink(state: EmulatorState, app: App, person: Person): Link {
  return {
    appId: app.appId,
    personId: person.id,
    agreed: [],
    connectedAtMs: state.clock.nowMs(),
    signedUp: app.autoLink,
    syncedAtMs: app.kakaoSync ? state.clock.nowMs() : null,
    terms: [],
    channels: [],
    properties: {},
  };
}

/** Terms agreed to before keep their time. */
export function agreeToTerms(
  link: Link,
  tags: string[],
  { atMs, by }: { atMs: number; by: AgreedTerm["agreedBy"] },
): void {
  for (const tag of tags) {
    const isAgreed = link.terms.some((term) => term.tag === tag);
    if (!isAgreed) link.terms.push({ tag, agreedAtMs: atMs, agreedBy: by });
  }
}

export function withdrawItems(state: EmulatorState, link: Link, items: ConsentItemId[]): void {
  const before = link.agreed.length;
  link.agreed = link.agreed.filter((item) => !items.includes(item));
  if (link.agreed.length < before) state.tell("user-scope-withdraw", link);
}

/** Ends a link, its consent, and every token and code that came from it. */
export function disconnect(state: EmulatorState, link: Link, reason: UnlinkReason): void {
  state.links.remove(link);
  state.grants.removeWhere(
    (grant) => grant.personId === link.personId && grant.appId === link.appId,
  );
  state.tell("user-unlinked", link, reason);
}

/** Of one app, or of all of them. */
export function disconnectPerson(
  state: EmulatorState,
  personId: string,
  { appId, reason }: { appId: number | undefined; reason: UnlinkReason },
): void {
  const links = state.links.list().filter((link) => link.personId === personId);
  for (const link of links) {
    if (appId === undefined || link.appId === appId) disconnect(state, link, reason);
  }
}

/** Kakao ends links that an app without auto-link left unfinished for a day. */
export function endIncompleteSignUps(state: EmulatorState): void {
  const latest = state.clock.nowMs() - signUpDeadlineMs;
  for (const link of state.links.list()) {
    const isLate = !link.signedUp && link.connectedAtMs <= latest;
    if (isLate) disconnect(state, link, "INCOMPLETE_SIGN_UP");
  }
}
