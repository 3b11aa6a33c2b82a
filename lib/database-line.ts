// A word at the start when somebody on the way could read what goes to the database (SE-9).
// Called by instrumentation.ts, once.
import "server-only";
import { env } from "./env";
import { logRefusal } from "./http/log";

/** This machine itself; without a host, a socket of its file system. */
const HERE = /^(|localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Not an error: inside a private network of one's own it may be wanted. */
export function warnOfUnverifiedDatabase(): void {
  const { appEnv, databaseUrl } = env();
  const isDeployed = appEnv === "production" || appEnv === "preview";
  if (isDeployed && !isVerified(databaseUrl))
    logRefusal("database.unverified", { wanted: "sslmode=verify-full" });
}

/** @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
export function isVerified(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl);
  return HERE.test(hostname) || searchParams.get("sslmode") === "verify-full";
}
