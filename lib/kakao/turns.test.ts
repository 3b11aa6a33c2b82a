// A line in front of Kakao: no crowd breaks it, and nobody stands in it in vain (L1, K2, RL-7).
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const AT_ONCE = 24;
const BUDGET_MS = 5000;

let takeTurn: typeof import("./turns").takeTurn;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  ({ takeTurn } = await import("./turns"));
});
afterEach(() => vi.useRealTimers());

/** Work that ends when it is told to, or when its signal ends it. */
function startWork() {
  let finish: () => void = () => {};
  let isRunning = false;
  const done = takeTurn(BUDGET_MS, (signal) => {
    isRunning = true;
    return new Promise<string>((resolve, reject) => {
      finish = () => resolve("done");
      signal.addEventListener("abort", () => reject(new Error("Kakao said nothing")));
    });
  });
  const outcome = done.then(
    (value) => value,
    (error: Error) => error.message,
  );
  return { outcome, finish: () => finish(), isRunning: () => isRunning };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test("twenty-four go at once, the next when one is done", async () => {
  const all = Array.from({ length: AT_ONCE + 1 }, startWork);
  const last = all[AT_ONCE];
  await settle();
  expect(all.filter((work) => work.isRunning())).toHaveLength(AT_ONCE);
  expect(last?.isRunning()).toBe(false);
  all[0]?.finish();
  await settle();
  expect(last?.isRunning()).toBe(true);
});

test("first come, first served", async () => {
  const all = Array.from({ length: AT_ONCE + 2 }, startWork);
  await settle();
  all[3]?.finish();
  await settle();
  expect(all.slice(AT_ONCE).map((work) => work.isRunning())).toEqual([true, false]);
});

test("work that fails gives its place back", async () => {
  const failing = Array.from({ length: AT_ONCE }, () =>
    takeTurn(BUDGET_MS, async () => {
      throw new Error("no");
    }).catch(() => "failed"),
  );
  expect(await Promise.all(failing)).toHaveLength(AT_ONCE);
  const next = Array.from({ length: AT_ONCE }, startWork);
  await settle();
  expect(next.every((work) => work.isRunning())).toBe(true);
});

test("a line that moves is waited in beyond the budget", async () => {
  const all = Array.from({ length: AT_ONCE * 3 }, startWork);
  for (let round = 0; round < 2; round += 1) {
    await vi.advanceTimersByTimeAsync(BUDGET_MS - 1000);
    for (const work of all.filter((one) => one.isRunning())) work.finish();
    await settle();
  }
  expect(all.every((work) => work.isRunning())).toBe(true);
});

test("a line that stands is left when the budget is spent", async () => {
  const all = Array.from({ length: AT_ONCE + 5 }, () => startWork());
  // They are silent for ever in this test: their signals are real time, which stands still.
  await vi.advanceTimersByTimeAsync(BUDGET_MS + 10);
  const waiting = all.slice(AT_ONCE);
  expect(await Promise.all(waiting.map((work) => work.outcome))).toEqual(
    waiting.map(() => "Kakao: too many sign-ins wait for an answer"),
  );
  expect(waiting.some((work) => work.isRunning())).toBe(false);
});

test("nobody who has left the line is called up later", async () => {
  const first = Array.from({ length: AT_ONCE }, startWork);
  const gone = startWork();
  await vi.advanceTimersByTimeAsync(BUDGET_MS + 10);
  await gone.outcome;
  const patient = startWork();
  await settle();
  first[0]?.finish();
  await settle();
  expect(gone.isRunning()).toBe(false);
  expect(patient.isRunning()).toBe(true);
});

test("time in a standing line comes off what Kakao is given", async () => {
  const budgets = vi.spyOn(AbortSignal, "timeout");
  const silent = Array.from({ length: AT_ONCE }, () =>
    takeTurn(BUDGET_MS, () => new Promise((_, reject) => setTimeout(reject, 3000))).catch(() => {}),
  );
  const waiter = startWork();
  await vi.advanceTimersByTimeAsync(3000);
  await Promise.all(silent);
  expect(waiter.isRunning()).toBe(true);
  expect(budgets.mock.calls.slice(0, AT_ONCE)).toEqual(silent.map(() => [BUDGET_MS]));
  expect(budgets.mock.lastCall).toEqual([BUDGET_MS - 3000]);
});
