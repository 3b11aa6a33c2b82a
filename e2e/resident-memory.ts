// How much memory a process of a test's own holds. Called by the tests of huge and endless input.
import { existsSync, readFileSync } from "node:fs";
import type { OwnApp } from "./own-app";

/** Megabytes, as Linux counts them; null where the system does not say. */
export function readMemoryMb({ process: { pid } }: Pick<OwnApp, "process">): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(file, "utf8"))?.[1]) / 1024;
}
