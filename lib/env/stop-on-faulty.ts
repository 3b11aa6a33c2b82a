// Ends a server whose environment is wrong. Called by instrumentation.ts before the first answer.
import "server-only";
import { env } from "../env";

/** Prints the names of all faulty variables and exits with 1. */
export function stopOnFaultyEnvironment(): void {
  try {
    env();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
