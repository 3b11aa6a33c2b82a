// Thrown by lib/db; caught wherever a person or a client is to be told.

/** The database could not do its part: away, too slow, or refusing. Nothing is known to be stored. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super("The database did not answer", { cause });
    this.name = "DatabaseUnavailable";
  }
}
