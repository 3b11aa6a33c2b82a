// The bodies of the API under the names that its description gives them: JSON Schema out of the
// zod schemas that the handlers use. Called by document.ts and by the page for developers.
import { z } from "zod";
import * as native from "../native/api-schemas";
import { apiEn } from "../text/api-en";

const bodies = {
  IdTokenRequest: native.idTokenRequest,
  RefreshTokenRequest: native.refreshTokenRequest,
  User: native.userBody,
  Tokens: native.tokensBody,
  Revoked: native.revokedBody,
  Me: native.meBody,
  Error: native.errorBody,
  Live: z.object({ status: z.literal("live") }),
  Ready: z.object({ status: z.literal("ready") }),
  NotReady: z.object({ status: z.literal("not ready") }),
};

export type BodyName = keyof typeof bodies;
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Reads of the bodies what an answer can hold, so that an example cannot contradict its schema. */
export type Body<Name extends BodyName> = z.infer<(typeof bodies)[Name]>;

export function schemaReference(name: BodyName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** All of them. Answers are left open: whoever reads one ignores a field that is new to them. */
export function describeBodies(): Record<BodyName, JsonSchema> {
  const registry = z.registry<{ id: BodyName }>();
  for (const [id, schema] of Object.entries(bodies)) registry.add(schema, { id: id as BodyName });
  const options = { io: "input", uri: (id: string) => `#/components/schemas/${id}` } as const;
  const { schemas } = z.toJSONSchema(registry, options);
  const described = Object.entries(schemas).map(([id, schema]) => [id, withSentences(schema)]);
  return Object.fromEntries(described);
}

export type Field = { path: string; name: string; type: string };

/** The fields of one body, those inside of others after them, as `user.id`. */
export function listFields(body: BodyName): Field[] {
  return fieldsOf(withSentences(z.toJSONSchema(bodies[body], { io: "input" })), "");
}

function fieldsOf({ properties = {} }: JsonSchema, within: string): Field[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (typeof property === "boolean") return [];
    const path = `${within}${name}`;
    return [{ path, name, type: nameType(property) }, ...fieldsOf(property, `${path}.`)];
  });
}

function nameType({ type, anyOf = [] }: JsonSchema): string {
  if (type !== undefined) return [type].flat().join(" | ");
  return anyOf.map((one) => (typeof one === "object" ? nameType(one) : "")).join(" | ");
}

/** The body of a refusal that can have one of these codes. */
export function describeRefusal(codes: readonly string[]): JsonSchema {
  const body = native.errorBody.extend({ message: z.enum(codes) });
  return withSentences(z.toJSONSchema(body, { io: "input" }));
}

/** What a Kakao access token looks like at least; anything else is refused unseen. */
export function kakaoTokenPattern(): string | undefined {
  return z.toJSONSchema(native.tokenText).pattern;
}

/** Without what a schema only needs when it stands alone, and with a sentence for each field. */
function withSentences({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    typeof property === "object" ? { ...withoutNoise(property), ...sentenceFor(name) } : property,
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** zod says of every integer that it fits a JavaScript number. */
function withoutNoise({ maximum, ...property }: JsonSchema): JsonSchema {
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? property
    : { ...property, maximum };
}

function sentenceFor(name: string): { description?: string } {
  const sentences: Record<string, string> = apiEn.fields;
  return Object.hasOwn(sentences, name) ? { description: sentences[name] } : {};
}
