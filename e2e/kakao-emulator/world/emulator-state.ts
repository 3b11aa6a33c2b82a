// Everything the emulator knows, in one place. Made by server.ts, passed to every handler.

import { Ledger } from "../control/ledger";
import { FaultStore } from "../faults/faults";
import { AccountSessionStore } from "./account-sessions";
import { AppStore } from "./apps";
import { Clock } from "./clock";
import { GrantStore } from "./grants";
import { KeyRing } from "./keys";
import { LinkStore } from "./links";
import { PersonStore } from "./people";
import { type Seed, sow } from "./seed";
import { TransactionStore } from "./transactions";

export class EmulatorState {
  readonly apps = new AppStore();
  readonly people = new PersonStore();
  readonly links = new LinkStore();
  readonly grants = new GrantStore();
  readonly transactions = new TransactionStore();
  readonly accountSessions = new AccountSessionStore();
  readonly faults = new FaultStore();
  readonly ledger = new Ledger();
  readonly clock = new Clock();

  private constructor(
    readonly keys: KeyRing,
    readonly seed: Seed,
    /** A fixed issuer; `null`: the origin a caller reached us by. */
    readonly issuer: string | null,
  ) {}

  static async create(options: { seed: Seed; issuer: string | null }): Promise<EmulatorState> {
    const state = new EmulatorState(await KeyRing.create(), options.seed, options.issuer);
    state.reset();
    return state;
  }

  /** Back to the seed. The signing keys stay: apps have cached them. */
  reset(): void {
    for (const store of [this.apps, this.people, this.links, this.grants]) store.clear();
    for (const store of [this.transactions, this.accountSessions]) store.clear();
    for (const store of [this.faults, this.ledger]) store.clear();
    this.clock.offsetSeconds = 0;
    sow(this, this.seed);
  }

  /** Ends a link, its consent, and every token and code that came from it. */
  unlink(personId: string, appId?: number): void {
    this.links.remove(personId, appId);
    this.grants.removeWhere(
      (grant) => grant.personId === personId && (appId === undefined || grant.appId === appId),
    );
  }
}
