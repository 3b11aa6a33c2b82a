// The API in the words of OpenAPI 3.1, made from the schemas and tables that the handlers use.
// Called by GET /api/openapi.json.
import "server-only";
import { env } from "../env";
import { sessionCookieName } from "../session/cookie";
import { apiEn } from "../text/api-en";
import { type Call, calls, listRefusals, type Refusal } from "./calls";
import { exampleOfRefusal, examples } from "./examples";
import { describeHeaders, headersOf } from "./headers";
import {
  type BodyName,
  describeBodies,
  describeRefusal,
  kakaoTokenPattern,
  schemaReference,
} from "./schemas";

/** Of the API, not of the program that serves it. */
const API_VERSION = "1.0.0";

let made: ReturnType<typeof describeApi> | null = null;

/** The document of this deployment: nothing in it depends on a request. */
export function readApiDocument() {
  made ??= describeApi(env().authUrl);
  return made;
}

/** @param origin where the API is, without a slash at the end */
function describeApi(origin: string) {
  const title = `API of ${new URL(origin).host}`;
  return {
    openapi: "3.1.1",
    info: { title, version: API_VERSION, description: introduction() },
    servers: [{ url: origin }],
    tags: Object.entries(apiEn.tags).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(calls.map((call) => [call.path, describePath(call)])),
    components: {
      schemas: describeBodies(),
      headers: describeHeaders(),
      securitySchemes: describeSecurity(),
    },
  };
}

function introduction(): string {
  return [apiEn.intro, apiEn.errorShape, apiEn.temporary].join("\n\n");
}

function describePath(call: Call) {
  const { summary, description } = apiEn.calls[call.id];
  const operation = {
    operationId: call.id,
    tags: [call.tag],
    summary,
    description,
    security: call.security.map((scheme) => (scheme === null ? {} : { [scheme]: [] })),
    ...(call.request && {
      requestBody: { required: call.request.required, content: json(call.request.body) },
    }),
    responses: { ...describeAnswers(call), ...describeRefusals(call) },
  };
  return { [call.method.toLowerCase()]: operation };
}

function json(name: BodyName) {
  return { "application/json": { schema: schemaReference(name), example: examples[name] } };
}

function describeAnswers(call: Call) {
  const answers = Object.entries(call.answers).map(([status, name]) => [
    status,
    {
      description: apiEn.calls[call.id][status === "200" ? "summary" : "description"],
      headers: headersOf(call, Number(status)),
      content: json(name),
    },
  ]);
  return Object.fromEntries(answers);
}

/** One answer a status, with the codes it can have. */
function describeRefusals(call: Call) {
  const all = listRefusals(call);
  const statuses = [...new Set(all.map(({ status }) => status))];
  const answers = statuses.map((status) => {
    const refusals = all.filter((refusal) => refusal.status === status);
    const answer = {
      description: refusals.map(explain).join("\n\n"),
      headers: headersOf(call, status),
      content: { "application/json": describeBody(refusals) },
    };
    return [status, answer];
  });
  return Object.fromEntries(answers);
}

function explain({ code, wording }: Refusal): string {
  const { when, todo } = apiEn.codes[wording];
  return `\`${code}\`: ${when} ${todo}`;
}

function describeBody(refusals: Refusal[]) {
  const codes = refusals.map(({ code }) => code);
  const cases = codes.map((code) => [code, { value: exampleOfRefusal(code) }]);
  return { schema: describeRefusal(codes), examples: Object.fromEntries(cases) };
}

/** OpenAPI has no parameter called Authorization: what stands in it is a matter of these. */
function describeSecurity() {
  const { schemes } = apiEn;
  return {
    kakaoBearer: { type: "http", scheme: "bearer", description: schemes.kakaoBearer },
    kakaoBare: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description: schemes.kakaoBare,
      "x-pattern": kakaoTokenPattern(),
    },
    accessToken: { type: "http", scheme: "bearer", description: schemes.accessToken },
    session: {
      type: "apiKey",
      in: "cookie",
      name: sessionCookieName(),
      description: schemes.session,
    },
  };
}
