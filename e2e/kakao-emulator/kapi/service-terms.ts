// The service terms of a Kakao Sync app: which a person agreed to, agreeing for them, taking back.
import { type JsonObject, RawJson } from "../http/raw-json";
import type { ServiceTerm } from "../world/app-schema";
import { agreeToTerms } from "../world/link-life";
import type { AgreedTerm, Link } from "../world/links";
import { type PersonCall, requireSignedUp } from "./caller";
import { readChoice, readTags, requireTags } from "./parameters";
import { refuse } from "./refusal";
import { toKakaoTime } from "./user-me";

export function answerServiceTerms(call: PersonCall): JsonObject {
  requireSync(call);
  const { incoming, app, person, link } = call;
  const result = readChoice(incoming, "result", ["agreed_service_terms", "app_service_terms"]);
  const tags = readTags(incoming, "tags");
  const unknown = findUnknown(call, tags ?? []);
  if (unknown.length > 0) {
    throw refuse("kapi-unknown-term", { tags: unknown.join(", "), app: app.name });
  }
  const terms = app.serviceTerms.filter(
    ({ tag }) =>
      (result === "app_service_terms" || findAgreed(link, tag) !== null) &&
      (tags === null || tags.includes(tag)),
  );
  return {
    id: new RawJson(person.id),
    service_terms: terms.map((term) => describeTerm(term, findAgreed(link, term.tag))),
  };
}

/** Tags that the app does not have, or that were agreed to before, are left out of the answer. */
export function answerUpgradeServiceTerms(call: PersonCall): JsonObject {
  requireSync(call);
  const { state, incoming, app, person, link } = call;
  const tags = requireTags(incoming, "tags");
  const fresh = app.serviceTerms
    .map(({ tag }) => tag)
    .filter((tag) => tags.includes(tag) && findAgreed(link, tag) === null);
  agreeToTerms(link, fresh, { atMs: state.clock.nowMs(), by: "KAPI" });
  return {
    id: new RawJson(person.id),
    agreed_service_terms: fresh.map((tag) => ({
      tag,
      agreed: true,
      ...describeAgreement(findAgreed(link, tag)),
    })),
  };
}

/** Terms that were not agreed to are left out of the answer. */
export function answerRevokeServiceTerms(call: PersonCall): JsonObject {
  requireSync(call);
  const { incoming, app, person, link } = call;
  const tags = requireTags(incoming, "tags");
  const unknown = findUnknown(call, tags);
  if (unknown.length > 0) {
    throw refuse("kapi-no-term-to-revoke", { tags: unknown.join(", "), app: app.name });
  }
  const agreed = tags.filter((tag) => findAgreed(link, tag) !== null);
  const required = app.serviceTerms.filter((term) => term.required && agreed.includes(term.tag));
  if (required.length > 0) {
    throw refuse("kapi-not-revocable", { ids: required.map(({ tag }) => tag).join(", ") });
  }
  link.terms = link.terms.filter((term) => !agreed.includes(term.tag));
  return {
    id: new RawJson(person.id),
    revoked_service_terms: agreed.map((tag) => ({ tag, agreed: false })),
  };
}

function requireSync(call: PersonCall): void {
  if (!call.app.kakaoSync) throw refuse("kapi-feature-off");
  requireSignedUp(call);
}

function findUnknown({ app }: PersonCall, tags: string[]): string[] {
  return tags.filter((tag) => !app.serviceTerms.some((term) => term.tag === tag));
}

function findAgreed(link: Link, tag: string): AgreedTerm | null {
  return link.terms.find((term) => term.tag === tag) ?? null;
}

function describeTerm({ tag, required }: ServiceTerm, agreed: AgreedTerm | null): JsonObject {
  return {
    tag,
    required,
    agreed: agreed !== null,
    revocable: agreed !== null && !required,
    ...describeAgreement(agreed),
  };
}

function describeAgreement(agreed: AgreedTerm | null): JsonObject {
  if (agreed === null) return {};
  return { agreed_at: toKakaoTime(agreed.agreedAtMs), agreed_by: agreed.agreedBy };
}
