// Why migrations were not applied, as a closed set of codes. Thrown by apply-migrations.ts.

export type MigrationErrorCode = "LOCKED" | "FAILED_BEFORE" | "CHANGED" | "FAILED" | "NO_FILES";

/** Its message is one sentence for an operator; the database's own error is the cause. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";

  constructor(
    readonly code: MigrationErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
