// Ends a Playwright run with one plain line, `e2e: 12 passed, 0 failed`. Named in
// playwright.config.ts, last, so that nothing follows it.
import type { FullConfig, Reporter, Suite } from "@playwright/test/reporter";
import { formatCount } from "../test/format-count";

export default class CountReporter implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  /** Errors outside of tests: setup, teardown, a file that cannot be loaded. */
  onError(): void {
    this.errors += 1;
  }

  onExit(): Promise<void> {
    const count = { passed: 0, failed: this.errors, skipped: 0 };
    for (const test of this.suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (test.results.length === 0 || outcome === "skipped") count.skipped += 1;
      else if (outcome === "unexpected") count.failed += 1;
      else count.passed += 1;
    }
    process.stdout.write(`${formatCount("e2e", count)}\n`);
    return Promise.resolve();
  }

  printsToStdio(): boolean {
    return false;
  }
}
