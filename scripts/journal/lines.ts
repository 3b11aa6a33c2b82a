// What may stand in a file that is played: lines of an export, and lines of the app's own log for
// what happened after it. Called by journal.ts. Nothing is played unless every line is understood.
import { z } from "zod";

export type Leaving = { id: string; reason: string; withdrawnAt: Date };

const REASONS = ["withdrawn", "unlinked", "rejoined"] as const;
const time = z.iso.datetime({ offset: true });

const exported = z.strictObject({ id: z.uuid(), reason: z.enum(REASONS), withdrawnAt: time });
const withdrawn = z.object({ event: z.literal("user.withdrawn"), user: z.uuid(), time });
const forgotten = z.object({
  event: z.literal("user.forgotten"),
  user: z.uuid(),
  reason: z.enum(REASONS),
  time,
});
/** Any other line of our log says nothing of this. */
const other = z.object({
  event: z.string().refine((event) => !/^user\.(withdrawn|forgotten)$/.test(event)),
  time,
  level: z.string(),
});

/** @throws Error naming file and line of the first that is nothing of ours */
export function readLines(text: string, file: string): Leaving[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    // npm writes such lines itself, before what a script writes.
    if (line.trim() === "" || line.startsWith("> ")) return [];
    const found = readLine(line);
    if (found === "nonsense")
      throw new Error(
        `${file}, line ${at + 1}: neither the journal's nor the log's. Nothing done.`,
      );
    return found ?? [];
  });
}

function readLine(line: string): Leaving | null | "nonsense" {
  const value = parse(line);
  const own = exported.safeParse(value);
  if (own.success) return { ...own.data, withdrawnAt: new Date(own.data.withdrawnAt) };
  const left = z.union([withdrawn, forgotten]).safeParse(value);
  if (left.success) {
    const { user, time: at } = left.data;
    const reason = "reason" in left.data ? left.data.reason : "withdrawn";
    return { id: user, reason, withdrawnAt: new Date(at) };
  }
  return other.safeParse(value).success ? null : "nonsense";
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
