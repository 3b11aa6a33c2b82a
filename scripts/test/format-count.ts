// The closing line of every test runner. Called by the reporters of vitest and Playwright.
export type Count = { passed: number; failed: number; skipped: number };

/** `unit: 12 passed, 0 failed, 1 skipped`; the name must be one word. */
export function formatCount(name: string, { passed, failed, skipped }: Count): string {
  const tail = skipped > 0 ? `, ${skipped} skipped` : "";
  return `${name || "tests"}: ${passed} passed, ${failed} failed${tail}`;
}
