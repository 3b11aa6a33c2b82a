// Codes with what happened and what to do. Called by call-section.tsx and common-section.tsx.
import { calls, listRefusals, type Refusal } from "#lib/openapi/calls";
import type { ApiText } from "#lib/text/api-ko";

/** From so many calls on, a refusal is explained once for all of them. */
const COMMON = 3;

const uses = new Map<string, number>();
for (const { wording } of calls.flatMap(listRefusals))
  uses.set(wording, (uses.get(wording) ?? 0) + 1);

export function isCommon({ wording }: Refusal): boolean {
  return (uses.get(wording) ?? 0) >= COMMON;
}

export function RefusalList({ refusals, text }: { refusals: Refusal[]; text: ApiText }) {
  return (
    <ul className="entries">
      {refusals.map(({ status, code, wording }) => (
        <li key={`${status} ${code}`}>
          <code className="strong">{`${status} ${code}`}</code>
          <p>{text.codes[wording].when}</p>
          <p className="quiet">{text.codes[wording].todo}</p>
        </li>
      ))}
    </ul>
  );
}
