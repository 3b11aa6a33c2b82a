// Random input that is the same in every run: a failure can be looked at again by its seed.

export class Random {
  constructor(private seed: number) {}

  /** From 0 up to, not including, 1. @see Mulberry32 */
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }

  /** What breaks parsers: empty, long, escaped, prototype names, half characters, markup. */
  text(): string {
    const odd = [
      "",
      " ",
      "0",
      "-1",
      "null",
      "[]",
      "{}",
      '["a"]',
      "%",
      "%zz",
      "%00",
      "%0d%0aX: y",
      "__proto__",
      "constructor",
      "hasOwnProperty",
      "<script>alert(1)</script>",
      "' OR 1=1 --",
      "../../etc",
      "\u0000",
      "\ud800",
      "👩‍👩‍👧‍👦",
      "ﷺ",
      "9".repeat(400),
      "a,b c",
      "none login",
      "x".repeat(5000),
    ];
    return this.next() < 0.7 ? this.pick(odd) : this.next().toString(36).slice(2);
  }
}
