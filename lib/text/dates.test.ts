// How long ago something was, in words.
import { expect, test } from "vitest";
import { formatRelativeTime } from "#lib/text/dates";

const now = new Date("2026-11-23T12:00:00Z");
const minute = 60_000;
const day = 24 * 60 * minute;

test.each([
  [0, "방금", "just now"],
  [59_999, "방금", "just now"],
  [-5 * minute, "방금", "just now"],
  [minute, "1분 전", "1 minute ago"],
  [3.9 * minute, "3분 전", "3 minutes ago"],
  [60 * minute, "1시간 전", "1 hour ago"],
  [day - 1, "23시간 전", "23 hours ago"],
  [day, "1일 전", "1 day ago"],
  [3 * day, "3일 전", "3 days ago"],
  [61 * day, "2개월 전", "2 months ago"],
  [800 * day, "2년 전", "2 years ago"],
])("%d ms ago is %s", (agoMs, korean, english) => {
  const date = new Date(now.getTime() - agoMs);
  expect(formatRelativeTime(date, "ko", now)).toBe(korean);
  expect(formatRelativeTime(date, "en", now)).toBe(english);
});
