// What must be exactly true at every moment, whatever raced or failed. fixtures.ts checks it after
// each test of a fault or a race, start-servers.ts at the end of the run, and the load scenarios
// after each of theirs.
import { type DatabaseInvariants, watchDatabase } from "./invariants-database";
import { watchLedger } from "./invariants-ledger";
import { findLeaks, followLogs } from "./invariants-log";
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
  const database: DatabaseInvariants = watchDatabase(
    watched.databaseUrl,
    secretsIn(watched.environment),
  );
  const ledger = watchLedger(new KakaoEmulatorClient(watched.kakaoUrl));
  const readNewLines = followLogs(watched.logFolder);
  for (const [name, value] of Object.entries(watched.environment))
    if (SECRET_SETTING.test(name) && value) ledger.secrets.add(value);
  const check = async () => {
    const [inDatabase] = await Promise.all([database.findViolations(), ledger.read()]);
    return [...inDatabase, ...ledger.findViolations(), ...findLeaks(readNewLines(), ledger)];
  };
  return { check, close: database.close };
}

/** Faults, races and load: after such a test the invariants are checked. */
const CHECKED = /\b([KDPBL]\d+|RL-2|WD-\d+|MI-\d+|CB-(2|9|12)|NX-(7|9)|SE-9)\b/;

/** @param title with its requirement ids in brackets at the end */
export function endsWithInvariants(title: string): boolean {
  const [ids = ""] = /\([^()]*\)(?= @|$)/.exec(title) ?? [];
  return CHECKED.test(ids);
}
