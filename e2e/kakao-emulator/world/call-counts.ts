// How often something was called in a sliding window: KOE237 and the limit of /v1/user/ids.
import type { Clock } from "./clock";

export class CallCounts {
  private times = new Map<string, number[]>();

  constructor(private readonly clock: Clock) {}

  clear(): void {
    this.times.clear();
  }

  /** Counts this call, unless the limit is used up: then answers `false` and counts nothing. */
  take(name: string, { limit, windowMs }: { limit: number; windowMs: number }): boolean {
    const nowMs = this.clock.nowMs();
    const recent = (this.times.get(name) ?? []).filter((time) => time > nowMs - windowMs);
    const isAllowed = recent.length < limit;
    this.times.set(name, isAllowed ? [...recent, nowMs] : recent);
    return isAllowed;
  }
}
