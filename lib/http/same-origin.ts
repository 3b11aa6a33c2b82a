// Whether a request that changes something comes from a page of ours, or at least from no page of
// somebody else's. Called by every such handler.
import "server-only";
import { env } from "../env";

/**
 * The browser's own word decides: Sec-Fetch-Site, or Origin where a browser is too old to send it.
 * Neither: refused, for no browser posts a form without one of the two (WB-2, WB-3, B18).
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  // A page under Referrer-Policy: no-referrer posts its own forms with "Origin: null".
  if (site === "same-origin") return origin === null || origin === "null" || isOurs(origin);
  if (site !== null) return false;
  return origin !== null && isOurs(origin);
}

/**
 * Whether a browser says that this request comes from another site. An app says nothing of the
 * kind, and need not (NX-8).
 */
export function isFromElsewhere(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  return origin !== null && !isOurs(origin);
}

/**
 * Whether somebody came by a link of ours, by the address bar or by a bookmark: for what another site
 * may not start, although it is a link. A browser too old for Sec-Fetch-Site names the page that the
 * link is on; whoever names neither is refused (WB-2).
 */
export function isOwnVisit(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const referrer = headers.get("referer") ?? "";
  return URL.canParse(referrer) && isOurs(new URL(referrer).origin);
}

function isOurs(origin: string): boolean {
  return origin === env().authUrl;
}
