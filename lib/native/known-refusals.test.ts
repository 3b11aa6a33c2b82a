// Refused tokens are remembered for a minute and no longer, and only so many of them (NX-10).
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let refusals: typeof import("./known-refusals");

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  refusals = await import("./known-refusals");
});
afterEach(() => vi.useRealTimers());

test("a refusal is remembered for sixty seconds, however often it is asked for", () => {
  refusals.rememberRefusal("one", "WRONG_APP");
  expect(refusals.findKnownRefusal("other")).toBeNull();
  vi.advanceTimersByTime(59_999);
  expect(refusals.findKnownRefusal("one")).toBe("WRONG_APP");
  vi.advanceTimersByTime(1);
  expect(refusals.findKnownRefusal("one")).toBeNull();
});

test("of more than ten thousand the oldest are forgotten", () => {
  for (let n = 0; n < 10_001; n += 1) refusals.rememberRefusal(`${n}`, "NOT_FOUND_IN_KAKAO");
  expect(refusals.findKnownRefusal("0")).toBeNull();
  expect(refusals.findKnownRefusal("1")).toBe("NOT_FOUND_IN_KAKAO");
  refusals.rememberRefusal("1", "NOT_FOUND_IN_KAKAO");
  refusals.rememberRefusal("new", "NOT_FOUND_IN_KAKAO");
  expect(refusals.findKnownRefusal("1"), "refused again, so young again").not.toBeNull();
  expect(refusals.findKnownRefusal("2")).toBeNull();
});
