// When time is up, and when it was this process that stood still (P11).
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startFairTimeout } from "./fair-timeout";

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function start(timeoutMs: number) {
  const startedAt = performance.now();
  const state = { tookMs: null as number | null, takeBack: () => {} };
  state.takeBack = startFairTimeout(() => {
    state.tookMs = performance.now() - startedAt;
  }, timeoutMs);
  return state;
}

test("time that is up is up", async () => {
  const limit = start(50);
  await sleep(150);
  expect(limit.tookMs).toBeLessThan(150);
});

test("what was taken back stays so, twice", async () => {
  const limit = start(20);
  limit.takeBack();
  limit.takeBack();
  await sleep(60);
  expect(limit.tookMs).toBeNull();
});

test("after a standstill there is half a second to read what has come, and no more (P11)", async () => {
  const limit = start(20);
  const other = start(20);
  standStill(700);
  await sleep(100);
  expect(limit.tookMs, "not at once").toBeNull();
  other.takeBack();
  await sleep(700);
  expect(limit.tookMs).toBeGreaterThan(1150);
  expect(other.tookMs, "taken back in time").toBeNull();
});
