// Puts values into a sentence's {placeholders}. Called by pages; greeting.tsx splits instead,
// because a nickname needs an element of its own.

/** `fill("{name} 홈", { name: "험블벅" })` is `"험블벅 홈"`. A placeholder without a value stays. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? placeholder) : placeholder,
  );
}

/** The sentence before and after one placeholder. */
export function splitAt(sentence: string, name: string): { before: string; after: string } {
  const [before = "", after = ""] = sentence.split(`{${name}}`);
  return { before, after };
}
