// Reads what a form's text means as data, and refuses what it cannot: in the words of the form.
import { InputError } from "../world/input-error";
import type { PanelText } from "./text";

/** One value per line; empty lines mean nothing. */
export function readLines(form: URLSearchParams, name: string): string[] {
  return (form.get(name) ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** `undefined` when left empty. @throws InputError when it is not a whole number */
export function readInteger(
  text: PanelText,
  form: URLSearchParams,
  name: string,
): number | undefined {
  const typed = form.get(name)?.trim() ?? "";
  if (typed === "") return undefined;
  if (!/^-?\d{1,15}$/.test(typed)) throw new InputError(name, text.notNumber);
  return Number(typed);
}

/** `undefined` when left empty. @throws InputError when it is not a JSON object */
export function readJsonObject(
  text: PanelText,
  form: URLSearchParams,
  name: string,
): object | undefined {
  const typed = form.get(name)?.trim() ?? "";
  if (typed === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(typed);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(name, `${text.notJson}: ${reason}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new InputError(name, text.notJson);
}
