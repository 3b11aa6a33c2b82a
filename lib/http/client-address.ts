// Where a request comes from, as far as that can be believed. Called by the rate limits.
import "server-only";
import { createHmac } from "node:crypto";
import ipaddr from "ipaddr.js";
import { env } from "../env";
import { keyRing } from "../keys";

/** Written by socket-address.ts over whatever a client may have sent under this name. */
export const SOCKET_ADDRESS_HEADER = "x-socket-address";

const IPV6_NETWORK_BITS = 64;

/**
 * One client's address: an IPv4 address, or the /64 network that an IPv6 client can move in freely.
 * Of X-Forwarded-For only the entry counts that the outermost trusted proxy wrote: everything
 * left of it is the client's own invention (RL-3, WB-13).
 *
 * @returns null when there is no usable address; all such clients share one
 */
export function clientAddressOf(headers: Headers): string | null {
  const { trustedProxyHops } = env();
  if (trustedProxyHops === 0) return normalizeAddress(headers.get(SOCKET_ADDRESS_HEADER));
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",");
  return normalizeAddress(forwarded.at(-trustedProxyHops));
}

export function normalizeAddress(given: string | null | undefined): string | null {
  const text = (given ?? "").trim().replace(/^\[(.*)\](?::\d+)?$/, "$1");
  const withoutPort = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(text) ? text.split(":")[0] : text;
  if (!withoutPort || !isAddress(withoutPort)) return null;
  // An IPv4 address in IPv6 clothes is the IPv4 address.
  const address = ipaddr.process(withoutPort.replace(/%.*$/, ""));
  if (address.kind() === "ipv4") return address.toString();
  const bytes = address.toByteArray().fill(0, IPV6_NETWORK_BITS / 8);
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_NETWORK_BITS}`;
}

/** ipaddr.js also reads "1", "0x7f.1" and the like, which no proxy writes. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

/**
 * For counters and the log: equal for equal addresses, on all instances, and without our key nobody
 * finds the address by trying all there are (SE-8).
 */
export function pseudonymOf(address: string | null): string {
  if (address === null) return "none";
  const { key } = keyRing("client address").current;
  return createHmac("sha256", key).update(address).digest("hex").slice(0, 32);
}
