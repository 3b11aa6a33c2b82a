// Runs before every page and handler: a request id, the page's own path, and the headers that
// every HTML answer needs. It refuses what no page is asked for: another method than GET, and plain
// http. It decides nothing about who may see what; pages and handlers do.
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/http/content-security-policy";
import { handlePageErrors } from "#lib/http/error-page";
import { errorAnswer, HttpError, methodNotAllowed } from "#lib/http/errors";
import { logRefusal } from "#lib/http/log";
import { cameByPlainHttp } from "#lib/http/plain-http";
import { NONCE_HEADER, newRequestId, PATH_HEADER, REQUEST_ID_HEADER } from "#lib/http/request-id";
import { findOversize } from "#lib/http/request-size";
import { siteUrl } from "#lib/http/site";

export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  const requestId = newRequestId();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);

  // Set, never passed on: a visitor's own values for these names end here.
  const headers = new Headers(request.headers);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set(PATH_HEADER, pathname + search);
  headers.set(NONCE_HEADER, nonce);
  // Next.js takes the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);

  const answer = (await refuse(request, headers)) ?? continueTo(request, headers);
  answer.headers.set(REQUEST_ID_HEADER, requestId);
  answer.headers.set("content-security-policy", policy);
  if (!isForEverybody(pathname)) answer.headers.set("cache-control", "private, no-store");
  if (hidesReferrer(pathname)) answer.headers.set("referrer-policy", "no-referrer");
  return answer;
}

/** Null for what pages and handlers may see. */
async function refuse(request: NextRequest, headers: Headers): Promise<Response | null> {
  const { pathname } = request.nextUrl;
  if (cameByPlainHttp(headers) && !pathname.startsWith("/api/health/"))
    return refusePlainHttp(request, headers);
  const oversize = findOversize(request);
  if (oversize) return answerError(new Request(request.url, { headers }), oversize);
  // Next.js renders a page for any method, and reads a whole body to look for a Server Action.
  return isReading(request) || !isPage(pathname)
    ? null
    : methodNotAllowed("GET", "HEAD")({ headers });
}

function refusePlainHttp(request: NextRequest, headers: Headers): Response {
  const { pathname, search } = request.nextUrl;
  logRefusal("request.plain_http", { requestId: headers.get(REQUEST_ID_HEADER), path: pathname });
  if (isReading(request) && isPage(pathname))
    return NextResponse.redirect(siteUrl(pathname + search), 308);
  // No redirect: whoever sent a secret in clear should notice (WB-14).
  return errorAnswer({ headers }, new HttpError(403, "FORBIDDEN"));
}

const isReading = ({ method }: Request) => method === "GET" || method === "HEAD";

function answerError(request: Request, error: HttpError): Response | Promise<Response> {
  return handlePageErrors(() => {
    throw error;
  })(request);
}

/** Handlers, and the files of one's own: they refuse other methods themselves. */
const HANDLERS =
  /^\/(api\/|account\/(devices|download|profile\/refresh|consents|withdraw\/(sign-in|confirm))$|language$)/;

function isPage(pathname: string): boolean {
  return !HANDLERS.test(pathname);
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
    "/((?!_next/static/|favicon.ico$|icon.svg$|apple-icon.png$|opengraph-image.png$|manifest.webmanifest$).*)",
};
