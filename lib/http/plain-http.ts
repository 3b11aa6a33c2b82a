// Whether a visitor's own connection was plain http although this site is https. Called by proxy.ts.
import "server-only";
import { env } from "../env";
import { isSecureSite } from "./site";

/** X-Forwarded-Proto as it came: Next.js fills in a missing one. Written by socket-address.ts. */
export const FORWARDED_PROTO_HEADER = "x-received-forwarded-proto";

/**
 * True only on the word of a proxy that is trusted (WB-14). A proxy behind another may speak of the
 * wrong connection, and a redirect would then go round in a circle; so a browser's own word comes
 * first: it sends Sec-Fetch-Site over https alone.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#framework
 */
export function cameByPlainHttp(headers: Headers): boolean {
  const { trustedProxyHops } = env();
  if (!isSecureSite() || trustedProxyHops === 0 || headers.has("sec-fetch-site")) return false;
  const protocols = (headers.get(FORWARDED_PROTO_HEADER) ?? "").split(",");
  return protocols.at(-trustedProxyHops)?.trim().toLowerCase() === "http";
}
