// Ends a vitest run with one plain line, `unit: 12 passed, 0 failed`, that people and tools can
// read, and records which requirements it showed. Named in vitest.config.ts.
import type { Reporter, TestModule } from "vitest/node";
import { recordOutcomes } from "../evidence/records";
import { formatCount } from "./format-count";

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed") count.passed += 1;
        else if (state === "failed") count.failed += 1;
        else count.skipped += 1;
      }
      // A file or hook that fails by itself has no failed test to show for it.
      if (module.state() === "failed" && count.failed === before) count.failed += 1;
    }
    recordOutcomes(modules.flatMap(listOutcomes));
    const projects = new Set(modules.map((module) => module.project.name));
    process.stdout.write(`${formatCount([...projects].join("+"), count)}\n`);
  }
}

function listOutcomes({ moduleId, project, children }: TestModule) {
  return [...children.allTests()].map((test) => ({
    project: project.name,
    file: moduleId,
    title: test.fullName,
    hasPassed: test.result().state === "passed",
  }));
}
