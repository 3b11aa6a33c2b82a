// A request's path as the pattern of the route that answers it: few, and without anything that a
// visitor typed. Called by requests.ts.
import "server-only";

/** Behind one catch-all route, and quick ones beside slow ones. As in lib/sign-in/actions.ts. */
const AUTH_ACTIONS = ["signin/kakao", "callback/kakao", "session", "csrf", "signout"];

/** @param patterns the folders of app/ that have a page or a handler, such as "/account/[id]" */
export function createRouteTemplates(patterns: string[]): (path: string) => string {
  const exact = new Set([
    ...patterns.filter((pattern) => !pattern.includes("[")),
    ...AUTH_ACTIONS.map((action) => `/api/auth/${action}`),
  ]);
  const dynamic = patterns
    .filter((pattern) => pattern.includes("["))
    .map((pattern) => [pattern, toExpression(pattern)] as const);
  return (path) => {
    if (exact.has(path)) return path;
    if (path.startsWith("/_next/")) return "/_next";
    return dynamic.find(([, expression]) => expression.test(path))?.[0] ?? "other";
  };
}

function toExpression(pattern: string): RegExp {
  const parts = pattern
    .split("/")
    .map((part) => (part.startsWith("[...") ? ".+" : part.startsWith("[") ? "[^/]+" : part));
  return new RegExp(`^${parts.join("/")}$`);
}
