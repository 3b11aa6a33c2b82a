// What Kakao still has to ask a person before an app gets its code: consent items, service terms,
// channels. Decided by the app, by what was agreed to before, and by the request.
import type { App, ServiceTerm } from "./app-schema";
import { type AskedItem, findItemsToAsk, type Link } from "./links";
import type { Person } from "./person-schema";
import type { AuthorizeRequest } from "./transactions";

export type Questions = {
  items: AskedItem[];
  terms: ServiceTerm[];
  channels: string[];
};

/** The questions of the consent page, or `null` when a code can be given at once. */
export function findQuestions(
  app: App,
  link: Link | null,
  request: Pick<AuthorizeRequest, "scopes" | "serviceTerms" | "channels">,
): Questions | null {
  const items = findItemsToAsk(app, link, request.scopes ?? []);
  const terms = findTermsToAsk(app, link, request.serviceTerms);
  if (items === null && terms.length === 0) return null;
  const channels = request.channels.filter((channel) => !link?.channels.includes(channel));
  return { items: items ?? [], terms, channels };
}

/**
 * Terms not agreed to yet. Kakao shows the screen only if a required one is among those named;
 * without `service_terms`, all of the app's terms are shown to somebody new (not documented).
 */
function findTermsToAsk(app: App, link: Link | null, tags: string[] | null): ServiceTerm[] {
  if (!app.kakaoSync || (tags === null && link !== null)) return [];
  const named = app.serviceTerms.filter(({ tag }) => tags === null || tags.includes(tag));
  if (!named.some((term) => term.required)) return [];
  return named.filter(({ tag }) => !link?.terms.some((agreed) => agreed.tag === tag));
}

/** Someone under 14 may sign in once a guardian has agreed. */
export function isTooYoung(person: Person): boolean {
  return person.under14 && !person.guardianConsent;
}
