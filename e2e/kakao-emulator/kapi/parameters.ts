// Parameters of a kapi call, in a form or in the query, read as the types Kakao documents. What
// cannot be read is a refusal, never a guess. Used by every call.
import type { Incoming } from "../http/incoming";
import { refuse } from "./refusal";

const maxLong = 9_223_372_036_854_775_807n;
const maxInteger = 2_147_483_647n;

/** The form wins over the query, and a GET has none; `null` when absent or empty. */
export function readText(incoming: Incoming, name: string): string | null {
  const { method, form, query } = incoming;
  for (const params of method === "GET" ? [query] : [form, query]) {
    const values = params.getAll(name);
    if (values.length > 1) throw refuse("kapi-bad-parameter", { parameter: name });
    const value = values[0] ?? "";
    if (value !== "") return value;
  }
  return null;
}

export function requireText(incoming: Incoming, name: string): string {
  return readText(incoming, name) ?? missing(name);
}

const flags = new Map([
  ["true", true],
  ["false", false],
  // What the HTTP library of Kakao's iOS SDK makes of a Boolean.
  ["1", true],
  ["0", false],
]);

/** Absent is false. */
export function readFlag(incoming: Incoming, name: string): boolean {
  return flags.get(readText(incoming, name) ?? "false") ?? malformed(name);
}

export function readChoice<Choice extends string>(
  incoming: Incoming,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = readText(incoming, name);
  const chosen = text === null ? choices[0] : choices.find((choice) => choice === text);
  if (chosen === undefined) throw refuse("kapi-bad-parameter", { parameter: name });
  return chosen;
}

/** A 32-bit number from `least` on. */
export function readInteger(
  incoming: Incoming,
  name: string,
  least: number,
  most = Number(maxInteger),
): number | null {
  const digits = readDigits(incoming, name, maxInteger);
  if (digits === null) return null;
  const value = Number(digits);
  if (value < least || value > most) throw refuse("kapi-bad-parameter", { parameter: name });
  return value;
}

/** A 64-bit number as digits: JavaScript's numbers would round an id. */
export function readLong(incoming: Incoming, name: string): string | null {
  return readDigits(incoming, name, maxLong);
}

export function requireLong(incoming: Incoming, name: string): string {
  return readLong(incoming, name) ?? missing(name);
}

function readDigits(incoming: Incoming, name: string, most: bigint): string | null {
  const text = readText(incoming, name);
  if (text === null) return null;
  return toLong(text, most) ?? malformed(name);
}

function toLong(text: string, most: bigint): string | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  const value = BigInt(text);
  return value > most ? null : value.toString();
}

/** A JSON array of whole numbers, each as its digits. */
export function requireLongList(incoming: Incoming, name: string): string[] {
  const text = requireText(incoming, name);
  const inside = /^\s*\[([\s\d,]*)\]\s*$/.exec(text)?.[1] ?? malformed(name);
  return inside.split(",").map((part) => toLong(part.trim(), maxLong) ?? malformed(name));
}

/** A JSON array of strings; `null` when absent. */
export function readNameList(incoming: Incoming, name: string): string[] | null {
  const value = readJson(incoming, name);
  if (value === null) return null;
  const isList = Array.isArray(value) && value.every((entry) => typeof entry === "string");
  return isList ? value : malformed(name);
}

export function requireNameList(incoming: Incoming, name: string): string[] {
  const names = readNameList(incoming, name) ?? missing(name);
  return names.length === 0 ? malformed(name) : names;
}

/** A JSON object whose values are strings; `null` when absent. */
export function readTextObject(incoming: Incoming, name: string): Map<string, string> | null {
  const value = readJson(incoming, name);
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) return malformed(name);
  const members = Object.entries(value).map(([key, text]): [string, string] => [
    key,
    typeof text === "string" ? text : malformed(name),
  ]);
  return new Map(members);
}

/** Names separated by commas, as the service terms take them. */
export function requireTags(incoming: Incoming, name: string): string[] {
  return toTags(requireText(incoming, name), name);
}

export function readTags(incoming: Incoming, name: string): string[] | null {
  const text = readText(incoming, name);
  return text === null ? null : toTags(text, name);
}

function toTags(text: string, name: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim());
  return tags.includes("") ? malformed(name) : [...new Set(tags)];
}

/** JSON's own `null` is no value either. */
function readJson(incoming: Incoming, name: string): object | string | number | boolean | null {
  const text = readText(incoming, name);
  if (text === null) return null;
  try {
    return JSON.parse(text) ?? malformed(name);
  } catch {
    // Not JSON at all: the same refusal as for the wrong JSON.
    return malformed(name);
  }
}

function malformed(parameter: string): never {
  throw refuse("kapi-bad-parameter", { parameter });
}

function missing(parameter: string): never {
  throw refuse("kapi-missing-parameter", { parameter });
}
