// JSON for reading, without parsing it: a 64-bit id would lose digits, and a broken body must be
// shown as broken as it was. Used where the panel shows what travelled.

/** Breaks lines and indents; text that is not JSON stays as it is. */
export function indentJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  let depth = 0;
  return (text.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g) ?? [])
    .map((piece, index, pieces) => {
      const isEmptyPair = /^[{[]$/.test(piece) && /^[}\]]$/.test(pieces[index + 1] ?? "");
      const closesEmptyPair = /^[}\]]$/.test(piece) && /^[{[]$/.test(pieces[index - 1] ?? "");
      if (isEmptyPair || closesEmptyPair) return piece;
      if (piece === "{" || piece === "[") {
        depth += 1;
        return `${piece}${breakLine(depth)}`;
      }
      if (piece === "}" || piece === "]") {
        depth = Math.max(0, depth - 1);
        return `${breakLine(depth)}${piece}`;
      }
      if (piece === ",") return `,${breakLine(depth)}`;
      return piece === ":" ? ": " : piece;
    })
    .join("");
}

function breakLine(depth: number): string {
  return `\n${"  ".repeat(depth)}`;
}

/** The claims of the ID token in a token answer, unverified; `null` when there is none. */
export function readClaims(answer: string): string | null {
  const payload = /"id_token":"[\w-]*\.([\w-]+)\.[\w-]*"/.exec(answer)?.[1];
  return payload === undefined ? null : Buffer.from(payload, "base64url").toString("utf8");
}
