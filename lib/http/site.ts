// Our own address, from configuration and never from a request. Called wherever a URL is built.
import "server-only";
import { env } from "../env";

/** An absolute address on this site. */
export function siteUrl(path: string): URL {
  return new URL(path, env().authUrl);
}

export function isSecureSite(): boolean {
  return env().authUrl.startsWith("https:");
}
