// Where a person goes after signing in: a path of this site, or home (OR-1).
// Called wherever a request names a place to go to.
import "server-only";
import { siteUrl } from "../http/site";

const MAX_LENGTH = 2048;
/** Answers that are no page, and pages that would send the person round in a circle. */
const NO_DESTINATION = /^\/(api|_next|sign-in|language|unavailable)(\/|$)/i;
// Segments of unreserved characters and percent-escapes. Escaped slashes, backslashes and control
// characters are left out: what one program takes for a path, the next may decode to an address.
const SEGMENT = `(?:[A-Za-z0-9._~!$'()*+,;=:@-]|%(?!2f|5c|0[0-9a-f]|1[0-9a-f]|7f)[0-9a-f]{2})`;
const PATH = new RegExp(`^/(?:${SEGMENT}+/)*${SEGMENT}*$`, "i");

/**
 * Takes a path, or an address of this very site. Anything else, and anything doubtful, is home.
 *
 * @returns path and query, always starting with one slash
 */
export function readReturnTo(value: unknown): string {
  if (typeof value !== "string" || value.length > MAX_LENGTH) return "/";
  if (hasOddCharacter(value) || !isPathOrWebAddress(value)) return "/";
  const home = siteUrl("/");
  if (!URL.canParse(value, home)) return "/";
  const target = new URL(value, home);
  if (target.origin !== home.origin || target.username || target.password) return "/";
  if (!PATH.test(target.pathname) || NO_DESTINATION.test(target.pathname)) return "/";
  return target.pathname + target.search;
}

/** Browsers drop tabs and line ends inside an address and read a backslash as a slash. */
function hasOddCharacter(value: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Z}\\]/u.test(value);
}

function isPathOrWebAddress(value: string): boolean {
  return /^\/(?!\/)/.test(value) || /^https?:\/\//i.test(value);
}
