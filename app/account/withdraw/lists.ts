// What a withdrawal deletes, and what it leaves and why, in a few lines. Called by the page.
import type { Text } from "#lib/text/ko";

export function listDeleted({ withdrawal }: Text): string[] {
  const { profile, sessions, activity, link } = withdrawal.deletes;
  return [profile, sessions, activity, link];
}

export function listKept({ withdrawal }: Text): string[] {
  const { journal, logs } = withdrawal.keeps;
  return [journal, logs];
}
