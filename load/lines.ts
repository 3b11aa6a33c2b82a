// A line of the table that a run prints. Made by the scenarios, printed by report.ts.

export type Verdict =
  | "met"
  /** A time that is not reached: printed, and no failure. */
  | "missed"
  /** Something that must be exact is not: the run fails. */
  | "broken"
  /** For the reader to judge, where this machine cannot. */
  | "reported";

export type Line = {
  id: string;
  what: string;
  baseline?: string;
  measured: string;
  ratio?: string;
  target: string;
  verdict: Verdict;
};

/** What must be exactly so: a count of users, of errors, of duplicates. */
export function exact(id: string, what: string, measured: number, target: number): Line {
  const verdict = measured === target ? "met" : "broken";
  return { id, what, measured: String(measured), target: String(target), verdict };
}

/** What depends on the machine. */
export function timed(line: Omit<Line, "verdict">, isMet: boolean): Line {
  return { ...line, verdict: isMet ? "met" : "missed" };
}
