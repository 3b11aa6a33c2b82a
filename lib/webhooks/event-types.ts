// What each of Kakao's events means to us: a table. Called by account-state.ts.
import "server-only";
import type { AccountEffects, ProfileField } from "../users/account-state";

type Meaning = Partial<Omit<AccountEffects, "withdrawn" | "drops">> & { dropsScopes?: true };

const sessionsEnd: Meaning = { endsSessions: true };
const unlinked: Meaning = { endsSessions: true, asksWhetherLinked: true };
const refresh: Meaning = { refreshes: true };
/** Known, and nothing follows from it. */
const nothing: Meaning = {};

const OPENID = "https://schemas.openid.net/secevent";
const KAKAO = "https://schemas.kakao.com/platevent/kakao/event-type";

/** All that Kakao lists (docs/webhooks.md says why each). */
export const eventTypes: ReadonlyMap<string, Meaning> = new Map([
  // The sign-in that makes the link is ours to see, and a link alone is no sign-in.
  [`${OPENID}/oauth/event-type/user-linked`, nothing],
  [`${OPENID}/oauth/event-type/user-unlinked`, unlinked],
  [`${OPENID}/oauth/event-type/user-scope-consent`, refresh],
  [`${OPENID}/oauth/event-type/user-scope-withdraw`, { refreshes: true, dropsScopes: true }],
  [`${OPENID}/oauth/event-type/tokens-revoked`, sessionsEnd],
  // Each sign-in causes one of them.
  [`${OPENID}/oauth/event-type/token-issued`, nothing],
  // Ends one sign-in's tokens at Kakao; no session of ours lives on them, and none is named.
  [`${OPENID}/oauth/event-type/token-revoked`, nothing],
  [`${OPENID}/risc/event-type/account-credential-change-required`, sessionsEnd],
  [`${OPENID}/risc/event-type/account-purged`, unlinked],
  [`${OPENID}/risc/event-type/account-disabled`, { endsSessions: true, state: "blocked" }],
  [`${OPENID}/risc/event-type/account-enabled`, { state: "enabled" }],
  [`${OPENID}/risc/event-type/credential-compromise`, sessionsEnd],
  [`${OPENID}/risc/event-type/identifier-changed`, refresh],
  // The address that we show may be somebody else's now. Nobody is found by it.
  [`${OPENID}/risc/event-type/identifier-recycled`, refresh],
  [`${OPENID}/risc/event-type/sessions-revoked`, sessionsEnd],
  // We ask nobody for a level of assurance.
  [`${OPENID}/caep/event-type/assurance-level-change`, nothing],
  [`${OPENID}/caep/event-type/credential-change`, sessionsEnd],
  [`${KAKAO}/user-profile-changed`, refresh],
]);

type Said = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What all events of one token do together. */
export function effectsOf(events: Said): AccountEffects {
  const meanings = [...events.keys()].flatMap((uri) => eventTypes.get(uri) ?? []);
  const states = meanings.map(({ state }) => state);
  const scopes = [...events].flatMap(([uri, said]) =>
    eventTypes.get(uri)?.dropsScopes ? [readScopes(said)] : [],
  );
  return {
    endsSessions: meanings.some(({ endsSessions }) => endsSessions),
    // Both at once says nothing of their order: then nobody is let in.
    state: states.includes("blocked") ? "blocked" : states.includes("enabled") ? "enabled" : null,
    asksWhetherLinked: meanings.some(({ asksWhetherLinked }) => asksWhetherLinked),
    refreshes: meanings.some(({ refreshes }) => refreshes),
    drops: [...new Set(scopes.flatMap(fieldsOf))],
    withdrawn: [...new Set(scopes.flat())],
  };
}

const FIELDS: Readonly<Record<string, readonly ProfileField[]>> = {
  profile: ["nickname", "image"],
  profile_nickname: ["nickname"],
  profile_image: ["image"],
  account_email: ["email"],
};
const ALL: ProfileField[] = ["nickname", "image", "email"];
const SCOPE = /^[a-z][a-z_]{1,39}$/;
const MOST_SCOPES = 50;

/**
 * Where the event names what was withdrawn is not known. Named nowhere, everything goes: the
 * refresh that follows brings back what is still agreed to.
 */
function fieldsOf(scopes: readonly string[]): readonly ProfileField[] {
  return scopes.length === 0 ? ALL : scopes.flatMap((scope) => FIELDS[scope] ?? []);
}

function readScopes({ scope, scopes }: Readonly<Record<string, unknown>>): string[] {
  const named = [scope, scopes].flat().flatMap((one) => (typeof one === "string" ? one : []));
  const items = named.flatMap((one) => one.split(/[\s,]+/));
  return items.filter((item) => SCOPE.test(item)).slice(0, MOST_SCOPES);
}
