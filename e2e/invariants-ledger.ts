// What the emulator's ledger shows: which codes were redeemed (I6), which links were cut (I5), and
// which secrets passed, so that they can be searched for in the log (I8). Called by invariants.ts.
import { isCut, type Links, unlinkPath } from "./invariants-unlinks";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import type { LedgerEntry } from "./kakao-emulator/control/ledger";

/** Read again each time: of these, some may have been unanswered the last time. */
const OVERLAP = 200;
/** So many entries the emulator keeps. */
const LEDGER_HOLDS = 20_000;
/** Kakao's number for somebody who is not linked to the app. */
const NOT_LINKED = -101;
/** Shorter ones may well stand in a log by accident. */
const SHORTEST_NAME = 6;

export type LedgerWatch = {
  read: () => Promise<void>;
  /** @returns a line for each code or flow that was redeemed more than once */
  findViolations: () => string[];
  links: () => Links;
  /** Codes, states, verifiers and tokens of all people so far. */
  secrets: Set<string>;
  /** Nicknames and addresses that Kakao has told the app. */
  names: Set<string>;
};

export function watchLedger(kakao: KakaoEmulatorClient): LedgerWatch {
  const secrets = new Set<string>();
  const names = new Set<string>();
  /** By code, and by verifier, of which each flow has one of its own. */
  const redemptions = new Map<string, Set<number>>();
  /** By entry, the person. */
  const cuts = new Map<number, string>();
  const unlinked = new Set<string>();
  let lastSeq = 0;
  let isWhole = true;

  const noteLink = (entry: LedgerEntry) => {
    const { seq, personId, code } = entry;
    if (personId !== null && isCut(entry)) cuts.set(seq, personId);
    if (personId !== null && code === NOT_LINKED) unlinked.add(personId);
  };
  const note = (entry: LedgerEntry) => {
    for (const key of redeemedBy(entry))
      redemptions.set(key, (redemptions.get(key) ?? new Set()).add(entry.seq));
    for (const secret of secretsIn(entry)) secrets.add(secret);
    for (const name of namesIn(entry)) names.add(name);
    noteLink(entry);
    lastSeq = Math.max(lastSeq, entry.seq);
  };

  return {
    read: async () => {
      const since = Math.max(0, lastSeq - OVERLAP);
      // All of them each time: how long Kakao takes for one is a test's business.
      const [entries, unlinks] = await Promise.all([
        kakao.readLedger({ since }),
        kakao.readLedger({ path: unlinkPath }),
      ]);
      if (entries.length >= LEDGER_HOLDS) isWhole = false;
      for (const entry of entries) note(entry);
      for (const entry of unlinks) noteLink(entry);
    },
    links: () => ({ cuts: countEach(cuts.values()), unlinked: new Set(unlinked), isWhole }),
    findViolations: () =>
      [...redemptions.values()]
        .filter((seqs) => seqs.size > 1)
        .map((seqs) => `I6: redeemed more than once, ledger entries ${[...seqs].join(", ")}`),
    secrets,
    names,
  };
}

function countEach(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function redeemedBy({ path, status, body }: LedgerEntry): string[] {
  if (path !== "/oauth/token" || status !== 200) return [];
  if (body.grant_type !== "authorization_code") return [];
  const keys = [`code ${body.code}`];
  if (typeof body.code_verifier === "string") keys.push(`flow ${body.code_verifier}`);
  return keys;
}

function secretsIn({ path, query, body, location, answer, headers }: LedgerEntry): string[] {
  const found: unknown[] = [query.state, body.code, body.code_verifier];
  if (location?.includes("code=")) found.push(new URL(location).searchParams.get("code"));
  const [, credential] = /^Bearer (.*)$/.exec(headers.authorization ?? "") ?? [];
  found.push(credential);
  if (path === "/oauth/token") {
    for (const [, token] of (answer ?? "").matchAll(/"\w+_token":"([^"]+)"/g)) found.push(token);
  }
  return found.filter((value): value is string => typeof value === "string" && value.length > 15);
}

function namesIn({ path, answer }: LedgerEntry): string[] {
  if (path !== "/v2/user/me" || answer === null) return [];
  const found = [...answer.matchAll(/"(?:nickname|email)":("(?:[^"\\]|\\.)*")/g)];
  return found
    .map(([, text = '""']) => readText(text))
    .filter((name) => name.trim().length >= SHORTEST_NAME);
}

/** A fault may have made it anything. */
function readText(text: string): string {
  try {
    return JSON.parse(text);
  } catch {
    return "";
  }
}
