// How long connecting may take: less than an answer may (TV-16, K1).
import { expect, test } from "vitest";
import { fetchKakao } from "#lib/kakao/http";
import { answering, startLittleServer } from "#scripts/test/little-server";
import { startSilentHost } from "#scripts/test/silent-host";

test("a host that swallows every packet is given up after two seconds (TV-16, K1)", async ({
  skip,
}) => {
  const host = await startSilentHost();
  if (host === null) return skip("this machine has no silent host");
  const startedAt = Date.now();
  const answer = fetchKakao(host.origin, { signal: AbortSignal.timeout(10_000) });
  await expect(answer).rejects.toMatchObject({
    code: "unavailable",
    cause: { message: "no connection in time" },
  });
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1900);
  expect(Date.now() - startedAt).toBeLessThan(3000);
  host.stop();
});

test("an answer may take longer than connecting, over a line that is used again too (TV-16)", async () => {
  const kakao = await startLittleServer();
  kakao.answer(answering(200, {}));
  const signal = AbortSignal.timeout(10_000);
  await fetchKakao(kakao.origin, { signal });
  kakao.answer((response) => setTimeout(() => response.end("{}"), 2200));
  await expect(fetchKakao(kakao.origin, { signal })).resolves.toMatchObject({ body: "{}" });
  await kakao.stop();
});

test("a process that stood still for longer blames nobody (P11)", async () => {
  const kakao = await startLittleServer();
  kakao.answer(answering(200, {}));
  const answer = fetchKakao(kakao.origin, { signal: AbortSignal.timeout(10_000) });
  // Until it is connecting, and has not heard that it is connected.
  for (let turns = 0; turns < 5; turns += 1) await new Promise<void>(process.nextTick);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2800);
  await expect(answer).resolves.toMatchObject({ status: 200 });
  await kakao.stop();
});
