// A row of the kapi tables: what all of them share is filled in here.
import type { Rule } from "./rule";

type Row = Pick<Rule, "description" | "when" | "source" | "confidence"> &
  Partial<Pick<Rule, "unknown" | "onlyAsFault" | "challenge">>;

export function row<Code extends number>(
  code: Code,
  status: number,
  rest: Row,
): Rule & { code: Code } {
  return { code, status, error: null, answersAs: "kapi", ...rest };
}
