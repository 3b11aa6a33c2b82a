// Ends a Playwright run with one plain line, `e2e: 12 passed, 0 failed`, and records which
// requirements it showed. Named in playwright.config.ts, last, so that nothing follows it.
import type { FullConfig, Reporter, Suite, TestCase } from "@playwright/test/reporter";
import { recordOutcomes } from "../evidence/records";
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
    const tests = this.suite?.allTests() ?? [];
    // A mere listing of the tests leaves the last run's record alone.
    recordOutcomes(tests.filter(({ results }) => results.length > 0).map(describeOutcome));
    for (const test of tests) {
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

function describeOutcome(test: TestCase) {
  return {
    project: test.parent.project()?.name ?? "",
    file: test.location.file,
    title: test.titlePath().slice(3).join(" › "),
    hasPassed: ["expected", "flaky"].includes(test.outcome()),
  };
}
