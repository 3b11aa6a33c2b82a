// The Content-Security-Policy of every HTML answer. Called by proxy.ts. docs/decisions says why a
// nonce and not hashes.
import "server-only";
import { env } from "../env";

/**
 * Chromium and Safari check form-action at every hop of a form's redirects, so the sign-in form
 * needs Kakao's own hosts in it (WB-6).
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = env().appEnv === "development";
  // The development server evaluates code, injects styles and talks over a socket.
  const directives: Record<string, string[]> = {
    "default-src": ["'none'"],
    "script-src": [
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "img-src": ["'self'", "https://*.kakaocdn.net"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(isDevelopment ? ["ws:"] : [])],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", ...kakaoOrigins()],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    // Of the two ways to ask for reports the older: every browser knows it, without a header.
    "report-uri": ["/api/csp-report"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

function kakaoOrigins(): string[] {
  const { authUrl } = env().kakao;
  return authUrl === "https://kauth.kakao.com"
    ? [authUrl, "https://accounts.kakao.com"]
    : [authUrl];
}
