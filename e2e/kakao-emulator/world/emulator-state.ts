// Everything one emulator knows. Handlers receive it; nothing in this folder is global, so that
// several emulators can run in one process.

import { Ledger } from "../control/ledger";
import { FaultStore } from "../faults/faults";
import { Outbox } from "../webhooks/outbox";
import { AccountSessionStore } from "./account-sessions";
import { AppStore } from "./apps";
import { CallCounts } from "./call-counts";
import { Clock } from "./clock";
import { GrantStore } from "./grants";
import { type HappeningKind, Happenings, type UnlinkReason } from "./happenings";
import { KeyRing } from "./keys";
import { type LinkName, LinkStore } from "./links";
import { PersonStore } from "./people";
import { type Seed, sow } from "./seed";
import { SnapshotStore } from "./snapshots";
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
  readonly callCounts = new CallCounts(this.clock);
  readonly happenings = new Happenings();
  readonly snapshots = new SnapshotStore();
  readonly outbox = new Outbox();
  /** Where the emulator listens; `null` before it does. */
  origin: string | null = null;

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

  /** The issuer where no caller has named one: in what the emulator sends by itself. */
  get ownIssuer(): string {
    const issuer = this.issuer ?? this.origin;
    if (issuer === null) throw new Error("the emulator does not listen yet");
    return issuer;
  }

  /** Back to the seed. The signing keys stay: apps have cached them. */
  reset(): void {
    for (const store of [this.apps, this.people, this.links, this.grants]) store.clear();
    for (const store of [this.transactions, this.accountSessions]) store.clear();
    for (const store of [this.faults, this.ledger, this.callCounts, this.outbox]) store.clear();
    this.clock.offsetSeconds = 0;
    sow(this, this.seed);
  }

  /** Tells what happened to a link; `reason` belongs to `user-unlinked`. */
  tell(kind: HappeningKind, { appId, personId }: LinkName, reason?: UnlinkReason): void {
    const atSeconds = this.clock.nowSeconds();
    this.happenings.emit({ kind, appId, personId, atSeconds, ...(reason && { reason }) });
  }
}
