// Which deployment this is and under which address it is reached. Called by lib/env.ts.
import type { Source, VariableReader } from "./variables";

export type AppEnv = "development" | "test" | "preview" | "production";

/** Anything that is not named exactly is production: a typing mistake must not open a door. */
export function readAppEnv(source: Source): AppEnv {
  if (source.VERCEL_ENV !== undefined)
    return source.VERCEL_ENV === "preview" ? "preview" : "production";
  switch (source.APP_ENV) {
    case "development":
    case "test":
    case "preview":
      return source.APP_ENV;
    default:
      return "production";
  }
}

/** Reached by people from elsewhere: there, every address is https. */
export function isDeployed(appEnv: AppEnv): boolean {
  return appEnv === "production" || appEnv === "preview";
}

/** The origin comes from configuration or from the platform, never from a request (AR-1). */
export function readAuthUrl(read: VariableReader, source: Source, appEnv: AppEnv): string {
  const httpsOnly = isDeployed(appEnv);
  const given = read.origin("AUTH_URL", { httpsOnly });
  if (given !== null) {
    if (httpsOnly && isLoopback(given)) read.refuse("AUTH_URL", "must not be this machine itself");
    return given;
  }
  const fromPlatform = findPlatformHost(source, appEnv);
  if (fromPlatform !== null) return `https://${fromPlatform}`;
  return httpsOnly ? read.missing("AUTH_URL") : "http://localhost:3000";
}

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** Vercel's system variables are host names without a scheme; anything else counts as not set. */
function findPlatformHost(source: Source, appEnv: AppEnv): string | null {
  if (source.VERCEL_ENV === undefined) return null;
  const { VERCEL_PROJECT_PRODUCTION_URL, VERCEL_BRANCH_URL, VERCEL_URL } = source;
  const hosts =
    appEnv === "production" ? [VERCEL_PROJECT_PRODUCTION_URL] : [VERCEL_BRANCH_URL, VERCEL_URL];
  return hosts.find((host) => host !== undefined && HOST.test(host)) ?? null;
}

function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname.startsWith("127.") ||
    hostname === "0.0.0.0" ||
    hostname === "[::1]"
  );
}
