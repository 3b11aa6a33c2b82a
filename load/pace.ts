// How work is offered: so many at a time, or so many a second whatever becomes of them.
// Called by the scenarios.
import { setTimeout as sleep } from "node:timers/promises";

export type Outcome<Value> = {
  /** When it began, in milliseconds since the work as a whole did. */
  atMs: number;
  ms: number;
  /** Nothing when it failed. */
  value?: Value;
  /** Null when it did not. */
  error: unknown;
};

/** Runs it and notes how it went. */
export async function attempt<Value>(
  begunAt: number,
  work: () => Promise<Value>,
): Promise<Outcome<Value>> {
  const startedAt = performance.now();
  const times = () => ({ atMs: startedAt - begunAt, ms: performance.now() - startedAt });
  try {
    const value = await work();
    return { ...times(), value, error: null };
  } catch (error) {
    return { ...times(), error };
  }
}

/** Each begins when another one ends; `concurrency` are under way at any moment. */
export async function inTurns<Item, Value>(
  items: Item[],
  concurrency: number,
  work: (item: Item, n: number) => Promise<Value>,
): Promise<Outcome<Value>[]> {
  const begunAt = performance.now();
  const outcomes: Outcome<Value>[] = [];
  const waiting = items.entries();
  const go = async () => {
    for (const [n, item] of waiting) outcomes[n] = await attempt(begunAt, () => work(item, n));
  };
  await Promise.all(Array.from({ length: Math.min(items.length, concurrency) }, go));
  return outcomes;
}

export const allAtOnce = <Item, Value>(
  items: Item[],
  work: (item: Item, n: number) => Promise<Value>,
) => inTurns(items, items.length, work);

/** Something to do so many times. */
export const times = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Begins so many a second, however many are still under way. */
export async function steadily<Item, Value>(
  { perSecond }: { perSecond: number },
  items: Item[],
  work: (item: Item, n: number) => Promise<Value>,
): Promise<Outcome<Value>[]> {
  const begunAt = performance.now();
  const begun: Promise<Outcome<Value>>[] = [];
  for (const [n, item] of items.entries()) {
    const dueInMs = (n * 1000) / perSecond - (performance.now() - begunAt);
    if (dueInMs > 0) await sleep(dueInMs);
    begun.push(attempt(begunAt, () => work(item, n)));
  }
  return Promise.all(begun);
}

export const failuresIn = (outcomes: Outcome<unknown>[]) =>
  outcomes.filter(({ error }) => error !== null);

/** @throws the first error, with how many there were: for what only prepares a measurement */
export function valuesOf<Value>(outcomes: Outcome<Value>[]): Value[] {
  const failed = failuresIn(outcomes);
  if (failed.length === 0) return outcomes.map(({ value }) => value as Value);
  const cause = failed[0]?.error;
  throw new Error(`${failed.length} of ${outcomes.length} failed: ${cause}`, { cause });
}

export const timesOf = (outcomes: Outcome<unknown>[]) => outcomes.map(({ ms }) => ms);
