// Which entries of the ledger a tester wants to see, from the query string. Read by the ledger's
// page and by the rows its script asks for, so that both agree.
import type { LedgerEntry } from "../control/ledger";
import type { EmulatorState } from "../world/emulator-state";

export type LedgerQuery = {
  person: string;
  app: string;
  path: string;
  onlyRefused: boolean;
  /** Entries older than this one; `null` from the newest. */
  before: number | null;
  /** Entries newer than this one; `null` for all. */
  since: number | null;
};

const pageSize = 100;

export function readLedgerQuery(query: URLSearchParams): LedgerQuery {
  return {
    person: (query.get("person") ?? "").trim(),
    app: query.get("app") ?? "",
    path: (query.get("path") ?? "").trim(),
    onlyRefused: query.get("refused") === "on",
    before: readSeq(query.get("before")),
    since: readSeq(query.get("since")),
  };
}

function readSeq(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export type LedgerPage = { entries: LedgerEntry[]; hasOlder: boolean };

/** Newest first, a page of them. */
export function findEntries(state: EmulatorState, query: LedgerQuery): LedgerPage {
  const fits = makeFilter(state, query);
  const all = state.ledger.read(query.since === null ? {} : { since: query.since });
  const found: LedgerEntry[] = [];
  for (let index = all.length - 1; index >= 0 && found.length <= pageSize; index -= 1) {
    const entry = all[index];
    if (entry !== undefined && fits(entry)) found.push(entry);
  }
  return { entries: found.slice(0, pageSize), hasOlder: found.length > pageSize };
}

function makeFilter(state: EmulatorState, query: LedgerQuery): (entry: LedgerEntry) => boolean {
  const personIds = findPersonIds(state, query.person);
  const path = query.path.toLowerCase();
  return (entry) =>
    (query.before === null || entry.seq < query.before) &&
    (personIds === null || (entry.personId !== null && personIds.has(entry.personId))) &&
    (query.app === "" || findAppId(state, entry) === query.app) &&
    entry.path.toLowerCase().includes(path) &&
    (!query.onlyRefused || isRefusal(entry));
}

/** By part of a nickname, login id or e-mail, or by the member number of somebody who is gone. */
function findPersonIds(state: EmulatorState, typed: string): Set<string> | null {
  if (typed === "") return null;
  const wanted = typed.toLowerCase();
  const fitting = state.people
    .list()
    .filter((person) =>
      [person.nickname, person.loginId, person.email, person.id].some((text) =>
        text?.toLowerCase().includes(wanted),
      ),
    );
  return new Set([typed, ...fitting.map((person) => person.id)]);
}

function findAppId(state: EmulatorState, { clientId }: LedgerEntry): string | null {
  const found = state.apps.findByClientId(clientId);
  return found === null ? null : String(found.app.appId);
}

/** Refused by a rule, failed, or cut off by a fault. */
export function isRefusal(entry: LedgerEntry): boolean {
  return entry.rule !== null || isCut(entry) || (entry.status ?? 0) >= 400;
}

/** A fault saw to it that no answer was sent, ever. */
export function isCut({ faultEffects }: LedgerEntry): boolean {
  return faultEffects.includes("hang") || faultEffects.includes("drop");
}
