// Every route and page of the production build, from the build's own list: what is added to the app
// is in the tests that read this by itself.
import { readFileSync } from "node:fs";

const manifest = new URL("../.next/app-path-routes-manifest.json", import.meta.url);

/** What a catch-all route may be asked for: the actions of ours, and some that are nobody's. */
const actions = ["signin/kakao", "callback/kakao", "session", "csrf", "signout", "providers"];
const caught = [...actions, "x", "x/y/z"];
/** Not in the list, because Next.js answers them itself. */
const builtIn = [
  "/_next/image",
  "/_next/static/x",
  "/_next/data/x.json",
  "/nowhere",
  "/robots.txt",
];

export function readAppRoutes(): string[] {
  const routes: Record<string, string> = JSON.parse(readFileSync(manifest, "utf8"));
  const filled = Object.values(routes).flatMap((route) =>
    route.includes("[")
      ? caught.map((segment) => route.replace(/\[\[?(\.\.\.)?\w+\]?\]/, segment))
      : [route],
  );
  return [...new Set([...filled, ...builtIn])];
}
