// Which places a request may name as the next one: pages of this site, and nothing else (OR-1).
// Called wherever a form or an address says where to go.
import "server-only";
import { siteUrl } from "../http/site";

const MAX_LENGTH = 2048;
/** Answers that are no page. */
const NO_PAGE = /^\/(api|_next|language)(\/|$)/i;
/** Pages that would send somebody round in a circle once they are signed in. */
const NO_DESTINATION = /^\/(sign-in|unavailable)(\/|\?|$)/i;
// Segments of unreserved characters and percent-escapes. Escaped slashes, backslashes and control
// characters are left out: what one program takes for a path, the next may decode to an address.
const SEGMENT = `(?:[A-Za-z0-9._~!$'()*+,;=:@-]|%(?!2f|5c|0[0-9a-f]|1[0-9a-f]|7f)[0-9a-f]{2})`;
// Letters, digits and "-._~" need no escape; escaped, they would hide a path from the two lists.
const HIDDEN_CHARACTER = /%(2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/i;
const PATH = new RegExp(`^/(?:${SEGMENT}+/)*${SEGMENT}*$`, "i");

/**
 * Where a person goes after signing in. Takes a path, or an address of this very site; anything
 * else, and anything doubtful, is home.
 *
 * @returns path and query, always starting with exactly one slash
 */
export function readReturnTo(value: unknown): string {
  const target = readOwnPage(value);
  return NO_DESTINATION.test(target) ? "/" : target;
}

/** Like readReturnTo, for going back to the page one is on: /sign-in is such a page too. */
export function readOwnPage(value: unknown): string {
  if (typeof value !== "string" || value.length > MAX_LENGTH) return "/";
  if (hasOddCharacter(value) || !isPathOrWebAddress(value)) return "/";
  const home = siteUrl("/");
  if (!URL.canParse(value, home)) return "/";
  const target = new URL(value, home);
  if (target.origin !== home.origin || target.username || target.password) return "/";
  if (!PATH.test(target.pathname) || NO_PAGE.test(target.pathname)) return "/";
  const path = target.pathname + target.search;
  // Measured as it will be stored and sent: escaping makes nine characters of one Korean one.
  return path.length > MAX_LENGTH || HIDDEN_CHARACTER.test(target.pathname) ? "/" : path;
}

/** Browsers drop tabs and line ends inside an address and read a backslash as a slash. */
function hasOddCharacter(value: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Z}\\]/u.test(value);
}

function isPathOrWebAddress(value: string): boolean {
  return /^\/(?!\/)/.test(value) || /^https?:\/\//i.test(value);
}
