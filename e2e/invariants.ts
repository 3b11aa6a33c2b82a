// What must be exactly true at every moment, whatever raced or failed. fixtures.ts checks it after
// each test of a fault or a race, start-servers.ts at the end of the run, and the load scenarios
// after each of theirs.
import { type DatabaseInvariants, watchDatabase } from "./invariants-database";
import { type LedgerWatch, watchLedger } from "./invariants-ledger";
import { findLeaks, followLogs } from "./invariants-log";
import { findNeverCut, findWronglyCut } from "./invariants-unlinks";
import { KakaoEmulatorClient } from "./kakao-emulator/client";
import { secretsIn } from "./sealed-tokens";

export type Watched = {
  databaseUrl: string;
  kakaoUrl: string;
  logFolder: string;
  /** The instances' own: what of it is secret must not be in their log. */
  environment: Record<string, string | undefined>;
};

export type Invariants = {
  /** @returns a line for each violation; none is as it should be */
  check: () => Promise<string[]>;
  close: () => Promise<void>;
};

const SECRET_SETTING = /SECRET|ADMIN_KEY/;

/** Keeps its place in ledger and log, so that checking often costs little. */
export function watchInvariants(watched: Watched): Invariants {
  const secrets = secretsIn(watched.environment);
  const database = watchDatabase(watched.databaseUrl, secrets);
  const ledger = watchLedger(new KakaoEmulatorClient(watched.kakaoUrl));
  const readNewLines = followLogs(watched.logFolder);
  for (const [name, value] of Object.entries(watched.environment))
    if (SECRET_SETTING.test(name) && value) ledger.secrets.add(value);
  const check = async () => {
    const [inDatabase] = await Promise.all([database.findViolations(), ledger.read()]);
    const ofUnlinks = await findUnlinkViolations(ledger, database, secrets);
    const ofLedger = [...ledger.findViolations(), ...ofUnlinks];
    return [...inDatabase, ...ofLedger, ...findLeaks(readNewLines(), ledger)];
  };
  return { check, close: database.close };
}

/**
 * The ledger before the database: a withdrawal is written down before its link is cut. And once
 * more after it, where Kakao's word is missing: that is said before it is written down.
 */
async function findUnlinkViolations(
  ledger: LedgerWatch,
  database: DatabaseInvariants,
  secrets: string[],
): Promise<string[]> {
  const links = ledger.links();
  const journal = await database.readJournal([...links.cuts.keys()]);
  const wrong = findWronglyCut({ links, journal, secrets }).length;
  let never = findNeverCut({ links, journal, secrets }).length;
  if (never > 0) {
    await ledger.read();
    never = findNeverCut({ links: ledger.links(), journal, secrets }).length;
  }
  return [
    ...(wrong > 0
      ? [`I5: people whose link was cut without a withdrawal of its own (${wrong})`]
      : []),
    ...(never > 0 ? [`I5: withdrawals called done of which Kakao has not heard (${never})`] : []),
  ];
}

/** Faults, races and load: after such a test the invariants are checked. */
const CHECKED = /\b([KDPBL]\d+|RL-2|WD-\d+|MI-\d+|CB-(2|9|12)|NX-(7|9)|SE-9)\b/;

/** @param title with its requirement ids in brackets at the end */
export function endsWithInvariants(title: string): boolean {
  const [ids = ""] = /\([^()]*\)(?= @|$)/.exec(title) ?? [];
  return CHECKED.test(ids);
}
