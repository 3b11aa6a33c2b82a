// Reads single variables and collects what is wrong with them. Called by lib/env.ts.
// An absent variable reads as null; an empty one is wrong, because somebody meant to set it.

export type Source = Readonly<Record<string, string | undefined>>;
/** A faulty variable and the rule it breaks; never its value. */
export type Problem = { name: string; rule: string };

const MIN_SECRET_BYTES = 32;
const MIN_DISTINCT_CHARACTERS = 8;
const PLACEHOLDER =
  /change-?_?me|placeholder|example|your[-_ ]|<.*>|^(.)\1*$|^secret|password|xxxx/i;

export class VariableReader {
  readonly problems: Problem[] = [];

  constructor(private readonly source: Source) {}

  missing(name: string): string {
    if (this.source[name] === undefined) this.refuse(name, "is not set");
    return "";
  }

  secret(name: string): string | null {
    return this.read(name, (value) => {
      if (Buffer.byteLength(value) < MIN_SECRET_BYTES)
        return `must be at least ${MIN_SECRET_BYTES} random bytes`;
      if (PLACEHOLDER.test(value)) return "looks like a placeholder";
      if (new Set(value).size < MIN_DISTINCT_CHARACTERS) return "is not random";
      return null;
    });
  }

  /** A key that Kakao's console shows: one word of letters and digits. */
  key(name: string): string | null {
    return this.read(name, (value) => {
      if (!/^[A-Za-z0-9_-]{8,100}$/.test(value)) return "is not a key from Kakao's console";
      return PLACEHOLDER.test(value) ? "looks like a placeholder" : null;
    });
  }

  matching(name: string, pattern: RegExp, rule: string): string | null {
    return this.read(name, (value) => (pattern.test(value) ? null : rule));
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const value = this.read(name, (given) =>
      choices.some((choice) => choice === given) ? null : `must be one of ${choices.join(", ")}`,
    );
    return choices.find((choice) => choice === value) ?? null;
  }

  list(name: string, item: RegExp): string[] {
    const split = (value: string) => value.split(",").map((part) => part.trim());
    const value = this.read(name, (given) =>
      split(given).every((part) => item.test(part)) ? null : "must be a comma list",
    );
    return value === null ? [] : split(value);
  }

  integer(name: string, min: number, max: number): number | null {
    const value = this.read(name, (given) =>
      /^\d+$/.test(given) && Number(given) >= min && Number(given) <= max
        ? null
        : `must be a whole number from ${min} to ${max}`,
    );
    return value === null ? null : Number(value);
  }

  httpUrl(name: string, { httpsOnly }: { httpsOnly: boolean }): string | null {
    return this.read(name, (value) => urlProblem(value, httpsOnly));
  }

  /** An address without path, query or user; returned without a trailing slash. */
  origin(name: string, { httpsOnly }: { httpsOnly: boolean }): string | null {
    const value = this.read(name, (given) => {
      const problem = urlProblem(given, httpsOnly);
      if (problem) return problem;
      const { origin } = new URL(given);
      return given === origin || given === `${origin}/`
        ? null
        : "must be an origin: scheme and host, no path";
    });
    return value === null ? null : new URL(value).origin;
  }

  postgresUrl(name: string): string | null {
    return this.read(name, (value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      return url?.protocol === "postgres:" || url?.protocol === "postgresql:"
        ? null
        : "must be a postgresql:// address";
    });
  }

  refuse(name: string, rule: string): void {
    this.problems.push({ name, rule });
  }

  private read(name: string, findProblem: (value: string) => string | null): string | null {
    const value = this.source[name];
    if (value === undefined) return null;
    const problem = textProblem(value) ?? findProblem(value);
    if (problem === null) return value;
    this.refuse(name, problem);
    return null;
  }
}

function textProblem(value: string): string | null {
  if (value === "") return "is empty: set it or remove it";
  if (value.trim() !== value) return "has white space around it";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused here
  return /[\u0000-\u001f\u007f]/.test(value) ? "has a control character in it" : null;
}

function urlProblem(value: string, httpsOnly: boolean): string | null {
  if (!URL.canParse(value)) return "is not a URL";
  const { protocol, username, password } = new URL(value);
  if (username || password) return "must not contain a user or password";
  if (protocol === "https:") return null;
  if (protocol !== "http:") return "is not an http(s) URL";
  return httpsOnly ? "must use https" : null;
}
