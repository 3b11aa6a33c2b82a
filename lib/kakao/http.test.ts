// One request to Kakao against a server that misbehaves in every way it can (TV-16, K2, K9, K13, K14).
import { createServer, type Server } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { KakaoRequest } from "#lib/kakao/connection";
import { fetchKakao } from "#lib/kakao/http";
import { installRecorder } from "#lib/telemetry/recorder";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
const evil = await startLittleServer();

afterAll(async () => {
  await kakao.stop();
  await evil.stop();
});

beforeEach(() => evil.answer(answering(200, { stolen: true })));

const soon = () => AbortSignal.timeout(150);
const later = () => AbortSignal.timeout(3000);

function ask(signal = later(), init: Omit<KakaoRequest, "signal"> = {}) {
  return fetchKakao(`${kakao.origin}/path`, { ...init, signal });
}

const UNAVAILABLE = { name: "KakaoError", code: "unavailable" };

test("a whole answer comes back with its status, its kind and its text", async () => {
  kakao.answer(answering(400, '{"이름":"값"}'));
  await expect(ask()).resolves.toEqual({
    status: 400,
    isJson: true,
    body: '{"이름":"값"}',
    retryAfterSeconds: null,
  });
});

test.each([
  ["7", 7],
  ["0", 0],
  [new Date(Date.now() + 30_000).toUTCString(), expect.closeTo(30, -1)],
  ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
  ["soon", null],
  ["1e9", null],
])("Retry-After: %s is %s seconds (K4)", async (header, retryAfterSeconds) => {
  kakao.answer(answering(429, "", { "retry-after": header }));
  expect((await ask()).retryAfterSeconds).toEqual(retryAfterSeconds);
});

describe("each request is measured by its path and how it ended", () => {
  const kakaoCall = vi.fn();
  const none = () => {};
  beforeEach(() => {
    kakaoCall.mockReset();
    const others = { event: none, request: none, databaseCall: none, flush: async () => {} };
    installRecorder({ ...others, kakaoCall });
  });
  afterAll(() => Reflect.deleteProperty(globalThis, "humblebugRecorder"));

  const seconds = expect.any(Number);

  test("an answer by its status", async () => {
    kakao.answer(answering(503, "{}"));
    await fetchKakao(`${kakao.origin}/v2/user/me?secret=canary`, { signal: later() });
    expect(kakaoCall.mock.calls).toEqual([[{ endpoint: "/v2/user/me", outcome: "503", seconds }]]);
  });

  test("no answer by its code", async () => {
    kakao.answer(() => {});
    await expect(ask(soon())).rejects.toMatchObject(UNAVAILABLE);
    expect(kakaoCall.mock.calls).toEqual([
      [{ endpoint: "/path", outcome: "unavailable", seconds }],
    ]);
  });

  test.each(["/v1/users/1234567890", "/jwks/a@example.com"])(
    "a path that may name somebody is not named: %s",
    async (path) => {
      kakao.answer(answering(200, {}));
      await fetchKakao(`${kakao.origin}${path}`, { signal: later() });
      expect(kakaoCall.mock.calls).toEqual([[{ endpoint: "other", outcome: "200", seconds }]]);
    },
  );

  test("an address that is none is no answer, measured or not", async () => {
    await expect(fetchKakao("no address", { signal: soon() })).rejects.toMatchObject(UNAVAILABLE);
    expect(kakaoCall.mock.calls).toEqual([
      [{ endpoint: "other", outcome: "unavailable", seconds }],
    ]);
  });
});

test("a request asks for JSON and names a language: kauth was seen to refuse Node's own headers", async () => {
  kakao.answer(answering(200, {}));
  await ask(later(), { headers: { authorization: "Bearer x" } });
  expect(kakao.hits[0]?.headers).toMatchObject({
    accept: "application/json",
    "accept-language": "ko",
    authorization: "Bearer x",
  });
});

describe("a redirect is not followed, and the other host is asked nothing (TV-16, K14)", () => {
  test.each([301, 302, 303, 307, 308])("%i", async (status) => {
    kakao.answer(answering(status, "", { location: `${evil.origin}/steal` }));
    const init = { method: "POST", body: "client_secret=canary" } as const;
    await expect(ask(later(), init)).rejects.toMatchObject(UNAVAILABLE);
    expect(kakao.hits).toHaveLength(1);
    expect(evil.hits).toHaveLength(0);
  });
});

describe("silence ends at the deadline (TV-16, K2)", () => {
  const late = { ...UNAVAILABLE, reason: "no answer in time" };

  test("no headers", async () => {
    kakao.answer(() => {});
    await expect(ask(soon())).rejects.toMatchObject(late);
  });

  test("headers, then nothing", async () => {
    kakao.answer((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.flushHeaders();
    });
    await expect(ask(soon())).rejects.toMatchObject(late);
  });

  test("a byte at a time for ever", async () => {
    kakao.answer((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    });
    await expect(ask(soon())).rejects.toMatchObject(late);
  });
});

describe("an answer above 256 KB is given up while it comes in (TV-16, K13)", () => {
  const tooLarge = { ...UNAVAILABLE, reason: "the answer was too large" };

  test("an endless body", async () => {
    let sent = 0;
    kakao.answer((response) => {
      const piece = Buffer.alloc(64 * 1024, "a");
      const more = () => {
        sent += piece.length;
        response.write(piece, (error) => error || response.destroyed || more());
      };
      more();
    });
    await expect(ask()).rejects.toMatchObject(tooLarge);
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  test("a small archive that unfolds into 20 MB", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    kakao.answer((response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(bomb);
    });
    await expect(ask()).rejects.toMatchObject(tooLarge);
  });

  test("256 KB exactly are read, one byte more is not", async () => {
    kakao.answer(answering(200, "a".repeat(256 * 1024)));
    await expect(ask()).resolves.toMatchObject({ status: 200 });
    kakao.answer(answering(200, "a".repeat(256 * 1024 + 1)));
    await expect(ask()).rejects.toMatchObject(tooLarge);
  });
});

describe("an answer that breaks off is no answer (K1, K9)", () => {
  const broken = { ...UNAVAILABLE, reason: "no complete answer" };

  test("a body shorter than it said", async () => {
    kakao.answer((response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"access_token":"a"}', () => response.destroy());
    });
    await expect(ask()).rejects.toMatchObject(broken);
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("%s that is whole is read, and half of it is not", async (encoding, compress) => {
    const whole = compress(JSON.stringify({ id: "9".repeat(1000) }));
    for (const length of [whole.length, whole.length - 4]) {
      kakao.answer((response) => {
        response.writeHead(200, { "content-encoding": encoding });
        response.end(whole.subarray(0, length));
      });
      if (length === whole.length) expect((await ask()).body).toContain("999");
      else await expect(ask()).rejects.toMatchObject(broken);
    }
  });

  test("gzip that is none", async () => {
    kakao.answer(answering(200, "plain", { "content-encoding": "gzip" }));
    await expect(ask()).rejects.toMatchObject(broken);
  });

  test("a reset connection, and a refused one", async () => {
    const server: Server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/`;
    await expect(fetchKakao(url, { signal: later() })).rejects.toMatchObject(broken);
    await new Promise((resolve) => server.close(resolve));
    await expect(fetchKakao(url, { signal: later() })).rejects.toMatchObject(broken);
  });
});

test.each([
  ["application/json", true],
  ["application/json;charset=UTF-8", true],
  ["Application/JSON ; charset=utf-8", true],
  ["text/html", false],
  ["application/jsonp", false],
  ["text/application/json", false],
])("content type %s is called JSON: %s", async (type, isJson) => {
  kakao.answer(answering(200, "{}", { "content-type": type }));
  await expect(ask()).resolves.toMatchObject({ isJson });
});
