// One cut link for each withdrawal, and none of anybody who stayed or came back: the part of I5
// that the database and the emulator's ledger show together. Called by invariants.ts.
import { createHmac } from "node:crypto";
import type { LedgerEntry } from "./kakao-emulator/control/ledger";
import { derive } from "./sealed-tokens";

export const unlinkPath = "/v1/user/unlink";

/** Of these, the emulator has not done what it was asked. */
const REPLACED = ["status", "body", "kakaoCode", "redirectTo", "hang", "drop"];

/** A repeat after a worker's death is answered with -101, and cuts nothing. */
export function isCut({ path, status, faultEffects }: LedgerEntry): boolean {
  return path === unlinkPath && status === 200 && !faultEffects.some((by) => REPLACED.includes(by));
}

/** What the ledger says of links. */
export type Links = {
  /** How often each person's link was cut because the app asked for it. */
  cuts: ReadonlyMap<string, number>;
  /** People of whom Kakao has told the app that they are not linked. */
  unlinked: ReadonlySet<string>;
  /** False when the ledger has already forgotten its beginning. */
  isWhole: boolean;
};

/** People who have withdrawn, by the name that the journal gives them. */
export type Withdrawals = Array<{ personHash: string; withdrawals: number; done: number }>;

/** One moment of the database, later than the links. */
export type Journal = { withdrawals: Withdrawals; users: ReadonlySet<string> };

type Compared = { links: Links; journal: Journal; secrets: string[] };

/**
 * Somebody of whom this database knows nothing may be another database's: several tests share one
 * emulator.
 *
 * @returns people whose link was cut more often than they have withdrawn
 */
export function findWronglyCut({ links, journal, secrets }: Compared): string[] {
  const counts = new Map(journal.withdrawals.map((row) => [row.personHash, row.withdrawals]));
  const isWrong = ([personId, cuts]: [string, number]) => {
    const hashes = personHashesOf(personId, secrets);
    const withdrawals = hashes.reduce((sum, hash) => sum + (counts.get(hash) ?? 0), 0);
    return cuts > withdrawals && (withdrawals > 0 || journal.users.has(personId));
  };
  return [...links.cuts].filter(isWrong).map(([personId]) => personId);
}

/** @returns withdrawals that are called done although Kakao has not said so */
export function findNeverCut({ links, journal, secrets }: Compared): string[] {
  if (!links.isWhole) return [];
  const people = [...links.cuts.keys(), ...links.unlinked];
  const told = new Set(people.flatMap((personId) => personHashesOf(personId, secrets)));
  const done = journal.withdrawals.filter((row) => row.done > 0);
  return done.map(({ personHash }) => personHash).filter((hash) => !told.has(hash));
}

/** As lib/users/pseudonym.ts names people, under each of these secrets. */
function personHashesOf(kakaoId: string, secrets: string[]): string[] {
  return secrets.map((secret) =>
    createHmac("sha256", derive(secret, "person", 32))
      .update(kakaoId)
      .digest("hex"),
  );
}
