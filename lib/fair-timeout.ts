// A time limit that blames nobody for the time in which this process itself stood still: stopped,
// starved, or busy with something long. Timers are looked at before the network, so a plain one would
// fail everything that was under way, although the answers are there already (P11).
// Called where we wait for the database and for a connection to Kakao.

/** So late is no timer of a process that is merely busy. */
const STANDSTILL_MS = 500;
/** For reading what has come meanwhile. */
const GRACE_MS = 500;

/**
 * Calls `giveUp` after that time, half a second later where the process stood still.
 *
 * @returns what takes it back; safe to call twice
 */
export function startFairTimeout(giveUp: () => void, timeoutMs: number): () => void {
  const dueAt = performance.now() + timeoutMs;
  let timer = setTimeout(() => {
    const hasStoodStill = performance.now() - dueAt > STANDSTILL_MS;
    if (hasStoodStill) timer = setTimeout(giveUp, GRACE_MS);
    else giveUp();
  }, timeoutMs);
  return () => clearTimeout(timer);
}
