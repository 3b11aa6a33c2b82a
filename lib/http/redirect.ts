// A redirect of ours. Called by handlers that send the browser on.
import "server-only";
import { type Cookie, serializeCookie } from "./cookies";
import { NO_STORE } from "./errors";
import { siteUrl } from "./site";

/** 303, so that a form is never posted again at the next place (RFC 9700 section 4.12). */
export function seeOther(target: string | URL, cookies: Cookie[] = []): Response {
  const headers = new Headers({
    ...NO_STORE,
    location: (typeof target === "string" ? siteUrl(target) : target).href,
    "referrer-policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("set-cookie", serializeCookie(cookie));
  return new Response(null, { status: 303, headers });
}
