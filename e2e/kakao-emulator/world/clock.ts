// The emulator's time: lifetimes are judged by it, and the control API moves it, so that a
// refresh token can be two months old in a test that takes a second.

export class Clock {
  private offset = 0;
  private listeners = new Set<() => void>();

  get offsetSeconds(): number {
    return this.offset;
  }

  /** Whoever listens is told, so that what is due by the new time happens at once. */
  set offsetSeconds(seconds: number) {
    this.offset = seconds;
    for (const listener of this.listeners) listener();
  }

  /** @returns how to stop listening */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  nowMs(): number {
    return Date.now() + this.offset * 1000;
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}
