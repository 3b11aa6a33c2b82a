// What must never stand in a server's log (I8). Called by invariants.ts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What nobody needs to know beforehand to recognise. */
const SHAPES: Record<string, RegExp> = {
  "a signed token": /\beyJ[\w-]{10,}\.[\w-]{10,}/,
  "an e-mail address": /[\w.+-]+@[\w-]+\.[a-z]{2,}/i,
  "a connection's password": /:\/\/[^\s/@]+:[^\s/@]+@/,
  "an authorization header": /\b(Bearer|KakaoAK) [\w.-]{8,}/i,
};

export type Canaries = { secrets: Set<string>; names: Set<string> };

/** @returns what was found, never the secret itself */
export function findLeaks(lines: string[], { secrets, names }: Canaries): string[] {
  const leaks: string[] = [];
  const text = lines.join("\n");
  const words = new Set(text.match(/[\w.~+/=-]{12,}/g)?.flatMap(partsOf));
  const known = [...words].filter((word) => secrets.has(word));
  if (known.length > 0) leaks.push(`I8: ${known.length} secrets in the log`);
  const named = [...names].filter((name) => text.includes(name));
  if (named.length > 0) leaks.push(`I8: ${named.length} names or addresses in the log`);
  for (const [what, shape] of Object.entries(SHAPES))
    if (shape.test(text)) leaks.push(`I8: ${what} in the log`);
  return leaks;
}

/** The word itself, and what stands in it as the value of a parameter or a part of a path. */
function partsOf(word: string): string[] {
  return [word, ...word.split(/[=/]/)];
}

/** Reads what is new since the last time. Instances of the app alone: Kakao's own log is Kakao's. */
export function followLogs(folder: string): () => string[] {
  const read = new Map<string, number>();
  const readNew = (name: string) => {
    const content = readFileSync(path.join(folder, name));
    // A line may be half written: it is read when it is whole.
    const end = content.lastIndexOf("\n") + 1;
    const start = read.get(name) ?? 0;
    read.set(name, end);
    return content.subarray(start, end).toString("utf8").split("\n").filter(Boolean);
  };
  return () => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.filter((name) => /^(app|own)-.*\.log$/.test(name)).flatMap(readNew);
  };
}
