// The numbers of the table are worth what these are.
import { expect, test } from "vitest";
import { describeRounds, inMs, p50, p95, p99, slope } from "./figures";
import { exact, timed } from "./lines";
import { failuresIn, inTurns, steadily, times, valuesOf } from "./pace";
import { formatTable, summarize } from "./report";
import { createStatementReader } from "./statement-counter";

test("percentiles are of the sorted values", () => {
  const hundred = times(100).map((n) => 100 - n);
  expect([p50(hundred), p95(hundred), p99(hundred)]).toEqual([50, 95, 99]);
  expect(p95([7])).toBe(7);
  expect(p95([])).toBeNaN();
});

test("rounds are shown as their median and how far they lie apart", () => {
  expect(describeRounds([3, 12, 30], inMs)).toBe("12 ms (3.0 ms–30 ms)");
  expect(describeRounds([12], inMs)).toBe("12 ms");
});

test("a slope is what y gains with x, and nothing for one point", () => {
  expect(slope(times(5).map((n) => ({ x: n, y: 3 * n + 1 })))).toBeCloseTo(3);
  expect(slope([{ x: 1, y: 1 }])).toBe(0);
});

test("so many are under way at a time, in the order of the items", async () => {
  let under = 0;
  let most = 0;
  const outcomes = await inTurns(times(10), 3, async (item) => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 1));
    under -= 1;
    return item * 2;
  });
  expect(most).toBe(3);
  expect(valuesOf(outcomes)).toEqual(times(10).map((n) => n * 2));
});

test("failures are outcomes, and what only prepares does not go on with them", async () => {
  const outcomes = await steadily({ perSecond: 1000 }, times(4), async (n) => {
    if (n === 2) throw new Error("no");
  });
  expect(failuresIn(outcomes)).toHaveLength(1);
  expect(() => valuesOf(outcomes)).toThrow("1 of 4 failed: Error: no");
});

test("a wrong count breaks, a slow time is missed", () => {
  const lines = [
    exact("L1", "errors", 1, 0),
    exact("L2", "users", 7, 7),
    timed({ id: "L4", what: "p95", measured: "9 ms", target: "≤ 8 ms" }, false),
  ];
  expect(lines.map(({ verdict }) => verdict)).toEqual(["broken", "met", "missed"]);
  expect(summarize(lines)).toBe("load: 1 met, 1 missed, 1 broken");
  expect(formatTable(lines).split("\n").at(-1)).toMatch(/^~ L4 {3}p95 .*9 ms .*≤ 8 ms +missed$/);
});

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

test("statements are counted however their bytes are cut, and nothing else is", () => {
  const stream = Buffer.concat([
    message("", "startup: QE"),
    message("p", "password"),
    message("Q", "SELECT 1"),
    message("P", "Q"),
    message("B", "E"),
    message("E", "portal"),
    message("S", ""),
    message("X", ""),
  ]);
  for (const size of [1, 3, stream.length]) {
    let count = 0;
    const read = createStatementReader(() => {
      count += 1;
    });
    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));
    expect(count, `in pieces of ${size}`).toBe(2);
  }
});
