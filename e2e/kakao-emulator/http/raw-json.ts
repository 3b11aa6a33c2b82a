// JSON whose numbers keep every digit. Kakao's ids are 64-bit and JavaScript's numbers are not,
// so an id travels as text and is written as bare digits. Used by every JSON answer.

/** A piece of JSON that is written as it stands, valid or not. */
export class RawJson {
  constructor(readonly text: string) {}
}

export type Json = string | number | boolean | null | RawJson | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json | undefined };

/** Writes JSON text; `undefined` members are left out, as `JSON.stringify` does. */
export function writeJson(value: Json): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (value !== null && typeof value === "object") return writeObject(value);
  return JSON.stringify(value);
}

function writeObject(value: JsonObject): string {
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${writeJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

/** @throws SyntaxError for anything but a JSON object */
export function parseJson(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SyntaxError("not a JSON object");
  }
  return value as JsonObject;
}

/** A copy with the member at a dotted path (`kakao_account.profile.nickname`) set. */
export function withMember(object: JsonObject, path: string, value: Json): JsonObject {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...object, [name]: value };
  return { ...object, [name]: withMember(asObject(object[name]), rest.join("."), value) };
}

/** A copy without the member at a dotted path; a path that is not there changes nothing. */
export function withoutMember(object: JsonObject, path: string): JsonObject {
  const [name = "", ...rest] = path.split(".");
  if (!(name in object)) return object;
  if (rest.length === 0) return { ...object, [name]: undefined };
  return { ...object, [name]: withoutMember(asObject(object[name]), rest.join(".")) };
}

function asObject(value: Json | undefined): JsonObject {
  const isObject =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RawJson);
  return isObject ? value : {};
}
