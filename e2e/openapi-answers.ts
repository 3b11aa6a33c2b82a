// The published description as a measure: whether a real answer is one that it describes, exactly.
// Called by openapi.api.spec.ts.
import { expect } from "@playwright/test";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Answer } from "./visitor";

type Header = { required?: boolean; schema: AnySchemaObject };
type Described = {
  headers: Record<string, { $ref: string }>;
  content: { "application/json": { schema: AnySchemaObject } };
};

export type ApiDocument = {
  openapi: string;
  servers: [{ url: string }];
  paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  components: { schemas: Record<string, AnySchemaObject>; headers: Record<string, Header> };
};

/** `POST /api/token 404 NOT_FOUND_IN_KAKAO`, of everything but our own mistakes. */
export function listDocumented(document: ApiDocument): string[] {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { responses }]) => [`${method.toUpperCase()} ${path}`, responses] as const,
    ),
  );
  return calls.flatMap(([call, responses]) =>
    Object.entries(responses).flatMap(([status, { content }]) => {
      const codes: string[] = content["application/json"].schema.properties?.message?.enum ?? [""];
      return status === "500" ? [] : codes.map((code) => `${call} ${status} ${code}`.trim());
    }),
  );
}

/** Readers of an answer are to ignore new fields; we are to describe them. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, closed(part)]);
  const copy = Object.fromEntries(parts);
  return "properties" in copy ? { ...copy, additionalProperties: false } : copy;
}

/** Fails unless the answer has a described status, the body of its schema, and its headers. */
export function expectDescribed(document: ApiDocument, call: string, answer: Answer): void {
  const [method = "", path = ""] = call.split(" ");
  const described = document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
  expect(described, `${call} may answer ${answer.status}`).toBeDefined();
  if (!described) return;
  const { headers, content } = described;
  const ajv = addFormats(new Ajv2020({ strict: false }));
  const { components } = document;
  const schema = closed({ ...content["application/json"].schema, components });
  const validate = ajv.compile(schema as AnySchemaObject);
  const isValid = validate(JSON.parse(answer.body));
  expect(isValid, `${call} ${answer.status} ${JSON.stringify(validate.errors)}`).toBe(true);
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  for (const [name, { $ref }] of Object.entries(headers)) {
    const { required, schema: kind } = components.headers[$ref.split("/").at(-1) ?? ""] as Header;
    const given = answer.headers[name.toLowerCase()];
    if (required) expect(given, `${call} ${answer.status} ${name}`).toBeDefined();
    if (given === undefined) continue;
    const value = kind.type === "integer" ? Number(given) : given;
    expect(ajv.validate(kind, value), `${name}: ${given}`).toBe(true);
  }
}
