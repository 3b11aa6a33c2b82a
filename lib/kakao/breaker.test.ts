// The breaker in front of Kakao: what opens it, what does not, and how it closes (RL-7, K28, L10).
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Breaker, createBreaker } from "./breaker";
import { KakaoBusyError, KakaoError, type KakaoErrorCode, UnusableIdError } from "./errors";

const FAILURES = 10;
const INTERVAL_MS = 4000;
const OPEN = "not asked";

let breaker: Breaker;
let asked = 0;

beforeEach(() => {
  vi.useFakeTimers();
  breaker = createBreaker();
  asked = 0;
});
afterEach(() => vi.useRealTimers());

function ask(outcome: Error | "served"): Promise<string> {
  const done = breaker.run(async () => {
    asked += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  return done.catch((error: Error) => error.message);
}

const failing = (code: KakaoErrorCode = "unavailable") => new KakaoError(code, "down");

async function fail(times: number, error: Error = failing()) {
  for (let n = 0; n < times; n += 1) await ask(error);
}

test("ten failures in a row open it: the next caller hears at once, and Kakao nothing", async () => {
  await fail(FAILURES - 1);
  expect(await ask("served")).toBe("served");
  await fail(FAILURES);
  const before = asked;
  expect(await ask("served")).toContain(OPEN);
  expect(() => breaker.refuseIfOpen()).toThrow(OPEN);
  expect(asked).toBe(before);
});

test.each([
  ["a refused token", failing("rejected")],
  ["a child", failing("under_14")],
  ["our own registration", failing("misconfigured")],
  ["one person without an id", new UnusableIdError("no id")],
  ["our database", new Error("database")],
])("%s is no outage, however often", async (_, error) => {
  await fail(FAILURES * 3, error);
  expect(await ask("served")).toBe("served");
});

test("a used-up quota is one (K4)", async () => {
  await fail(FAILURES, failing("rate_limited"));
  expect(await ask("served")).toContain(OPEN);
});

test("one word of Kakao's to come back later is enough, and is followed to the second (K4)", async () => {
  await ask(new Error("refused", { cause: new KakaoBusyError("429", 20) }));
  await vi.advanceTimersByTimeAsync(19_999);
  expect(await ask("served")).toContain("come back later");
  expect(() => breaker.refuseIfOpen()).toThrow("come back later");
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all([ask("served"), ask("served")])).toEqual(["served", "served"]);
});

test("a failure without such a word does not shorten the pause", async () => {
  const slow = breaker
    .run(() => new Promise((_, reject) => setTimeout(() => reject(failing()), 1000)))
    .catch(() => "failed");
  await ask(new KakaoBusyError("429", 20));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await slow).toBe("failed");
  expect(await ask("served")).toContain("come back later");
});

test("nobody's word closes sign-in for longer than a minute", async () => {
  await ask(new KakaoBusyError("429", 86_400));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(await ask("served")).toContain("come back later");
  await vi.advanceTimersByTimeAsync(1);
  expect(await ask("served")).toBe("served");
});

test("an outage is seen through the refusals that the flow wraps around it", async () => {
  await fail(FAILURES, new Error("refused", { cause: failing() }));
  expect(await ask("served")).toContain(OPEN);
});

test("after a while one caller at a time tries, and the first one served closes it", async () => {
  await fail(FAILURES);
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  let answer: (value: string) => void = () => {};
  const probe = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
  expect(await ask("served"), "while somebody tries").toContain(OPEN);
  answer("back");
  expect(await probe).toBe("back");
  expect(await Promise.all([ask("served"), ask("served")])).toEqual(["served", "served"]);
});

test("a minute of failures is asked about less than once a second", async () => {
  await fail(FAILURES);
  asked = 0;
  for (let ms = 0; ms < 60_000; ms += 20) {
    await ask(failing());
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThanOrEqual(15);
});

test("a try that hangs counts from its end, and is alone until then", async () => {
  await fail(FAILURES);
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  asked = 0;
  const hanging = breaker
    .run(() => new Promise((_, reject) => setTimeout(() => reject(failing()), 5000)))
    .catch(() => "hung");
  await vi.advanceTimersByTimeAsync(4900);
  expect(await ask("served")).toContain(OPEN);
  await vi.advanceTimersByTimeAsync(200);
  expect(await hanging).toBe("hung");
  expect(await ask("served")).toContain(OPEN);
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  expect(await ask("served")).toBe("served");
});
