// Runs before every page and handler: a request id, the page's own path, and the headers that
// every HTML answer needs. It decides nothing about who may see what; pages and handlers do.
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/http/content-security-policy";
import { NONCE_HEADER, PATH_HEADER, REQUEST_ID_HEADER } from "#lib/http/request-id";

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  // Short enough to be read out on the phone, long enough to be found in a day of log.
  const requestId = crypto.randomUUID().slice(0, 13);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);

  // Set, never passed on: a visitor's own values for these names end here.
  const headers = new Headers(request.headers);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set(PATH_HEADER, pathname + search);
  headers.set(NONCE_HEADER, nonce);
  // Next.js takes the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);

  const answer = continueTo(request, headers);
  answer.headers.set(REQUEST_ID_HEADER, requestId);
  answer.headers.set("content-security-policy", policy);
  if (!isForEverybody(pathname)) answer.headers.set("cache-control", "private, no-store");
  if (hidesReferrer(pathname)) answer.headers.set("referrer-policy", "no-referrer");
  return answer;
}

function continueTo({ nextUrl }: NextRequest, headers: Headers): NextResponse {
  const request = { headers };
  // A page cannot choose its status in the App Router; a rewrite of the page to itself can.
  if (nextUrl.pathname === "/unavailable")
    return NextResponse.rewrite(nextUrl, { request, status: 503 });
  // Next.js's page for a crash has an address, where it would be a 500 without any crash.
  if (/^\/_global-error\b/i.test(nextUrl.pathname))
    return NextResponse.rewrite(new URL("/_not-found", nextUrl), { request });
  return NextResponse.next({ request });
}

/** What is the same for everybody says itself how long it may be kept. */
function isForEverybody(pathname: string): boolean {
  return pathname === "/api/openapi.json";
}

/** Addresses of a sign-in never travel on. */
function hidesReferrer(pathname: string): boolean {
  return pathname.startsWith("/api/auth") || pathname === "/sign-in";
}

export const config = {
  // Built files and pictures are the same for everybody and may be cached.
  matcher:
    "/((?!_next/static/|_next/image|favicon.ico$|icon.svg$|apple-icon.png$|opengraph-image.png$|manifest.webmanifest$).*)",
};
