// Named copies of the world, to go back to: apps, people, links, tokens, browser sessions, faults
// and the clock. Not the signing keys, which apps have cached, and not the ledger, which is history.
import type { EmulatorState } from "./emulator-state";
import { InputError } from "./input-error";

/** The stores that a snapshot holds; each hands out and takes back plain data. */
const storeNames = [
  "apps",
  "people",
  "links",
  "grants",
  "transactions",
  "accountSessions",
  "faults",
] as const;

type StoreName = (typeof storeNames)[number];
type World = Record<StoreName, unknown> & { offsetSeconds: number };

export type SnapshotInfo = { name: string; takenAt: string };

const maxSnapshots = 20;

export class SnapshotStore {
  private snapshots = new Map<string, SnapshotInfo & { world: World }>();

  list(): SnapshotInfo[] {
    return [...this.snapshots.values()].map(({ name, takenAt }) => ({ name, takenAt }));
  }

  /** A name that exists already is overwritten. */
  take(state: EmulatorState, name: string): SnapshotInfo {
    if (!this.snapshots.has(name) && this.snapshots.size >= maxSnapshots) {
      throw new InputError("name", `there are ${maxSnapshots} already; remove one first`, 409);
    }
    const stores = storeNames.map((store) => [store, structuredClone(state[store].dump())]);
    const world = { ...Object.fromEntries(stores), offsetSeconds: state.clock.offsetSeconds };
    const snapshot = { name, takenAt: new Date().toISOString(), world };
    this.snapshots.set(name, snapshot);
    return { name, takenAt: snapshot.takenAt };
  }

  /** @throws InputError when there is no snapshot of this name */
  restore(state: EmulatorState, name: string): SnapshotInfo {
    const snapshot = this.snapshots.get(name);
    if (snapshot === undefined) throw new InputError("name", "there is no such snapshot", 404);
    const { world, takenAt } = snapshot;
    for (const store of storeNames) {
      // Each store gets back what it dumped itself.
      const { load } = state[store] as { load: (data: unknown) => void };
      load.call(state[store], structuredClone(world[store]));
    }
    state.clock.offsetSeconds = world.offsetSeconds;
    state.callCounts.clear();
    return { name, takenAt };
  }

  remove(name: string): boolean {
    return this.snapshots.delete(name);
  }
}
