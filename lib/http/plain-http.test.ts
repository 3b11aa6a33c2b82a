// A trusted proxy's word about plain http, and whose word is not taken (WB-14).
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

type Case = [name: string, hops: string, forwarded: string, headers: Record<string, string>];

async function isPlain([_, hops, forwarded, headers]: Case, authUrl = "https://humblebug.test") {
  vi.stubEnv("AUTH_URL", authUrl);
  vi.stubEnv("TRUSTED_PROXY_HOPS", hops);
  const { cameByPlainHttp, FORWARDED_PROTO_HEADER } = await import("#lib/http/plain-http");
  return cameByPlainHttp(new Headers({ ...headers, [FORWARDED_PROTO_HEADER]: forwarded }));
}

const plain: Case[] = [
  ["the only proxy says http", "1", "http", {}],
  ["in capitals", "1", " HTTP ", {}],
  ["the outer of two says http", "2", "http, https", {}],
  ["a client's own https in front of it", "1", "https,http", {}],
];
for (const given of plain)
  test(`${given[0]}: it was plain http (WB-14)`, async () => {
    expect(await isPlain(given)).toBe(true);
  });

const unknown: Case[] = [
  ["no proxy is trusted", "0", "http", {}],
  ["the proxy says https", "1", "https", {}],
  ["a client's own http in front of it", "1", "http,https", {}],
  ["the proxy says nothing", "1", "", {}],
  ["only the inner of two says http", "2", "http", {}],
  ["the browser itself speaks https", "1", "http", { "sec-fetch-site": "none" }],
];
for (const given of unknown)
  test(`${given[0]}: nothing is refused (WB-14, WB-13)`, async () => {
    expect(await isPlain(given)).toBe(false);
  });

test("a site that is http itself refuses no http (WB-14)", async () => {
  const given: Case = ["", "1", "http", {}];
  expect(await isPlain(given, "http://localhost:3199")).toBe(false);
});
