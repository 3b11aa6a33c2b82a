// Kakao tokens that were refused a moment ago: repeating one costs Kakao nothing (NX-10).
// Called by exchange.ts. In this process alone, and bounded: forgetting one costs one question.
import "server-only";

const REMEMBERED_MS = 60 * 1000;
const MOST_REMEMBERED = 10_000;

export type KnownRefusal = "NOT_FOUND_IN_KAKAO" | "WRONG_APP";

type Entry = { code: KnownRefusal; until: number };

/** In the order in which they were refused, which is also the order in which they are forgotten. */
const refusals = new Map<string, Entry>();

/** @param tokenHash never the token itself */
export function rememberRefusal(tokenHash: string, code: KnownRefusal): void {
  refusals.delete(tokenHash);
  refusals.set(tokenHash, { code, until: Date.now() + REMEMBERED_MS });
  for (const oldest of refusals.keys()) {
    if (refusals.size <= MOST_REMEMBERED) break;
    refusals.delete(oldest);
  }
}

export function findKnownRefusal(tokenHash: string): KnownRefusal | null {
  const entry = refusals.get(tokenHash);
  if (!entry) return null;
  if (entry.until > Date.now()) return entry.code;
  refusals.delete(tokenHash);
  return null;
}
