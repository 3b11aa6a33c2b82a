// Input of the control API or of a seed file that cannot be taken. Names the faulty field.
import type { ZodError, ZodType } from "zod";

export class InputError extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** The checked value, or an `InputError` for the first field that is wrong. */
export function checkInput<Value>(schema: ZodType<Value>, input: unknown): Value {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw toInputError(result.error);
}

function toInputError(error: ZodError): InputError {
  const issue = error.issues[0];
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknownKey === undefined ? [] : [unknownKey])];
  return new InputError(path.join(".") || "(body)", issue?.message ?? "not understood");
}
