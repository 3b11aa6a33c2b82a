// Strings that must not turn up, and the forms in which they might: as they are, encoded, or a piece.
// Called by the specs that search logs, answers and dumps (SE-6, I8).

/** Long enough that a piece of it is nobody else's. */
const PIECE = 16;

/** Base64 of a longer text holds one of these, wherever in it the value begins. */
function base64Cores(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]).toString("base64");
    // The ends depend on what stands before and behind.
    return encoded.slice(offset === 0 ? 0 : offset + 1, -4);
  });
}

/** Said by everybody: how a JWT begins. No secret: the id of a row, which our refresh token names. */
const COMMON = /^eyJhbGci|^[\da-f]{8}-[\da-f-]{27}$/;

function piecesOf(value: string): string[] {
  const own = value.split(".").filter((part) => !COMMON.test(part));
  return own.flatMap((part) =>
    Array.from({ length: Math.floor(part.length / PIECE) }, (_, n) =>
      part.slice(n * PIECE, (n + 1) * PIECE),
    ),
  );
}

const escapeUnicode = (value: string) =>
  value.replace(/[^\x20-\x7e]/g, (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, "0")}`);

function formsOf(value: string): string[] {
  const cores = base64Cores(value).filter((core) => core.length >= 8);
  const forms = [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    escapeUnicode(value),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString("hex"),
    ...cores,
    ...cores.map((core) => core.replaceAll("+", "-").replaceAll("/", "_")),
    ...(value.length >= 2 * PIECE ? piecesOf(value) : []),
  ];
  return [...new Set(forms)];
}

export class Canaries {
  private readonly named = new Map<string, string[]>();

  add(name: string, value: string | null | undefined): void {
    if (!value || value.length < 5) throw new Error(`${name} is too short to be searched for`);
    this.named.set(`${name} ${this.named.size}`, formsOf(value));
  }

  get size(): number {
    return this.named.size;
  }

  /** Names of those that are there, also when a line was broken in the middle of one. */
  findIn(text: string): string[] {
    const joined = text.replace(/\s+/g, "");
    return [...this.named]
      .filter(([, forms]) => forms.some((form) => text.includes(form) || joined.includes(form)))
      .map(([name]) => name);
  }
}
