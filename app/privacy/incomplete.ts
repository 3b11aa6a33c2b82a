// A word at the start while /privacy and /terms have gaps where the operator's particulars belong.
// Called by instrumentation.ts, once.
import "server-only";
import { env } from "#lib/env";
import { logRefusal } from "#lib/http/log";
import { operator } from "../operator";

/** Never a reason not to start: a missing address must not take a service down. */
export function warnOfIncompleteOperator(): void {
  if (env().appEnv !== "production") return;
  const missing = Object.entries(operator).flatMap(([name, value]) => (value === null ? name : []));
  if (missing.length > 0) logRefusal("operator.incomplete", { missing: missing.join(" ") });
}
