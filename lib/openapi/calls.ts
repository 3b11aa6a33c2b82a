// The calls of the API that are for outsiders, as rows: what goes in, what comes out, and every
// refusal. The document and the page for developers are both made from them.
import { exchangeErrors, meErrors, refreshErrors } from "../native/api-schemas";
import type { ApiText } from "../text/api-ko";
import type { BodyName } from "./schemas";

export type CallId = keyof ApiText["calls"];
/** A code, or a code in the sense that one call gives it. */
export type Wording = keyof ApiText["codes"];
export type SecurityScheme = keyof ApiText["schemes"];
type Errors = Readonly<Record<number, readonly Wording[]>>;

export type Call = {
  id: CallId;
  tag: keyof ApiText["tags"];
  method: "GET" | "POST";
  path: string;
  /** Any one of them; `null` is none at all. */
  security: readonly (SecurityScheme | null)[];
  request: { body: BodyName; required: boolean } | null;
  answers: Readonly<Record<number, BodyName>>;
  errors: Errors;
  /** Where this call means something of its own by a code, by `status code`. */
  wordings: Readonly<Record<string, Wording>>;
};

const notARefreshToken = { "400 INVALID_TOKEN": "notARefreshToken" } as const;
const refresh = {
  tag: "native",
  method: "POST",
  security: [],
  request: { body: "RefreshTokenRequest", required: true },
  errors: refreshErrors,
} as const;
const health = {
  tag: "health",
  method: "GET",
  security: [],
  request: null,
  errors: { 405: ["METHOD_NOT_ALLOWED"] },
  wordings: {},
} as const;

export const calls: readonly Call[] = [
  {
    id: "exchangeKakaoToken",
    tag: "native",
    method: "POST",
    path: "/api/token",
    security: ["kakaoBearer", "kakaoBare", null],
    request: { body: "IdTokenRequest", required: false },
    answers: { 200: "Tokens" },
    errors: exchangeErrors,
    wordings: {},
  },
  {
    ...refresh,
    id: "refreshTokens",
    path: "/api/token/refresh",
    answers: { 200: "Tokens" },
    wordings: { ...notARefreshToken, "401 INVALID_TOKEN": "sessionOver" },
  },
  {
    ...refresh,
    id: "revokeTokens",
    path: "/api/token/revoke",
    answers: { 200: "Revoked" },
    wordings: { ...notARefreshToken, "401 INVALID_TOKEN": "nothingToEnd" },
  },
  {
    id: "readMe",
    tag: "session",
    method: "GET",
    path: "/api/me",
    security: ["accessToken", "session"],
    request: null,
    answers: { 200: "Me" },
    errors: meErrors,
    wordings: {},
  },
  { ...health, id: "readLive", path: "/api/health/live", answers: { 200: "Live" } },
  {
    ...health,
    id: "readReady",
    path: "/api/health/ready",
    answers: { 200: "Ready", 503: "NotReady" },
  },
];

export type Refusal = { status: number; code: string; wording: Wording };

/** Every refusal of a call, by status. Our own mistake (500) is possible wherever work is done. */
export function listRefusals({ tag, errors, wordings }: Call): Refusal[] {
  const own: Errors = tag === "health" ? errors : { ...errors, 500: ["INTERNAL"] };
  return Object.entries(own).flatMap(([status, codes]) =>
    codes.map((code) => ({
      status: Number(status),
      code,
      wording: wordings[`${status} ${code}`] ?? code,
    })),
  );
}
