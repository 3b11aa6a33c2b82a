// Whose address counts: what a client may claim, and what it may not (RL-3, WB-13).
import { afterEach, describe, expect, test, vi } from "vitest";
import { normalizeAddress } from "#lib/http/client-address";

const env = vi.hoisted(() => ({ trustedProxyHops: 0 }));
vi.mock("../env", async (original) => {
  const real = await original<typeof import("../env")>();
  return { ...real, env: () => ({ ...real.env(), ...env }) };
});
const { clientAddressOf, pseudonymOf } = await import("#lib/http/client-address");

afterEach(() => {
  env.trustedProxyHops = 0;
});

describe("one spelling for each client", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["203.0.113.7:51234", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:cb00:7107", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::9]", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::9", "2001:db8:1:3::/64"],
    ["fe80::1%eth0", "fe80::/64"],
    ["::1", "::/64"],
  ])("%s is %s", (given, expected) => {
    expect(normalizeAddress(given)).toBe(expected);
  });

  test.each([null, undefined, "", " ", "unknown", "_hidden", "1", "0x7f.1", "256.1.1.1", "1.2.3"])(
    "%j is nobody's",
    (given) => {
      expect(normalizeAddress(given)).toBeNull();
    },
  );
});

describe("without a proxy the connection counts, and no header", () => {
  test("whatever X-Forwarded-For says", () => {
    const headers = new Headers({
      "x-socket-address": "::ffff:127.0.0.1",
      "x-forwarded-for": "203.0.113.7",
      "x-real-ip": "203.0.113.7",
      forwarded: "for=203.0.113.7",
    });
    expect(clientAddressOf(headers)).toBe("127.0.0.1");
    headers.delete("x-socket-address");
    expect(clientAddressOf(headers)).toBeNull();
  });
});

describe("behind proxies the entry counts that the outermost of them wrote", () => {
  const forwarded = "6.6.6.6, 203.0.113.7, 10.0.0.1";
  test.each([
    [1, forwarded, "10.0.0.1"],
    [2, forwarded, "203.0.113.7"],
    [3, forwarded, "6.6.6.6"],
    [4, forwarded, null],
    [1, "", null],
    [1, "203.0.113.7", "203.0.113.7"],
    [1, "203.0.113.7, junk", null],
  ])("%i of %j: %s", (hops, value, expected) => {
    env.trustedProxyHops = hops;
    const headers = new Headers({ "x-forwarded-for": value, "x-socket-address": "9.9.9.9" });
    expect(clientAddressOf(headers)).toBe(expected);
  });
});

test("a pseudonym is equal for equal addresses and says nothing of them (SE-8)", () => {
  expect(pseudonymOf("203.0.113.7")).toMatch(/^[0-9a-f]{32}$/);
  expect(pseudonymOf("203.0.113.7")).toBe(pseudonymOf("203.0.113.7"));
  expect(pseudonymOf("203.0.113.8")).not.toBe(pseudonymOf("203.0.113.7"));
  expect(pseudonymOf(null)).toBe("none");
});
