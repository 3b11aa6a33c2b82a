// One calm sentence for ?error=, which comes from outside. Called by the page.
import type { Text } from "#lib/text/ko";
import { readSignInError } from "#lib/text/sign-in-error";

/** @returns null without an error */
export function readSentence(
  error: string | string[] | undefined,
  { withdrawal, errors }: Text,
): string | null {
  const code = Array.isArray(error) ? error[0] : error;
  if (code === undefined) return null;
  if (code === "cancelled") return withdrawal.cancelled;
  if (code === "stale") return withdrawal.stale;
  if (code === "unconfirmed") return withdrawal.unconfirmed;
  return errors[readSignInError(code) ?? "unknown"];
}
