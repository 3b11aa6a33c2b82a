// PostgreSQL's own word for what went wrong. Called by lib/db.ts and by the log.

type AdapterCause = { originalCode?: unknown };
type PrismaError = {
  meta?: { driverAdapterError?: { cause?: AdapterCause } };
  cause?: AdapterCause;
};

/** The five-character SQLSTATE, or null when the error came from the connection or is another's. */
export function findSqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { meta, cause } = error as PrismaError;
  const state = meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode;
  return typeof state === "string" ? state : null;
}
