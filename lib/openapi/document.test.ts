// The description is valid OpenAPI, and says of the API neither more nor less than there is.
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { exchangeErrors, meErrors, refreshErrors } from "../native/api-schemas";
import { apiEn } from "../text/api-en";
import { apiKo } from "../text/api-ko";
import { calls, listRefusals } from "./calls";
import { readApiDocument } from "./document";
import { examples } from "./examples";

const document = JSON.parse(JSON.stringify(readApiDocument()));
const apiFolder = fileURLToPath(new URL("../../app/api", import.meta.url));

type Response = {
  description: string;
  headers: Record<string, { $ref: string }>;
  content: {
    "application/json": {
      schema: { properties: { message: { enum: string[] } } };
      examples?: Record<string, { value: unknown }>;
    };
  };
};

function responsesOf(path: string): Record<string, Response> {
  const [operation] = Object.values(document.paths[path]) as [
    { responses: Record<string, Response> },
  ];
  return operation.responses;
}

test("a public validator accepts it as OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("the validator refuses what is no OpenAPI", async () => {
  const broken = structuredClone(document);
  delete broken.paths["/api/token"].post.responses["200"].description;
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("every reference leads somewhere", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, place = ""] of references) {
    const found = place
      .split("/")
      .reduce<Record<string, unknown> | undefined>(
        (at, name) => at?.[name] as Record<string, unknown> | undefined,
        document,
      );
    expect(found, place).toBeDefined();
  }
});

test("every route for outsiders is in it, and no other", () => {
  // The browser's flow and its reports are our own pages', Kakao's webhooks are for Kakao, and the
  // jobs for the operator's scheduler.
  const isInternal = /^\/api\/(auth|webhooks)\/|^\/api\/(openapi\.json|csp-report|cron)$/;
  const routes = readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => `/api/${path.posix.dirname(file.split(path.sep).join("/"))}`)
    .filter((route) => !isInternal.test(route));
  expect(routes).toContain("/api/token/refresh");
  expect(Object.keys(document.paths).sort()).toEqual(routes.sort());
});

test.each([
  ["/api/token", exchangeErrors],
  ["/api/token/refresh", refreshErrors],
  ["/api/token/revoke", refreshErrors],
  ["/api/me", meErrors],
])("%s has every code of its table, with a sentence and an example", (path, table) => {
  const responses = responsesOf(path);
  for (const [status, codes] of Object.entries(table)) {
    const answer = responses[status];
    const body = answer?.content["application/json"];
    expect(body?.schema.properties.message.enum, status).toEqual(codes);
    expect(Object.keys(body?.examples ?? {})).toEqual(codes);
    for (const code of codes) expect(answer?.description).toMatch(`\`${code}\`: `);
  }
  expect(Object.keys(responses).sort()).toEqual(["200", "500", ...Object.keys(table)].sort());
});

test("who is to wait is told how long, and a wrong method which one is right", () => {
  for (const call of calls) {
    const responses = responsesOf(call.path);
    for (const [status, { headers }] of Object.entries(responses)) {
      expect(Object.keys(headers)).toEqual(expect.arrayContaining(["X-Request-Id"]));
      const waits = ["429", "503"].includes(status) && call.tag !== "health";
      expect("Retry-After" in headers, `${call.path} ${status}`).toBe(waits);
      expect("Allow" in headers).toBe(status === "405");
    }
  }
});

test("the examples are what the schemas say, and hold nothing that looks like a secret", () => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  ajv.addSchema(document, "document");
  for (const [name, example] of Object.entries(examples)) {
    const validate = ajv.getSchema(`document#/components/schemas/${name}`);
    expect(validate?.(example), `${name} ${JSON.stringify(validate?.errors)}`).toBe(true);
  }
  expect(JSON.stringify(examples)).not.toMatch(/[\w-]{20,}\.[\w-]{20,}|eyJ/);
});

test("every field of a body has a sentence", () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const { properties } = schema as { properties: Record<string, { description?: string }> };
    const silent = Object.keys(properties).filter((field) => !properties[field]?.description);
    expect(silent, name).toEqual([]);
  }
});

test.each([
  ["Korean", apiKo],
  ["English", apiEn],
])("no sentence about a code is left over, in %s", (_, text) => {
  const used = new Set(calls.flatMap(listRefusals).map(({ wording }) => wording));
  expect(Object.keys(text.codes).filter((code) => !used.has(code as never))).toEqual([]);
});

test("the server is the canonical address", () => {
  expect(document.servers).toEqual([{ url: "http://localhost:3199" }]);
});
