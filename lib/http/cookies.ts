// Cookies as header text. Called by the session and the sign-in flow.
// The framework's own reader keeps the last of two cookies with one name; here both are seen.
import "server-only";
import { isSecureSite } from "./site";

export type Cookie = { name: string; value: string; maxAgeSeconds: number };

/** Every cookie of the request in its order, values as sent. */
export function readCookies(cookieHeader: string | null): Array<{ name: string; value: string }> {
  return (cookieHeader ?? "").split(";").flatMap((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) return [];
    return [{ name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }];
  });
}

/** Null when the cookie is absent, empty, or there twice. */
export function readCookie(cookieHeader: string | null, name: string): string | null {
  const found = readCookies(cookieHeader).filter((cookie) => cookie.name === name);
  return found.length === 1 ? found[0]?.value || null : null;
}

/**
 * A `Set-Cookie` value: HttpOnly, Lax, whole site, Secure over https. Names and values are ours
 * (base64url and dots), so nothing needs escaping.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
export function serializeCookie({ name, value, maxAgeSeconds }: Cookie): string {
  const attributes = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${maxAgeSeconds}`];
  if (isSecureSite()) attributes.push("Secure");
  return [`${name}=${value}`, ...attributes].join("; ");
}
