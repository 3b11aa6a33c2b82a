// How a kapi call ends early: readers and checks deep inside it throw a row of the rules table,
// and `calls.ts` sends it. Used by every file of this folder.
import type { Answer } from "../http/answer";
import type { JsonObject } from "../http/raw-json";
import { type KapiRuleId, refuseKapi } from "../rules/rules";

export class KapiRefusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused: ${answer.rule}`);
  }
}

/** To be thrown. `values` fill the row's text; `more` stands beside `msg` and `code`. */
export function refuse(
  id: KapiRuleId,
  values: Record<string, string> = {},
  more: JsonObject = {},
): KapiRefusal {
  return new KapiRefusal(refuseKapi(id, values, more));
}
